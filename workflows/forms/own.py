"""What a municipality adds to the form of a kind of step: its own words at the top, its own questions at the end."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.forms import LongText, RadioCards
from coordination.people.places import tells_where
from coordination.people.protecting import hides_where, told_where
from coordination.rules.models import Rule
from coordination.rules.own import of_step
from coordination.rules.questions import ASK_NOTHING, CHOICE, LONG, YES_NO, Question
from coordination.rules.wording import spoken

ANSWERS = (("yes", _("Yes")), ("no", _("No")))
SHORTEST, LONGEST = 200, 2000


class OwnPart(forms.Form):
    """The municipality's questions of one step, as they were when the step was asked for."""

    def __init__(self, *args: Any, rule: Rule, case: Any, **kwargs: Any) -> None:
        """Ask what ``rule`` says."""
        kwargs |= {"prefix": "own", "use_required_attribute": False}
        super().__init__(*args, **kwargs)
        self.rule, self.case = rule, case
        self.questions = {q.code: q for q in map(Question.read, rule.value)}
        self.fields.update({code: _field(question) for code, question in self.questions.items()})

    def clean(self) -> dict:
        """Refuse what tells where a protected person is."""
        data = super().clean() or {}
        telling = [code for code, text in data.items() if tells_where(str(text))]
        if telling and hides_where(self.case):
            for code in telling:
                self.add_error(code, told_where())
        return data

    @property
    def answered(self) -> list[tuple[Question, str]]:
        """Each question that has an answer, and the answer in words."""
        said = ((question, self.cleaned_data.get(code)) for code, question in self.questions.items())
        return [(question, _in_words(question, answer)) for question, answer in said if answer]

    @property
    def text(self) -> str:
        """Questions and answers, to be read."""
        return "\n\n".join(f"{question.words}\n{answer}" for question, answer in self.answered)

    @property
    def facts(self) -> dict[str, Any]:
        """What was asked, in which version, and what was answered, as it is kept with the answer."""
        answers = {question.code: self.cleaned_data[question.code] for question, _words in self.answered}
        version = {"rule": self.rule.pk, "from": self.rule.valid_from.isoformat()}
        return {"own": {**version, "asked": self.rule.value, "answers": answers}}


def own_rules(step: Any, way: str) -> dict[str, Rule]:
    """Return the municipality's words and questions that a step was asked for with."""
    asked = timezone.localdate(step.requested_at)
    return of_step(way, step.kind, step.case.municipality, on=asked)


def own_words(rule: Rule | None) -> str:
    """Return the municipality's words at the top of a step, in the reader's language."""
    return str(spoken(rule.value)) if rule else ""


def own_part(rule: Rule | None, step: Any, data: Any) -> OwnPart | None:
    """Return the questions of a step as a part of its form, if there are any."""
    if rule is None or not rule.value or step.kind in ASK_NOTHING:
        return None
    return OwnPart(data, rule=rule, case=step.case)


def _field(question: Question) -> forms.Field:
    more: dict[str, Any] = {"label": question.words, "required": question.required}
    if question.sort == YES_NO:
        return forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect, **more)
    if question.sort == CHOICE:
        options = [(str(number), text) for number, text in enumerate(question.choices)]
        return forms.ChoiceField(choices=options, widget=RadioCards, **more)
    if question.sort == LONG:
        return forms.CharField(max_length=LONGEST, widget=LongText(LONGEST, rows=3), **more)
    return forms.CharField(max_length=SHORTEST, **more)


def _in_words(question: Question, answer: str) -> str:
    if question.sort == YES_NO:
        return str(dict(ANSWERS)[answer])
    return question.choices[int(answer)] if question.sort == CHOICE else answer
