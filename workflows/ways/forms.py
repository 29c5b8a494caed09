"""The forms in which a municipality sets a way of working: from a day to come, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.rules.own import LONGEST_TEXT, OLDEST
from coordination.rules.setting import HEARERS, LATEST, LONGEST
from coordination.rules.wording import LANGUAGES, own_language


class SettingForm(forms.Form):
    """What every setting has: its first day, and why."""

    from_day = forms.DateField(
        label=_("From which day?"),
        widget=DateInput,
        help_text=_("A day after today. Steps that are asked for before it keep what they were asked for with."),
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=LongText(200, rows=2),
        help_text=_("Everybody reads this on the page of the way of working. Write nothing about a case."),
    )

    def __init__(self, *args: Any, place: Any, now: Any = None, **kwargs: Any) -> None:
        """Set for ``place``; begin with what is in force ``now``."""
        kwargs["initial"] = self.initial_of(now)
        super().__init__(*args, **kwargs)
        self.place = place
        for name in ("from_day", "why"):  # Asked last.
            self.fields[name] = self.fields.pop(name)

    def initial_of(self, now: Any) -> dict[str, Any]:
        """Return what the fields begin with, of the value in force."""
        return dict(now or {})

    def value(self) -> Any:
        """Return the value that is set."""
        raise NotImplementedError

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {"value": self.value(), "from_day": data["from_day"], "why": data["why"]}


class DaysForm(SettingForm):
    """How many days, and who hears of it when."""

    days = forms.IntegerField(label=_("Days until the last day"), min_value=1, max_value=LONGEST)
    remind = forms.IntegerField(label=_("Reminder, days before the last day"), min_value=0, max_value=LATEST)
    contact = forms.IntegerField(
        label=_("Agency contact is told, days after the last day"),
        min_value=0,
        max_value=LATEST,
        required=False,
        help_text=_("Left empty, the agency contact is not told."),
    )
    escalate = forms.IntegerField(
        label=_("Unit manager is told, days after the last day"),
        min_value=0,
        max_value=LATEST,
        required=False,
        help_text=_("Left empty, the unit manager is not told."),
    )
    coordinator = forms.IntegerField(
        label=_("Coordinator is told, days after the last day"),
        min_value=0,
        max_value=LATEST,
        required=False,
        help_text=_("Left empty, the coordinator is not told."),
    )

    def value(self) -> dict[str, int]:
        """Return the days, and whoever hears."""
        data = self.cleaned_data
        return {name: data[name] for name in ("days", "remind", *HEARERS) if data[name] is not None}


class TextForm(SettingForm):
    """What is said at the top of the step, in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the municipality's own language first."""
        super().__init__(*args, **kwargs)
        own = own_language(self.place)
        words = {language: self._words(language) for language in sorted(LANGUAGES, key=lambda code: code != own)}
        self.fields = {**words, **self.fields}
        self.fields[own].help_text = _("Leave every language empty to say nothing.")

    def value(self) -> dict[str, str]:
        """Return the words by language."""
        return {language: self.cleaned_data[language] for language in LANGUAGES}

    def _words(self, language: str) -> forms.Field:
        label = gettext("Text in the step (%(language)s)") % {"language": LANGUAGES[language]}
        return forms.CharField(
            label=label, required=False, max_length=LONGEST_TEXT, widget=LongText(LONGEST_TEXT, rows=3)
        )


class LeaveOutForm(SettingForm):
    """Whether the step is left out."""

    step = forms.ChoiceField(
        label=_("Shall the step be done?"),
        choices=[("do", _("Yes, it is part of how we work")), ("leave", _("No, leave it out"))],
        widget=RadioCards(hints={"leave": _("The case goes on without it. A step that is open stays open.")}),
    )

    def initial_of(self, now: Any) -> dict[str, Any]:
        """Begin with whether it is left out now."""
        return {"step": "leave" if now else "do"}

    def value(self) -> bool:
        """Return whether it is left out."""
        return self.cleaned_data["step"] == "leave"


class AgesForm(SettingForm):
    """For whom the way of working is."""

    first = forms.IntegerField(label=_("From which age?"), required=False, min_value=0, max_value=OLDEST)
    last = forms.IntegerField(
        label=_("Up to and with which age?"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_("Left empty there is no limit. Who opens a case for somebody else is warned, not stopped."),
    )

    def initial_of(self, now: Any) -> dict[str, Any]:
        """Begin with the ages in force."""
        return {"first": (now or {}).get("from"), "last": (now or {}).get("to")}

    def value(self) -> dict[str, int]:
        """Return the ages that are set."""
        data = {"from": self.cleaned_data["first"], "to": self.cleaned_data["last"]}
        return {name: age for name, age in data.items() if age is not None}


class AgenciesForm(SettingForm):
    """Which kinds of agency are ticked beforehand."""

    kinds = forms.MultipleChoiceField(
        label=_("Which agencies are proposed when agencies are invited?"),
        choices=Agency.Kind.choices,
        required=False,
        widget=CheckboxCards,
        help_text=_("They are ticked beforehand as far as they can be invited at all. Nobody is shut out."),
    )

    def initial_of(self, now: Any) -> dict[str, Any]:
        """Begin with the kinds in force."""
        return {"kinds": Agency.Kind.values if now is None else now}

    def value(self) -> list[str]:
        """Return the kinds ticked."""
        return list(self.cleaned_data["kinds"])
