"""No person stands in a matter: texts that point at one are sent back, and nothing typed is lost."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.forms.personal_data import found_in, persons_in


def refuse_persons(**texts: str) -> None:
    """Return if no text points at a person. Raises ValidationError at the fields of those that do."""
    _refuse(persons_in, texts)


def refuse_numbers(**names: str) -> None:
    """Return if no name of a company holds an identity number, a phone number or an address. Raises ValidationError.

    A company may be called after a person, or "Patient Partner".
    """
    _refuse(found_in, names)


def _refuse(find: Callable[[str], list[str]], texts: dict[str, str]) -> None:
    closed = _("The client files stay closed: nobody is named here.")
    told = {field: [*found, closed] for field, text in texts.items() if (found := find(text))}
    if told:
        raise ValidationError(told)
