"""The filters of the history."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput
from coordination.history.kinds import GROUPS


class PeriodFilter(forms.Form):
    """Narrow by days. A value that means nothing is said to be wrong and narrows nothing."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput)
    last = forms.DateField(label=_("To"), required=False, widget=DateInput)
    use_required_attribute = False

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.query = data

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", _("The last day is before the first."))
        return found

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, as records, less what is wrong."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each chosen value as a link that takes it away."""
        wanted = self.wanted
        chips = []
        for name, text in (("first", _("From %(day)s")), ("last", _("To %(day)s"))):
            if name in wanted:
                day = date_format(wanted[name], "DATE_FORMAT")
                chips.append({"text": text % {"day": day}, "url": self.without(name)})
        return chips

    def without(self, name: str, value: str = "") -> str:
        """Return the query of the page without one choice."""
        query = self.kept()
        query.setlist(name, [v for v in query.getlist(name) if value and v != value])
        if not query.getlist(name):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    def kept(self) -> QueryDict:
        """Return the choices of the filter alone, without where in the list the page is."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            query.setlist(name, [v for v in self.query.getlist(name) if v])
            if not query.getlist(name):
                query.pop(name)
        return query


class ReadingFilter(PeriodFilter):
    """Narrow by person and days."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    field_order: tuple[str, ...] = ("person", "first", "last")

    def __init__(self, data: QueryDict, *, people: list) -> None:
        super().__init__(data)
        self.people = {str(p.pk): p for p in people}
        self.fields["person"].choices = [("", _("Everybody")), *((key, str(p)) for key, p in self.people.items())]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, as records, less what is wrong."""
        found = super().wanted
        if "person" in found:
            found["person"] = self.people[found["person"]]
        return found

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each chosen value as a link that takes it away."""
        wanted, chips = self.wanted, []
        if "person" in wanted:
            chips.append({"text": str(wanted["person"]), "url": self.without("person")})
        return chips + super().chips


class HistoryFilter(ReadingFilter):
    """Narrow the events by what they are about, agency, person and days."""

    group = forms.MultipleChoiceField(
        label=_("About"), required=False, choices=list(GROUPS.items()), widget=forms.CheckboxSelectMultiple
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    field_order = ("group", "agency", "person", "first", "last")

    def __init__(self, data: QueryDict, *, people: list, agencies: list) -> None:
        super().__init__(data, people=people)
        self.agencies = {str(a.pk): a for a in agencies}
        self.fields["agency"].choices = [("", _("All agencies")), *((key, str(a)) for key, a in self.agencies.items())]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, as records, less what is wrong."""
        found = super().wanted
        if "agency" in found:
            found["agency"] = self.agencies[found["agency"]]
        return found

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each chosen value as a link that takes it away."""
        wanted = self.wanted
        chips = [{"text": str(GROUPS[g]), "url": self.without("group", g)} for g in wanted.get("group", [])]
        if "agency" in wanted:
            chips.append({"text": str(wanted["agency"]), "url": self.without("agency")})
        return chips + super().chips
