"""The extra questions that a municipality asks in a kind of step."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.rules.models import Rule
from coordination.rules.setting import store
from coordination.rules.wording import must_be_written, own_language, spoken

SHORT, LONG, YES_NO, CHOICE = "short", "long", "yes_no", "choice"
SORTS = {
    SHORT: gettext_lazy("A short text"),
    LONG: gettext_lazy("A long text"),
    YES_NO: gettext_lazy("Yes or no"),
    CHOICE: gettext_lazy("One of a list"),
}
MOST, MOST_OPTIONS, LONGEST = 5, 12, 160
# Kinds of step that can hold no more than what their form asks: who answers an invitation is not in the case yet, a
# consultation has no names, and the police's word on a threat has no free text.
ASK_NOTHING = frozenset({"answer", "consult", "threat", "renew_threat"})


@dataclass(frozen=True)
class Question:
    """One question: its key, which stays when its words change; its words and its options by language."""

    code: str
    label: dict[str, str]
    sort: str
    required: bool = False
    options: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Question":
        """Return a question as it is stored."""
        return cls(row["code"], row["label"], row["sort"], bool(row.get("required")), row.get("options") or {})

    def row(self) -> dict[str, Any]:
        """Return the question to be stored."""
        found: dict[str, Any] = {"code": self.code, "label": self.label, "sort": self.sort, "required": self.required}
        return found | ({"options": self.options} if self.sort == CHOICE else {})

    @property
    def words(self) -> str:
        """The question in the reader's language."""
        return str(spoken(self.label))

    @property
    def choices(self) -> list[str]:
        """The options in the reader's language."""
        return list(spoken(self.options) or [])


@transaction.atomic
def set_questions(
    code: str, municipality: Any, *, by: Any, value: list[dict[str, Any]], from_day: date, why: str
) -> Rule:
    """Set the extra questions of a kind of step (rows of `Question`), as `store` does; none ends them.

    Raises ValidationError besides for a kind that takes none, too many, a
    question without words in the municipality's own language, or a list whose
    languages have not equally many options.
    """
    if code.split(".")[1] in ASK_NOTHING:
        raise ValidationError(_("This step takes no extra questions."))
    questions = [Question.read(row) for row in value]
    if len(questions) > MOST:
        raise ValidationError(_("At most %(number)s questions.") % {"number": MOST})
    if len({question.code for question in questions}) < len(questions):
        raise ValidationError(_("Two of the questions are the same."))
    for question in questions:
        _judge(question, municipality)
    rows = [question.row() for question in questions]
    return store(code, municipality, by=by, value=rows, from_day=from_day, why=why)


def _judge(question: Question, municipality: Any) -> None:
    must_be_written(question.label, municipality, longest=LONGEST)
    if question.sort not in SORTS:
        raise ValidationError(_("Choose how the question is answered."))
    if question.sort != CHOICE:
        return
    number = len(question.options.get(own_language(municipality), ()))
    if not 2 <= number <= MOST_OPTIONS:
        raise ValidationError(_("A list has between 2 and %(number)s options, one a line.") % {"number": MOST_OPTIONS})
    if any(len(texts) != number for texts in question.options.values()):
        raise ValidationError(_("The list must have equally many options in every language in which it is written."))
    if any(len(text) > LONGEST for texts in question.options.values() for text in texts):
        raise ValidationError(_("Keep it under %(number)s characters.") % {"number": LONGEST})
