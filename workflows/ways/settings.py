"""What can be set of a way of working and of each kind of its steps: the form, the action, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.agencies.models import Agency
from coordination.rules import own
from coordination.rules.questions import ASK_NOTHING, CHOICE, SORTS, Question, set_questions
from coordination.rules.setting import HEARERS, set_days
from coordination.rules.wording import LANGUAGES
from workflows.ways import forms
from workflows.ways.questions import LEAD, QuestionsForm

Words = list[tuple[str, str, str]]  # Key, label and text of each thing that a value says.
HEARS = {
    "contact": gettext_lazy("Agency contact"),
    "escalate": gettext_lazy("Unit manager"),
    "coordinator": gettext_lazy("Coordinator"),
}


@dataclass(frozen=True)
class Setting:
    """One thing that a municipality can set. ``part`` ends the code of its rule; empty: the days of a kind of step."""

    part: str
    title: Any
    lead: Any
    form: Any
    put: Callable
    words: Callable[[Any], Words]
    of_step: bool = True

    def fits(self, node: Any) -> bool:
        """Say whether it can be set of a step."""
        if self.part == own.LEFT_OUT:
            return bool(node.optional)
        return self.part != own.QUESTIONS or node.name not in ASK_NOTHING

    def code(self, way: str, kind: str = "") -> str:
        """Return the code of its rule."""
        return ".".join(name for name in (way, kind, self.part) if name)


def days_in_words(value: Any) -> Words:
    """Say how long a step may take, and who hears of it when."""
    if not value:
        return []
    last = ngettext("%(n)s day", "%(n)s days", value["days"]) % {"n": value["days"]}
    before = ngettext("%(n)s day before", "%(n)s days before", value["remind"]) % {"n": value["remind"]}
    rows = [("days", _("Days until the last day"), last), ("remind", _("Reminder"), before)]
    return [*rows, *((who, str(HEARS[who]), after(value.get(who))) for who in HEARERS)]


def after(days: int | None) -> str:
    """Say after how many days somebody hears that a step is late."""
    return _("Is not told") if days is None else ngettext("%(n)s day after", "%(n)s days after", days) % {"n": days}


def text_in_words(value: Any) -> Words:
    """Say what the municipality writes at the top of a step."""
    return [(code, str(label), value[code]) for code, label in LANGUAGES.items() if value and value.get(code)]


def questions_in_words(value: Any) -> Words:
    """Say what is asked besides in a step, and how it is answered."""
    return [(question.code, _("Question"), _asked(question)) for question in map(Question.read, value or ())]


def left_out_in_words(value: Any) -> Words:
    """Say whether a step is left out."""
    return [("step", _("The step"), _("Is left out") if value else _("Is done"))]


def ages_in_words(value: Any) -> Words:
    """Say for which ages a way of working is."""
    names = (("from", _("From which age?")), ("to", _("Up to and with which age?")))
    return [(name, label, str((value or {}).get(name, _("No limit")))) for name, label in names]


def agencies_in_words(value: Any) -> Words:
    """Say which kinds of agency are proposed."""
    kinds = Agency.Kind.values if value is None else value
    names = [str(Agency.Kind(kind).label) for kind in kinds]
    return [("kinds", _("Proposed when inviting"), ", ".join(names) or _("None"))]


def differences(before: Words, now: Words) -> list[dict[str, str]]:
    """Return what was and what becomes, where it is not the same."""
    old, new = ({key: (label, text) for key, label, text in words} for words in (before, now))
    found = []
    for key in {**old, **new}:
        (old_label, was), (label, becomes) = old.get(key, ("", "")), new.get(key, ("", ""))
        if was != becomes:
            found.append({"label": label or old_label, "before": was, "after": becomes})
    return found


def _asked(question: Question) -> str:
    how = [str(SORTS[question.sort]), _("must be answered") if question.required else _("may be left empty")]
    options = f": {', '.join(question.choices)}" if question.sort == CHOICE else ""
    return f"{question.words} ({', '.join(how)}{options})"


SETTINGS: dict[str, Setting] = {
    "days": Setting(
        "",
        gettext_lazy("Days, and who hears when it is late"),
        gettext_lazy("How long the step may take, and when people hear that time runs out."),
        forms.DaysForm,
        set_days,
        days_in_words,
    ),
    "leave-out": Setting(
        own.LEFT_OUT,
        gettext_lazy("Leave the step out"),
        gettext_lazy("This step is not wanted by law. A case that has come beyond it is not touched."),
        forms.LeaveOutForm,
        own.leave_out,
        left_out_in_words,
    ),
    "text": Setting(
        own.TEXT,
        gettext_lazy("Own text"),
        gettext_lazy("Stands at the top of the step’s form, for everybody who does the step."),
        forms.TextForm,
        own.set_text,
        text_in_words,
    ),
    "questions": Setting(
        own.QUESTIONS, gettext_lazy("Extra questions"), LEAD, QuestionsForm, set_questions, questions_in_words
    ),
    "ages": Setting(
        own.AGES,
        gettext_lazy("Ages"),
        gettext_lazy("For whom the way of working is. Whoever opens a case for somebody else is warned."),
        forms.AgesForm,
        own.set_ages,
        ages_in_words,
        of_step=False,
    ),
    "agencies": Setting(
        own.AGENCIES,
        gettext_lazy("Agencies proposed when inviting"),
        gettext_lazy("They are ticked beforehand when agencies are invited."),
        forms.AgenciesForm,
        own.set_agencies,
        agencies_in_words,
        of_step=False,
    ),
}
OF_STEP = {name: setting for name, setting in SETTINGS.items() if setting.of_step}
OF_WAY = {name: setting for name, setting in SETTINGS.items() if not setting.of_step}
