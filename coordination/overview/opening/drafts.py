"""An opening in the making: everything typed is kept in its draft row, and goes when it is opened or thrown away."""

from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from coordination.agencies.models import User
from coordination.cases.actions import open_case
from coordination.cases.models import Case, CaseDraft
from coordination.overview.opening.forms import BeginForm, ConcernForm, NextForm
from coordination.people.forms import PersonForm, PossiblePersonForm
from coordination.people.models import Person
from coordination.people.places import without_places
from coordination.people.protecting import HIDES_WHERE, WHERE_THEY_ARE
from coordination.sharing.actions import write_entry
from permissions import policy

BEGIN, PEOPLE, CONCERN, NEXT, CHECK = range(1, 6)
FORM_PAGES = (BEGIN, PEOPLE, CONCERN, NEXT)
LEAVE_OUT = {"csrfmiddlewaretoken", "continue", "back", "later", "more", "version"}
MOST_GUARDIANS = 4


class Opening:
    """A draft with its forms: as typed so far, or checked."""

    def __init__(self, draft: CaseDraft, user: User) -> None:
        self.draft, self.user = draft, user
        self.agencies = policy.agencies_to_open_for(user)

    @property
    def is_consultation(self) -> bool:
        """Whether it begins without names."""
        return self.typed(BEGIN).get("consultation") == "yes"

    @property
    def kind(self) -> str:
        """The way of working chosen."""
        return str(self.typed(BEGIN).get("kind", ""))

    @property
    def hides_where(self) -> bool:
        """Whether nobody's whereabouts are kept, by the way of working."""
        return self.kind in HIDES_WHERE

    @property
    def agency(self) -> Any:
        """The agency chosen, or the first possible one."""
        chosen = self.typed(BEGIN).get("agency")
        return next((a for a in self.agencies if str(a.pk) == chosen), next(iter(self.agencies), None))

    @property
    def guardians(self) -> int:
        """How many guardians the page asks for."""
        number = self.draft.data.get("guardians", 2)
        return min(max(int(number), 1), MOST_GUARDIANS)

    def typed(self, page: int) -> QueryDict:
        """Return what was typed on a page, as it was posted."""
        posted = QueryDict(mutable=True)
        for name, values in self.draft.data.get(str(page), {}).items():
            posted.setlist(name, values)
        return posted

    def keep(self, page: int, posted: QueryDict, *, reached: int | None = None) -> None:
        """Keep what was typed on a page, right or wrong."""
        kept = {k: v for k, v in posted.lists() if k not in LEAVE_OUT}
        self.draft.data[str(page)] = self._without_places(_without_where(kept, everybody=self.hides_where))
        self.draft.page = max(self.draft.page, reached or page)
        self.draft.save()

    def add_guardian(self) -> None:
        """Ask for one guardian more."""
        self.draft.data["guardians"] = self.guardians + 1
        self.draft.save()

    def forms(self, page: int, *, checked: bool = False) -> list[Form]:
        """Return the forms of a page, filled with what was typed; ``checked`` makes them tell what is wrong."""
        begun = str(page) in self.draft.data
        data = self.typed(page) if begun else None
        found = self._make(page, data if checked else None)
        for form in found if begun and not checked else ():
            if _was_shown(form, data):
                form.initial = _as_typed(form, data)
        return found

    def first_wrong(self) -> int | None:
        """Return the first page that is not right, or None."""
        for page in FORM_PAGES:
            found = self.forms(page, checked=True)
            if not all(form.is_bound and form.is_valid() for form in found) or same_people(found):
                return page
        return None

    def people(self) -> list[dict]:
        """Return the checked details of the child and the guardians."""
        if self.is_consultation:
            return []
        found = self.forms(PEOPLE, checked=True)
        return [f.details() for f in found if f.is_valid() and f.has_changed()]  # type: ignore[attr-defined]

    def _make(self, page: int, data: QueryDict | None) -> list[Form]:
        if page == BEGIN:
            return [BeginForm(data, agencies=self.agencies)]
        if page == CONCERN:
            return [
                ConcernForm(
                    data, names=self._names(), nameless=self.is_consultation, placeless=self._must_be_placeless()
                )
            ]
        if page == NEXT:
            return [NextForm(data)]
        return [] if self.is_consultation else self._people_forms(data)

    def _people_forms(self, data: QueryDict | None) -> list:
        country = self.agency.municipality.country if self.agency else ""
        child = PersonForm(data, prefix="child", country=country, role=Person.Role.CHILD)
        return [child] + [
            PossiblePersonForm(data, prefix=f"guardian{n}", country=country, role=Person.Role.GUARDIAN)
            for n in range(1, self.guardians + 1)
        ]

    def _must_be_placeless(self) -> bool:
        typed = self.typed(PEOPLE)
        return self.hides_where or any(n.endswith("-protection") and typed[n] != "none" for n in typed)

    def _without_places(self, kept: dict[str, Any]) -> dict[str, Any]:
        if not self._must_be_placeless():
            return kept
        return {name: [without_places(text) for text in texts] for name, texts in kept.items()}

    def _names(self) -> set[str]:
        typed = self.typed(PEOPLE)
        fields = [n for n in typed if n.endswith(("given_name", "family_name"))]
        return {word.casefold() for n in fields for word in str(typed[n]).replace("-", " ").split() if len(word) > 1}


def _without_where(typed: dict[str, Any], *, everybody: bool) -> dict[str, Any]:
    """Return what was typed less where a protected person (or ``everybody``) is: no unfinished opening keeps that."""
    said = {k.removesuffix("protection"): v for k, v in typed.items() if k.endswith("-protection")}
    protected = [prefix for prefix, v in said.items() if everybody or v != ["none"]]
    where = {f"{prefix}{name}" for prefix in protected for name in WHERE_THEY_ARE}
    return {k: [""] if k in where else v for k, v in typed.items()}


def same_people(found: list[Form]) -> bool:
    """Say on the later of two forms with the same identity number that it is there already."""
    seen: set[str] = set()
    for form in found:
        number = getattr(form, "cleaned_data", {}).get("identity_number")
        if number and number in seen:
            form.add_error("identity_number", _("Another person on this page has the same identity number."))
            return True
        seen.add(number or "")
    return False


@transaction.atomic
def open_from(draft: CaseDraft, *, by: User) -> Case:
    """Open the case the draft tells, write the concern as the agency's first note, and forget the draft.

    For a draft of which `Opening.first_wrong` is None.
    """
    opening = Opening(draft, by)
    begin, concern = opening.typed(BEGIN), opening.forms(CONCERN, checked=True)[0]
    concern.is_valid()
    told = concern.cleaned_data
    case = open_case(
        by=by,
        agency=opening.agency,
        title=told["title"],
        purpose=told["purpose"],
        people=opening.people(),
        kind=str(begin["kind"]),
        consultation=opening.is_consultation,
        child_role=str(begin.get("child_role") or Case.ChildRole.AT_RISK),
    )
    write_entry(
        case,
        by=by,
        agency=opening.agency,
        kind="note",
        topic=told["topic"],
        title=_("The concern when the case was opened"),
        text=told["concern"],
    )
    draft.delete()
    return case


def _was_shown(form: Form, data: QueryDict | None) -> bool:
    """Say whether the form was on the page when it was posted: a guardian added since keeps its first values."""
    return not form.prefix or any(name.startswith(f"{form.prefix}-") for name in data or ())


def _as_typed(form: Form, data: QueryDict | None) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
