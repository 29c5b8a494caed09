"""How the list of cases is narrowed and sorted."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Case, CaseView

SORTS = {"newest": _("Newest first"), "due": _("What is due first"), "waiting": _("What has waited longest")}
ROLES = {
    "coordinate": _("I coordinate"),
    "take_part": _("I take part"),
    "cover": _("I see the cover only"),
}


class CaseFilter(forms.Form):
    """The filter of the list, read from the address."""

    q = forms.CharField(label=_("Reference"), max_length=30, required=False)
    status = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All")), ("open", _("All that are open")), *Case.Status.choices],
    )
    kind = forms.ChoiceField(label=_("Way of working"), required=False, choices=[("", _("All")), *Case.Kind.choices])
    role = forms.ChoiceField(label=_("My part"), required=False, choices=[("", _("All")), *ROLES.items()])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=list(SORTS.items()))

    def chosen(self) -> dict[str, str]:
        """Return what is chosen and makes sense; anything else is as if it were not there."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class CaseViewForm(forms.ModelForm):
    """A name for the filter in use."""

    class Meta:
        model = CaseView
        fields = ["name", "query"]
        widgets = {"query": forms.HiddenInput()}

    def __init__(self, *args: Any, owner: Any, **kwargs: Any) -> None:
        """Bind the view to its owner, so that a name is theirs alone."""
        super().__init__(*args, **kwargs)
        self.instance.owner = owner
        self.fields["name"].help_text = _("For example: Waiting for consent. No names of people.")

    def clean_query(self) -> str:
        """Keep only what the filter knows."""
        chosen = CaseFilter(QueryDict(self.cleaned_data["query"])).chosen()
        kept = QueryDict(mutable=True)
        kept.update({name: value for name, value in chosen.items() if value})
        return kept.urlencode()
