"""No person stands in a matter: texts that point at one are sent back, and nothing typed is lost."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.forms.personal_data import persons_in


def refuse_persons(**texts: str) -> None:
    """Return if no text points at a person. Raises ValidationError at the fields of those that do."""
    closed = _("The client files stay closed: nobody is named here.")
    told = {field: [*found, closed] for field, text in texts.items() if (found := persons_in(text))}
    if told:
        raise ValidationError(told)
