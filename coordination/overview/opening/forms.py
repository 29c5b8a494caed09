"""The pages on which a joint case is opened."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coordination.cases.actions import BEGINS_WITHOUT_NAMES
from coordination.cases.models import Case
from coordination.forms import LongText, RadioCards
from coordination.people.places import tells_where
from coordination.people.protecting import told_where
from coordination.sharing.models import Topic
from permissions.roles import ways_to_open

KIND_HINTS = {
    "sspf": _("Social services, school, police and leisure around a child at risk."),
    "sip": _("For a person who needs help from both social services and health care. With consent."),
    "concern": _("What social services do when somebody reports that a child fares badly."),
    "sig": _("For a young person who is active in crime or about to be. Every exchange has its own ground of law."),
    "exit": _("Help to leave organised crime, with protection. Where the person is, is kept nowhere."),
    "gvi": _("Somebody asks for help, perhaps after a message of the police, who are kept out of the case."),
    "ankkuri": _("A young person and the family meet police, social services and others; short, and voluntary."),
}
NUMBER = re.compile(r"\d{6,8}\s?[-+A-FYXWVU]?\s?\d{3}[0-9A-Y]", re.IGNORECASE)


class BeginForm(forms.Form):
    """Page 1: for which agency, in which way, with or without names."""

    agency = forms.ChoiceField(label=_("Which agency do you open the case for?"), widget=RadioCards())
    kind = forms.ChoiceField(label=_("Which way of working?"), widget=RadioCards(hints=KIND_HINTS))
    child_role = forms.ChoiceField(
        label=_("What is the child in this matter?"),
        choices=Case.ChildRole.choices,
        initial=Case.ChildRole.AT_RISK,
        required=False,
        widget=RadioCards(),
        help_text=_("It decides what may be shared. It can be changed later; then all sharing is looked at again."),
    )
    consultation = forms.ChoiceField(
        label=_("Do you begin with names?"),
        choices=[
            ("no", _("Yes, the case is about a named child")),
            ("yes", _("No, a de-identified consultation first")),
        ],
        widget=RadioCards(
            hints={
                "no": _("The next page asks for the child and the guardians."),
                "yes": _("No names and no numbers. You add them when the family has been informed."),
            }
        ),
    )

    def clean_child_role(self) -> str:
        """Take a child of which nothing else is said as being at risk."""
        return self.cleaned_data["child_role"] or Case.ChildRole.AT_RISK

    def __init__(self, *args: Any, agencies: list, **kwargs: Any) -> None:
        """Offer the agencies for which the person may open cases, and their ways of working; the only one is chosen."""
        super().__init__(*args, **kwargs)
        self.ways = {str(a.pk): ways_to_open(a.kind, a.municipality.country) for a in agencies}
        offered = {way for ways in self.ways.values() for way in ways}
        self._offer("agency", [(str(a.pk), a.name) for a in agencies])
        self._offer("kind", [(way, label) for way, label in Case.Kind.choices if way in offered])

    def clean(self) -> dict:
        """Refuse a way of working that is not the agency's, and a consultation in one that begins with a person."""
        data = super().clean() or {}
        kind = data.get("kind")
        if kind and data.get("agency") and kind not in self.ways[data["agency"]]:
            self.add_error("kind", _("This agency does not open cases in this way of working."))
        if kind and kind not in BEGINS_WITHOUT_NAMES and data.get("consultation") == "yes":
            self.add_error("consultation", _("This way of working begins with a named person."))
        return data

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields[name].initial = choices[0][0]


class ConcernForm(forms.Form):
    """Page 3: why, and what others may read of it."""

    topic = forms.ChoiceField(
        label=_("What is the concern mostly about?"), choices=[(t.value, t.label) for t in Topic if t != Topic.PLAN]
    )
    concern = forms.CharField(
        label=_("What has been noticed?"),
        max_length=4000,
        widget=LongText(limit=4000),
        help_text=_("Becomes the first note of your own agency. Nobody else reads it unless you share it."),
    )
    title = forms.CharField(
        label=_("Neutral title"),
        max_length=120,
        help_text=_("For example: Support in school. No name and nothing that tells who it is about."),
    )
    purpose = forms.CharField(
        label=_("Purpose of working together"),
        max_length=300,
        widget=LongText(limit=300, rows=3),
        help_text=_("Invited agencies read this before they answer. No names here either."),
    )

    def __init__(self, *args: Any, names: set[str], nameless: bool, placeless: bool = False, **kwargs: Any) -> None:
        """Know the names that may not appear, in a consultation not even in the concern, and whether no place may."""
        super().__init__(*args, **kwargs)
        self.names, self.nameless, self.placeless = names, nameless, placeless

    def clean_title(self) -> str:
        """Refuse names and identity numbers."""
        return self._neutral("title")

    def clean_purpose(self) -> str:
        """Refuse names and identity numbers."""
        return self._neutral("purpose")

    def clean_concern(self) -> str:
        """Refuse names and identity numbers where nobody may be named."""
        text = self._placeless("concern")
        return self._neutral("concern") if self.nameless else text

    def _placeless(self, field: str) -> str:
        text = self.cleaned_data[field]
        if self.placeless and tells_where(text):
            raise told_where()
        return text

    def _neutral(self, field: str) -> str:
        text = self._placeless(field)
        words = set(re.findall(r"[^\W\d_]+", text.casefold()))
        if words & self.names or any(f"{name}s" in words for name in self.names):
            raise ValidationError(_("Take the name out. Nothing here may tell who the case is about."))
        if NUMBER.search(text):
            raise ValidationError(_("Take the identity number out. Nothing here may tell who the case is about."))
        return text


class NextForm(forms.Form):
    """Page 4: what happens next, and what must not wait."""

    understood = forms.BooleanField(
        label=_("I know that a report of concern is made at once, whatever happens in this case"),
        error_messages={"required": _("Tick the box to show that you have read about urgent danger.")},
    )
