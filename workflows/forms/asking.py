"""Steps that ask some questions and keep the answers as one note of the own agency."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from coordination.forms import LongText
from coordination.people.models import Person
from coordination.people.queries import age_of
from coordination.reports.queries import readable
from workflows.forms.base import Part, StepForm, spoken


class AskedForm(StepForm):
    """The form of a step that asks ``asks``; what is answered is kept as a note, word by word and as data.

    The outcome is the answer to the question ``outcome``, if there is one.
    """

    asks: ClassVar[type[forms.Form]]
    topic: ClassVar[str] = "home"
    template = "workflows/forms/reported.html"

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": self.asks(data, **self.options())}

    def options(self) -> dict[str, Any]:
        """Return what the form needs to know of the case."""
        return {}

    def apply(self, run: Any) -> str:
        """Keep the answers in the own agency, and do what the step does besides."""
        outcome = self.said.get("outcome") or "done"
        self.write(written(self.main), topic=self.topic, data=kept(self.said))
        self.do(run, outcome)
        return outcome

    def do(self, run: Any, outcome: str) -> None:
        """Do what completing the step does besides keeping the answers."""

    @property
    def reports(self) -> list:
        """The reports of the case that may be read, newest first, to be linked to."""
        return list(readable(self.user).filter(children__case=self.case).distinct().order_by("-arrived_at"))

    @property
    def child_age(self) -> int | None:
        """How old the child is, in whole years; None if nobody knows."""
        return age_of(self.case.people.filter(role=Person.Role.CHILD).first())


def written(form: forms.Form) -> str:
    """Return what was answered as text: each question with its answer, but for those left empty."""
    lines = ((field.label, spoken(field)) for field in form.visible_fields())
    return "\n\n".join(f"{label}\n{answer}" for label, answer in lines if answer)


def kept(said: dict[str, Any]) -> dict[str, Any]:
    """Return answers as they are kept as data: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items() if value}


def text(label: Any, *, limit: int = 4000, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a question that is answered with a text."""
    widget = LongText(limit, rows=rows)
    return forms.CharField(label=label, max_length=limit, widget=widget, required=required, help_text=hint)


def needs(form: forms.Form, name: str, words: Any) -> None:
    """Say beside a question that it must be answered, if it is not."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, words or _("Answer this."))
