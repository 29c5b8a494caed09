"""The form in which a municipality writes the extra questions of a step."""

import secrets
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import LongText
from coordination.forms.rows import Rows
from coordination.rules.questions import CHOICE, LONGEST, MOST, SHORT, SORTS, Question
from coordination.rules.wording import LANGUAGES, own_language
from workflows.ways.forms import SettingForm


class QuestionRow(forms.Form):
    """One question: its words in each language, how it is answered, and its list if it has one."""

    code = forms.RegexField(r"^q[0-9a-f]{6}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        """Want the words in the ``own`` language, and offer the others."""
        super().__init__(*args, **kwargs)
        self.languages = sorted(LANGUAGES, key=lambda language: language != own)
        for language in self.languages:
            label = _("The question (%(language)s)") % {"language": LANGUAGES[language]}
            self.fields[f"label_{language}"] = forms.CharField(
                label=label, max_length=LONGEST, required=language == own
            )
        self.fields["sort"] = forms.ChoiceField(label=_("How is it answered?"), choices=list(SORTS.items()))
        self.fields["required"] = forms.BooleanField(label=_("It must be answered"), required=False)
        for language in self.languages:
            label = _("The list, one option a line (%(language)s)") % {"language": LANGUAGES[language]}
            self.fields[f"options_{language}"] = forms.CharField(
                label=label, required=False, max_length=2000, widget=LongText(rows=3)
            )

    @property
    def words(self) -> list[Any]:
        """The fields of the question's words."""
        return [self[f"label_{language}"] for language in self.languages]

    @property
    def lists(self) -> list[Any]:
        """The fields of its options."""
        return [self[f"options_{language}"] for language in self.languages]

    @property
    def shows_lists(self) -> bool:
        """Whether the lists are shown open."""
        return self["sort"].value() == CHOICE

    @property
    def own_words(self) -> Any:
        """The question as typed in the own language."""
        return self[f"label_{self.languages[0]}"].value() or ""

    def question(self) -> Question:
        """Return the question that was typed."""
        data = self.cleaned_data
        options = {language: _lines(data[f"options_{language}"]) for language in self.languages}
        return Question(
            code=data["code"] or f"q{secrets.token_hex(3)}",
            label={language: data[f"label_{language}"] for language in self.languages if data[f"label_{language}"]},
            sort=data["sort"],
            required=data["required"],
            options={language: lines for language, lines in options.items() if lines} if data["sort"] == CHOICE else {},
        )

    @classmethod
    def typed(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Return a stored question as the fields show it."""
        question = Question.read(row)
        found: dict[str, Any] = {"code": question.code, "sort": question.sort, "required": question.required}
        found |= {f"label_{language}": words for language, words in question.label.items()}
        return found | {f"options_{language}": "\n".join(lines) for language, lines in question.options.items()}


class WhenForm(SettingForm):
    """From which day, and why."""

    def initial_of(self, now: Any) -> dict[str, Any]:
        """Nothing of it is in force before."""
        return {}


class QuestionsForm:
    """All questions of a step, with the day and the reason; it acts as one form."""

    template = "workflows/ways/questions.html"

    def __init__(self, data: Any = None, *, place: Any, now: Any = None) -> None:
        """Begin with the questions in force ``now``."""
        self.when = WhenForm(data, place=place)
        shown = [QuestionRow.typed(row) for row in now or ()] or [{}]
        options = {"own": own_language(place)}
        self.rows = Rows(QuestionRow, "question", data=data, initial=shown, blank={"sort": SHORT}, options=options)
        self.is_bound = data is not None

    def forms(self) -> Iterator[Any]:
        """Yield every form of the page."""
        yield from (*self.rows.forms, self.when)

    def is_valid(self) -> bool:
        """Say whether everything typed is right; all is judged, so that each shows its errors."""
        judged = [self.rows.is_valid(), self.when.is_valid()]
        return all(judged)

    @property
    def errors(self) -> bool:
        """Whether anything is wrong."""
        return any(form.errors for form in self.forms())

    @property
    def fields(self) -> dict[str, Any]:
        """The fields to which a refusal can point."""
        return self.when.fields

    def add_error(self, field: str | None, error: ValidationError) -> None:
        """Show why the action refused."""
        self.when.add_error(field, error)

    def details(self) -> dict[str, Any]:
        """Return what `set_questions` takes."""
        filled = [form for form in self.rows.forms if form.has_changed()]
        said = self.when.cleaned_data
        rows = [form.question().row() for form in filled]  # type: ignore[attr-defined]
        return {"value": rows, "from_day": said["from_day"], "why": said["why"]}

    def press(self, data: Any) -> bool:
        """Add or take away a row, if its button was pressed, keeping all that was typed."""
        if not self.rows.pressed(data):
            return False
        self.rows.press(data)
        self.when.is_bound, self.when.initial = False, {name: self.when[name].data for name in self.when.fields}
        return True

    @property
    def may_add(self) -> bool:
        """Whether there may be one more."""
        return self.rows.count < MOST


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


LEAD = gettext_lazy("They are asked at the end of the step’s form, and the answers are kept with what the step made.")
