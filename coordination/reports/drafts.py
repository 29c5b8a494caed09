"""A report in the making: everything typed is kept in its draft row, and goes when it is sent or thrown away."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from coordination.agencies.models import User
from coordination.documents import storage
from coordination.documents.actions import clean_name
from coordination.documents.checking import check
from coordination.forms.rows import Rows
from coordination.reports import queries
from coordination.reports.actions import NOTIFIER, TOLD, register_report, send_report
from coordination.reports.forms import NOTHING, ChildForm, ConcernForm, FromForm, GuardianForm, MoreForm
from coordination.reports.models import Report, ReportDraft, ReportFile

LEAVE_OUT = {"csrfmiddlewaretoken", "continue", "back", "later", "version", "child-add", "child-remove"}
LEAVE_OUT |= {"guardian-add", "guardian-remove"}
WRITTEN = ("children", "concern", "more")
MOST_FILES = 10
Part = Any  # A Django form, or `Rows` of them.


class Writing:
    """A draft with its pages: as typed so far, or checked. Raises PermissionDenied for who may not report."""

    def __init__(self, draft: ReportDraft, user: User) -> None:
        self.draft, self.user = draft, user
        self.agencies = list(queries.receiving_agencies(user) if draft.intake else queries.own_agencies(user))
        if not self.agencies:
            raise PermissionDenied(_("Your post does not let you report for an agency."))

    @property
    def pages(self) -> list[str]:
        """The pages in their order, by name."""
        return [*(["from"] if self.draft.intake else []), *WRITTEN, "files", "check"]

    @property
    def agency(self) -> Any:
        """The agency that reports: the chosen one, or the first."""
        chosen = self.typed("more").get("agency")
        return next((a for a in self.agencies if str(a.pk) == chosen), self.agencies[0])

    @property
    def receivers(self) -> list:
        """Where a report of that agency can be sent."""
        return list(queries.receivers_for(self.agency))

    @property
    def country(self) -> str:
        """By whose rules identity numbers are read."""
        return self.agency.municipality.country

    def typed(self, page: str) -> QueryDict:
        """Return what was typed on a page, as it was posted."""
        posted = QueryDict(mutable=True)
        for name, values in self.draft.data.get(page, {}).items():
            posted.setlist(name, values)
        return posted

    def has(self, page: str) -> bool:
        """Say whether something was kept of a page."""
        return page in self.draft.data

    def keep(self, page: str, posted: QueryDict, *, reached: int | None = None) -> None:
        """Keep what was typed on a page, right or wrong."""
        kept = {k: [v.replace("\0", "") for v in values] for k, values in posted.lists() if k not in LEAVE_OUT}
        if page in (*WRITTEN, "from"):
            self.draft.data[page] = kept
        self.draft.page = max(self.draft.page, reached or self.pages.index(page) + 1)
        self.draft.save()

    def press(self, posted: QueryDict) -> None:
        """Add or take away a row of the page of the children."""
        data = self.draft.data["children"]
        for name, rows in self.parts("children", checked=True).items():
            if not rows.pressed(posted):
                continue
            rows.press(posted)
            data = {k: v for k, v in data.items() if not k.startswith(f"{name}-")}
            data |= {f"{name}-count": [str(rows.count)]}
            for form in rows.forms:
                data |= {form.add_prefix(f): [str(v)] for f, v in form.initial.items() if v not in (None, False, "")}
        self.draft.data["children"] = data
        self.draft.save()

    def parts(self, page: str, *, checked: bool = False) -> dict[str, Part]:
        """Return the parts of a page by name, filled with what was typed; ``checked`` makes them tell what is wrong."""
        data = self.typed(page) if self.has(page) else None
        if page == "children":
            return self._rows(data, checked=checked)
        makers: dict[str, Any] = {"from": self._from, "concern": ConcernForm, "more": self._more}
        if page not in makers:
            return {}
        form = makers[page](data if checked else None)
        if data is not None and not checked:
            form.initial = {
                name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
            }
        return {"main": form}

    def forms(self, parts: dict[str, Part]) -> list[BaseForm]:
        """Return every Django form of some parts, in order."""
        return [form for part in parts.values() for form in (part.forms if isinstance(part, Rows) else [part])]

    def is_right(self, page: str, parts: dict[str, Part]) -> bool:
        """Say whether the checked parts of a page are right; they tell what is wrong."""
        if page in ("files", "check"):
            return True
        judged = [part.is_valid() for part in parts.values()]
        if page == "children" and all(judged) and not parts["child"].values():
            parts["child"].forms[0].add_error("given_name", NOTHING)
            return False
        return all(judged)

    def first_wrong(self) -> str | None:
        """Return the first page that is not right, or None."""
        for page in self.pages:
            if page in ("files", "check"):
                continue
            if not self.has(page) or not self.is_right(page, self.parts(page, checked=True)):
                return page
        return None

    def said(self, page: str) -> dict[str, Any]:
        """Return the checked answers of a page with one form; nothing where it is not right."""
        form = self.parts(page, checked=True).get("main")
        return form.cleaned_data if form is not None and form.is_bound and form.is_valid() else {}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the checked rows of the children or the guardians."""
        found = self.parts("children", checked=True)[name]
        return found.values() if found.is_valid() else []

    def guardians(self) -> list[dict[str, Any]]:
        """Return the guardians of whom there is a name."""
        return [row for row in self.rows("guardian") if row.get("given_name") or row.get("family_name")]

    def add_file(self, name: str, data: bytes) -> ReportFile:
        """Keep a file with the draft. Raises ValidationError for one that may not be kept, OSError."""
        if self.draft.files.count() >= MOST_FILES:
            raise ValidationError(_("A report takes at most ten files."))
        return ReportFile.objects.create(
            draft=self.draft,
            name=clean_name(name),
            content_type=check(name, data),
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            path=storage.write(data, "reports"),
        )

    def _rows(self, data: QueryDict | None, *, checked: bool) -> dict[str, Rows]:
        options: dict[str, Any] = {"child": (ChildForm, {"country": self.country}), "guardian": (GuardianForm, {})}
        made = {}
        for name, (form, more) in options.items():
            rows = Rows(form, name, data=data, initial=[{}], options=more)
            if data is not None and not checked:
                rows.show([{f: row[f].data for f in row.fields} for row in rows.forms])
            if not rows.forms:
                rows.show([{}])
            made[name] = rows
        return made

    def _from(self, data: QueryDict | None) -> FromForm:
        return FromForm(data, agencies=self.agencies)

    def _more(self, data: QueryDict | None) -> MoreForm:
        return MoreForm(
            data, agencies=self.agencies, receivers=self.receivers, intake=self.draft.intake, country=self.country
        )


