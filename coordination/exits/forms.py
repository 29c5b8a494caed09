"""The form of who knows where a person is. There is no field for the place."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import User
from coordination.forms import CheckboxCards


class WhereForm(forms.Form):
    """Who knows where the person is."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who knows where the person is?"),
        required=False,
        widget=CheckboxCards,
        help_text=_("Only those inside the case. The place itself is kept nowhere: whoever needs it asks one of them."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer ``people``, who are inside the case."""
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
