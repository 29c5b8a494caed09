"""What every form of a step has in common: its parts, its draft, and who will read what is written."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import FormError, list_errors
from coordination.forms.refusals import add_refusal
from coordination.forms.rows import Rows
from coordination.rules.own import QUESTIONS, TEXT
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act
from workflows import graph
from workflows.flows import flow_of
from workflows.forms.notices import notice_of
from workflows.forms.own import own_part, own_rules, own_words

NOT_TYPED = {"csrfmiddlewaretoken", "version", "keep", "draft", "preview"}
Part = Any  # A Django form, or `Rows` of them; what a part can do besides is its form's own business.


class StepForm:
    """The form of one kind of step: one or more Django forms and rows of forms, posted together.

    A subclass makes its ``parts`` and says in `apply` what completing the step
    does. ``data`` is what was typed; with ``quiet`` it is shown again without
    being judged, as a draft is.
    """

    kind: ClassVar[str]
    lead: ClassVar[Any] = ""
    submit: ClassVar[Any] = gettext_lazy("Complete the step")
    template: ClassVar[str] = "workflows/forms/plain.html"
    audience: ClassVar[str] = "own"  # own: the own agency; all: everybody in the case; chosen: see `chosen_readers`
    outcomes: ClassVar[dict[str, Any]] = {}
    family: ClassVar[str] = (
        ""  # What child and guardians are in the step: heard, told, or nothing. For the page of a way.
    )

    def __init__(self, step: Any, user: Any, data: Any = None, *, quiet: bool = False) -> None:
        self.step, self.case, self.user, self.data = step, step.case, user, data
        self.parts: dict[str, Part] = self.make(data)
        if own := own_part(self.own_rules.get(QUESTIONS), step, data):
            self.parts["own"] = own
        if quiet and data is not None:
            for form in self.forms():
                hush(form)

    def make(self, data: Any) -> dict[str, Part]:
        """Return the parts of the form by name, bound to ``data`` if given."""
        raise NotImplementedError

    def apply(self, run: Any) -> str:
        """Do what completing the step does, by domain actions only, and return the outcome."""
        raise NotImplementedError

    def carry_out(self, run: Any) -> str:
        """Keep the answers to the municipality's questions, then do what completing the step does.

        In this order: the work itself may end what lets them be written.
        """
        if own := self.parts.get("own"):
            title = _("Questions of %(place)s") % {"place": self.case.municipality}
            self.write(own.text, title=title[:120], data=own.facts, share_with=self.own_readers())
        return self.apply(run)

    @cached_property
    def own_rules(self) -> dict[str, Any]:
        """The municipality's words and questions that this step was asked for with."""
        return own_rules(self.step, self.flow.rules)

    @property
    def own_words(self) -> str:
        """What the municipality says at the top of this step."""
        return own_words(self.own_rules.get(TEXT))

    def own_readers(self) -> list:
        """Return the other agencies that read the answers to the municipality's questions: none, unless chosen."""
        return []

    @property
    def main(self) -> Any:
        """The part that belongs to the whole step."""
        return self.parts["main"]

    @property
    def said(self) -> dict[str, Any]:
        """What the main part says, once valid."""
        return self.main.cleaned_data

    @cached_property
    def flow(self) -> Any:
        """The flow of the case's way of working."""
        return flow_of(self.case)

    def drawn(self, choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Narrow the choices of an outcome to those for which the flow draws a way."""
        ways = graph.ways(self.flow, self.kind)
        return [(value, label) for value, label in choices if value in ways]

    @property
    def notice(self) -> Any:
        """What to mind in this step, by the way of working."""
        return notice_of(self.case, self.kind)

    @property
    def possible(self) -> bool:
        """Whether the step can be done now; if not, its template says what comes first."""
        return True

    def forms(self) -> Iterator[forms.BaseForm]:
        """Yield every Django form of the page, in order."""
        for part in self.parts.values():
            yield from part.forms if isinstance(part, Rows) else [part]

    def fields(self) -> Iterator[BoundField]:
        """Yield every field that is shown."""
        for form in self.forms():
            yield from form.visible_fields()

    def is_valid(self) -> bool:
        """Say whether everything typed is right; all parts are judged, so that each shows its errors."""
        judged = [part.is_valid() for part in self.parts.values()]
        return all(judged) and self.check()

    def check(self) -> bool:
        """Judge what only the parts together can tell; adds its errors to them."""
        return True

    def refuse(self, error: ValidationError) -> None:
        """Show why an action refused, beside what was typed."""
        add_refusal(self.main, error)

    @property
    def errors(self) -> list[FormError]:
        """Everything to put right, in the order of the page."""
        return list_errors(self.forms())

    def press(self, data: Any) -> bool:
        """Do what a button that adds or takes away a row says. Returns whether one was pressed."""
        rows = [part for part in self.parts.values() if isinstance(part, Rows)]
        if not any(part.pressed(data) for part in rows):
            return False
        for part in rows:
            part.press(data)
        for form in self.forms():
            if form.is_bound:
                hush(form)
        return True

    def chosen_readers(self) -> list:
        """Return the agencies chosen to read what is written, as far as it can be told now."""
        return []

    def readers(self) -> tuple[list[str], list[str]]:
        """Say in words who will be able to read what is written, and who will not."""
        own, others = self.step.agency, self._other_agencies()
        people = policy.people_who_can(Act.VIEW, self.case, agency=own).order_by("first_name", "last_name")
        names = ", ".join(str(person) for person in people)
        can = [_("%(agency)s: %(people)s") % {"agency": own, "people": names} if names else str(own)]
        reading = {"all": others, "chosen": self.chosen_readers()}.get(self.audience, [])
        can += [_("%(agency)s, from the moment you complete the step") % {"agency": a} for a in reading]
        cannot = [_("%(agency)s does not see what you write") % {"agency": a} for a in others if a not in reading]
        return can, [*cannot, _("Agencies outside the case, and colleagues without access to it")]

    def write(self, text: str, *, title: str = "", topic: str = "plan", data: dict | None = None, **more: Any) -> Any:
        """Write an entry of the own agency for this step; an empty text writes nothing."""
        if not text.strip():
            return None
        return write_entry(
            self.case,
            by=self.user,
            agency=self.step.agency,
            kind=Entry.Kind.ANSWER,
            topic=topic,
            title=title or str(self.step.title),
            text=text.strip(),
            data=data,
            step=self.step,
            **more,
        )

    def _other_agencies(self) -> list:
        there = self.case.participations.filter(status="accepted").exclude(agency=self.step.agency)
        return [p.agency for p in there.select_related("agency").order_by("agency__name")]


def hush(form: Any) -> None:
    """Show a bound form as it was typed, without judging it."""
    form._errors = ErrorDict(renderer=form.renderer)
    form.cleaned_data = {}


def typed(data: QueryDict) -> dict[str, list[str]]:
    """Return what was typed as a draft keeps it. NUL, which no text has, is left out: the database refuses it."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in data.lists()
        if name not in NOT_TYPED
    }


def retyped(draft: Mapping[str, Iterable[str]]) -> QueryDict:
    """Return a draft as it was posted."""
    data = QueryDict(mutable=True)
    for name, values in draft.items():
        data.setlist(name, [str(v) for v in values] if isinstance(values, list) else [str(values)])
    return data


def spoken(field: BoundField) -> str:
    """Return the value of a field in words, for summaries and comparisons."""
    value = field.value()
    if value in (None, "", [], False):
        return ""
    if value is True or (field.widget_type == "checkbox" and value):
        return _("Yes")
    names = _names_of(field)
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names.get(str(v), str(v)) for v in values)


def _names_of(field: BoundField) -> dict[str, str]:
    names: dict[str, str] = {}
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            names |= {str(v): str(text) for v, text in label}
        else:
            names[str(value)] = str(label)
    return names