@transaction.atomic
def send_from(writing: Writing) -> Report:
    """Send, or write down, what the draft tells, and forget the draft. For one whose `first_wrong` is None.

    Raises PermissionDenied, and ValidationError where nobody receives reports.
    """
    draft, user = writing.draft, writing.user
    told = {**writing.said("concern"), **writing.said("more")}
    told = {name: told[name] for name in TOLD if name in told}
    told |= {name: told[name] == "yes" for name in ("danger", "family_told")}
    about: dict[str, Any] = {"told": told, "children": writing.rows("child"), "guardians": writing.guardians()}
    about["files"] = list(draft.files.all())
    if draft.intake:
        came = writing.said("from")
        row = {name: came[name] for name in ("source", "channel", "arrived_at", "shielded")}
        to = writing.parts("from", checked=True)["main"]
        to.is_valid()
        report = register_report(
            by=user, to=to.to_agency, notifier={name: came[name] for name in NOTIFIER}, **row, **about
        )
    else:
        report = send_report(by=user, agency=writing.agency, to=_receiver(writing), **about)
    draft.delete()
    return report


def _receiver(writing: Writing) -> Any:
    rows, chosen = writing.receivers, writing.typed("more").get("to")
    if not rows:
        raise ValidationError(_("Nobody receives reports here yet. Call social services."))
    return next((a for a in rows if str(a.pk) == chosen), rows[0])
