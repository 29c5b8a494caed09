"""A sharing in the making: what its draft says, judged by what holds now."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import QueryDict

from coordination.agencies.models import Agency
from coordination.sharing import checking
from coordination.sharing.desk import forms
from coordination.sharing.desk.actions import Scope
from coordination.sharing.desk.models import ShareDraft
from coordination.sharing.desk.parts import Part, is_whole, parts_of
from coordination.sharing.grounds import offers
from coordination.sharing.models import Entry, LegalBasis
from coordination.sharing.queries import Cover
from permissions import policy
from permissions.roles import Act

WHAT, PARTS, GROUND, CONDITIONS, PREVIEW, CONFIRM = "what", "parts", "ground", "conditions", "preview", "confirm"
NO_ANSWERS = {"csrfmiddlewaretoken", "continue", "back"}


class Desk:
    """One draft, for its owner. Entries, agencies and grounds are looked up anew, through the policy."""

    def __init__(self, draft: ShareDraft, user: Any) -> None:
        self.draft, self.user, self.case, self.agency = draft, user, draft.case, draft.agency
        self._said: dict[str, dict[str, Any] | None] = {}

    @property
    def request(self) -> Any:
        """The request for information this answers, or None."""
        return self.draft.request

    @cached_property
    def own(self) -> QuerySet[Entry]:
        """The newest versions of what the agency has written in the case."""
        rows = Entry.objects.filter(case=self.case, agency=self.agency, excerpt_of=None, superseded_by=None)
        rows = policy.visible(self.user, Act.WRITE, rows)
        return rows.select_related("case__municipality", "agency", "document", "step").order_by("-written_at")

    @cached_property
    def others(self) -> QuerySet[Agency]:
        """The agencies of the case that can be given something: the asking one alone, if one has asked."""
        there = self.case.participations.filter(status="accepted").exclude(agency=self.agency)
        rows = Agency.objects.filter(pk__in=there.values("agency")).order_by("name")
        return rows.filter(pk=self.request.from_agency_id) if self.request else rows

    @cached_property
    def recipient(self) -> Any:
        """The agency chosen, or None."""
        return (self.said(WHAT) or {}).get("agency")

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries chosen."""
        return list((self.said(WHAT) or {}).get("entries", ()))

    @cached_property
    def divisible(self) -> dict[Entry, list[Part]]:
        """The chosen entries of which parts can be left out."""
        found = {entry: parts_of(entry) for entry in self.entries}
        return {entry: parts for entry, parts in found.items() if parts}

    @cached_property
    def scopes(self) -> list[Scope]:
        """What is given of each entry."""
        said = self.said(PARTS) or {} if self.divisible else {}
        chosen = {e: tuple(said.get(forms.PartsForm.name_of(e), ())) for e in self.divisible}
        return [Scope(e, None if e not in chosen or is_whole(e, chosen[e]) else chosen[e]) for e in self.entries]

    @cached_property
    def covered_until(self) -> datetime | None:
        """Until when consent covers all of it, or None."""
        cover = Cover(self.case)
        ends = [cover.until(self.recipient, topic) for topic in {e.topic for e in self.entries}]
        return None if not ends or None in ends else min(e for e in ends if e)

    @cached_property
    def offered(self) -> list[LegalBasis]:
        """The grounds that hold for every chosen entry, in the order they are asked for; consent only if it covers."""
        topics = {e.topic for e in self.entries}
        found = [offers(self.case, self.agency, self.recipient, topic=topic) for topic in topics]
        everywhere = set.intersection(*({b.pk for b in rows} for rows in found)) if found else set()
        held = [b for rows in found[:1] for b in rows if b.pk in everywhere]
        return [b for b in held if self.covered_until or not b.needs_consent]

    @property
    def basis(self) -> Any:
        """The ground chosen, or None."""
        return (self.said(GROUND) or {}).get("basis")

    @property
    def asks_first(self) -> bool:
        """Whether the family is asked for consent before anything is shared."""
        return (self.said(GROUND) or {}).get("first") == forms.ASK_FIRST

    @property
    def conditions(self) -> list[str]:
        """The conditions ticked."""
        return (self.said(CONDITIONS) or {}).get("conditions", []) if self.basis and self.basis.conditions else []

    @property
    def longest(self) -> datetime:
        """Until when the ground lets all of it be read."""
        return min(checking.longest_until(entry, self.recipient, self.basis) for entry in self.entries)

    @property
    def pages(self) -> list[str]:
        """The pages of this sharing, in order."""
        parts = [PARTS] if self.divisible else []
        conditions = [CONDITIONS] if self.basis is None or self.basis.conditions else []
        return [WHAT, *parts, GROUND, *conditions, PREVIEW, CONFIRM]

    def before(self, page: str) -> str:
        """Return the page before ``page``."""
        return self.pages[max(self.pages.index(page) - 1, 0)]

    def after(self, page: str) -> str:
        """Return the page after ``page``."""
        return self.pages[min(self.pages.index(page) + 1, len(self.pages) - 1)]

    def first_wrong(self, before: str) -> str | None:
        """Return the first page before ``before`` that is not answered rightly, or None."""
        for page in self.pages[: self.pages.index(before)] if before in self.pages else self.pages:
            if page in (PREVIEW, CONFIRM):
                continue
            if self.said(page) is None or (page == GROUND and self.basis is None):
                return page
        return None

    def keep(self, page: str, posted: QueryDict) -> "Desk":
        """Keep what was typed on a page, right or wrong; return the desk as it is then."""
        self.draft.data[page] = {name: values for name, values in posted.lists() if name not in NO_ANSWERS}
        self.draft.save()
        return Desk(self.draft, self.user)

    def typed(self, page: str) -> QueryDict:
        """Return what was typed on a page, as it was posted."""
        posted = QueryDict(mutable=True)
        for name, values in self.draft.data.get(page, {}).items():
            posted.setlist(name, values)
        return posted

    def said(self, page: str) -> dict[str, Any] | None:
        """Return the checked answers of a page, or None if they are missing or wrong."""
        if page not in self._said:
            form = self.form(page, checked=True) if page in self.draft.data else None
            self._said[page] = form.cleaned_data if form is not None and form.is_valid() else None
        return self._said[page]

    def form(self, page: str, *, checked: bool = False) -> Form:
        """Return the form of a page with what was typed; ``checked`` makes it tell what is wrong."""
        data = self.typed(page) if checked else None
        form = self._make(page, data)
        if not checked and page in self.draft.data:
            typed = self.typed(page)
            form.initial = {n: f.widget.value_from_datadict(typed, {}, n) for n, f in form.fields.items()}
        return form

    def _make(self, page: str, data: QueryDict | None) -> Form:
        if page == WHAT:
            return forms.WhatForm(data, agencies=self.others, entries=self.own)
        if page == PARTS:
            return forms.PartsForm(data, parts=self.divisible)
        if page == GROUND:
            asked = {"is_covered": bool(self.covered_until), "is_asked": bool(self.request)}
            return forms.GroundForm(data, offered=self.offered, recipient=self.recipient, **asked)
        if page == CONDITIONS:
            return forms.ConditionsForm(data, basis=self.basis)
        return forms.TermsForm(data, longest=self.longest, answers=bool(self.request))
