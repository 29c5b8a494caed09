"""What people do with reports: write them, check them, send them back, put them together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.history import asides
from coordination.history.models import Aside
from coordination.places.log import note
from coordination.places.models import Place
from coordination.places.names import must_be_nameless
from coordination.places.queries import known_names, labels, nearest
from coordination.places.reports.models import PlaceReport, Severity
from coordination.places.states import must_lead
from coordination.rules.queries import value_of
from permissions import places
from permissions.places import PlaceAct

EARLIEST = timedelta(days=90)
CLOCKS_DIFFER = timedelta(minutes=10)  # A phone may be a little ahead of the server.
KIND_OF_MOVE = {
    PlaceReport.State.CHECKED: "report-checked",
    PlaceReport.State.BOUNCED: "report-bounced",
    PlaceReport.State.NOT_ACTIONABLE: "report-closed",
    PlaceReport.State.MOVED: "report-moved",
}


@dataclass(frozen=True)
class Where:
    """Where it was: a place of the list, a point of the map (metres), or words. One is enough."""

    place: Place | None = None
    point: tuple[int, int] | None = None
    words: str = ""


@dataclass(frozen=True)
class What:
    """What it was: the code of a category, how serious, whether it has been so before, and in words."""

    category: str
    severity: int = Severity.MINOR
    repeated: bool = False
    text: str = ""


def make_report(
    *, by: Any, agency: Agency, client_id: UUID, what: What, where: Where, happened_at: datetime | None = None
) -> PlaceReport:
    """Store a report of ``agency``. Sent again with the same ``client_id`` it is the same report, stored once.

    ``happened_at`` is now unless told. Raises Http404 for who may not report for
    the agency, and ValidationError if a text tells who somebody is.
    """
    try:
        with transaction.atomic():
            return _make(by, agency, client_id, (what, where), happened_at or timezone.now())
    except IntegrityError:
        found = PlaceReport.objects.filter(reporter=by.pk, client_id=client_id).first()
        if found is None:
            raise
        return found


def _make(by: Any, agency: Agency, client_id: UUID, said: tuple[What, Where], happened_at: datetime) -> PlaceReport:
    what, where = said
    places.require(by, PlaceAct.REPORT, agency.municipality)
    if agency not in places.agencies(by, PlaceAct.REPORT):
        raise ValidationError({"agency": _("You do not work at this agency.")})
    if found := PlaceReport.objects.filter(reporter=by.pk, client_id=client_id).first():
        return found
    _check(agency.municipality, what, where, happened_at)
    point = where.point
    report = PlaceReport.objects.create(
        municipality=agency.municipality,
        agency=agency,
        reporter=by,
        client_id=client_id,
        happened_at=min(happened_at, timezone.now()),
        place=where.place or nearest(agency.municipality, point),
        east=point[0] if point else None,
        north=point[1] if point else None,
        where=where.words.strip(),
        category=what.category,
        severity=what.severity,
        repeated=what.repeated,
        text=what.text.strip(),
    )
    note(agency.municipality, "report-made", by=by, about=report, category=what.category)
    return report


@transaction.atomic
def check(report: PlaceReport, *, by: Any, place: Place | None = None, answer: str = "") -> PlaceReport:
    """Let a report through the gate, at a place of the list if one is known."""
    report = _lock(report, by)
    must_be_nameless(known_names(report.municipality), answer=answer)
    if place is not None:
        _set_place(report, place)
    return _move(report, PlaceReport.State.CHECKED, by=by, answer=answer)


@transaction.atomic
def bounce(report: PlaceReport, *, by: Any, answer: str) -> PlaceReport:
    """Send a report back because it tells who somebody is. Its words are deleted for good; that it was made remains."""
    report = _lock(report, by)
    _must_say(answer)
    must_be_nameless(known_names(report.municipality), answer=answer)
    report.text = report.where = ""
    # What others wrote about the same thing is looked at again on its own.
    report.merged.update(merged_into=None, state=PlaceReport.State.NEW, priority=None, moved_at=timezone.now())
    return _move(report, PlaceReport.State.BOUNCED, by=by, answer=answer)


@transaction.atomic
def close(report: PlaceReport, *, by: Any, answer: str, elsewhere: bool = False) -> PlaceReport:
    """Close a report: nothing can be done, or (``elsewhere``) it belongs in another way of working. With the reason."""
    report = _lock(report, by)
    _must_say(answer)
    must_be_nameless(known_names(report.municipality), answer=answer)
    return _move(
        report, PlaceReport.State.MOVED if elsewhere else PlaceReport.State.NOT_ACTIONABLE, by=by, answer=answer
    )


@transaction.atomic
def merge(report: PlaceReport, into: PlaceReport, *, by: Any) -> PlaceReport:
    """Put a report together with another about the same thing: it is counted once, and goes the way of the other."""
    report, into = _lock(report, by), _lock(into, by)
    if into.pk == report.pk or into.merged_into_id or into.municipality_id != report.municipality_id:
        raise ValidationError({"same": _("Choose another report, one that was not put together with a third.")})
    if (
        report.merged_into_id
        or into.state not in PlaceReport.OPEN
        or report.state not in (PlaceReport.State.NEW, into.state)
    ):
        raise ValidationError({"same": _("These two cannot be put together any more.")})
    for one in (report, *report.merged.all()):
        one.merged_into, one.state, one.priority, one.moved_at = into, into.state, into.priority, timezone.now()
        one.save(update_fields=["merged_into", "state", "priority", "moved_at"])
    into.repeated = into.repeated or report.repeated
    into.severity = max(into.severity, report.severity)
    into.save(update_fields=["repeated", "severity"])
    note(report.municipality, "report-merged", by=by, about=report, into=str(into.pk))
    return report


@transaction.atomic
def set_place(report: PlaceReport, place: Place, *, by: Any) -> PlaceReport:
    """Say at which place of the list it was."""
    report = _lock(report, by)
    _set_place(report, place)
    report.save(update_fields=["place"])
    note(report.municipality, "report-placed", by=by, about=report, place=str(place.pk))
    return report


@transaction.atomic
def archive(municipality: Any, *, by: Any) -> int:
    """Archive what has been done for as long as the rule says. Returns how many reports."""
    places.require(by, PlaceAct.CARE, municipality)
    before = timezone.now() - timedelta(days=value_of("est.archive_days", municipality))
    over = PlaceReport.objects.filter(municipality=municipality, moved_at__lt=before)
    over = over.filter(state__in=[PlaceReport.State.DONE, PlaceReport.State.NOT_ACTIONABLE])
    number = over.update(state=PlaceReport.State.ARCHIVED, moved_at=timezone.now())
    if number:
        note(municipality, "reports-archived", by=by, number=number)
    return number


def move_all(reports: Any, state: str, *, answer: str | None = None, priority: Any = None, by: Any = None) -> int:
    """Move reports, and those put together with them, to ``state``; who calls has asked and notes it.

    Only those move that may go there. Who reported hears of an ``answer``. Returns how many.
    """
    froms = [now for now, then in PlaceReport.MOVES.items() if state in then]
    keys = list(reports.filter(state__in=froms, merged_into=None).values_list("pk", flat=True))
    rows = PlaceReport.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    changes: dict[str, Any] = {"state": state, "moved_at": timezone.now()}
    changes |= {} if answer is None else {"answer": answer}
    changes |= {} if priority is None else {"priority": priority}
    rows.update(**changes)
    if answer is not None and by is not None:
        tell_answered(rows.select_related("reporter"), by=by)
    return len(keys)


def tell_answered(reports: Any, *, by: Any) -> None:
    """Let those who reported hear that there is an answer, each of their own report."""
    for report in reports:
        asides.tell(Aside.Kind.PLACE_ANSWER, report, [report.reporter], but=by)


def _check(municipality: Any, what: What, where: Where, happened_at: datetime) -> None:
    wrong: dict[str, Any] = {}
    if what.category not in labels("est.categories", municipality):
        wrong["category"] = _("Choose what it was.")
    if what.severity not in Severity.values:
        wrong["severity"] = _("Choose how serious it was.")
    if not (where.place or where.point or where.words.strip()):
        wrong["place"] = _("Say where it was: choose a place, a point on the map, or write it.")
    if where.place and (where.place.municipality_id != municipality.pk or where.place.retired_at):
        wrong["place"] = _("Choose a place of the list.")
    if happened_at > timezone.now() + CLOCKS_DIFFER:
        wrong["day"] = _("This lies in the future.")
    if happened_at < timezone.now() - EARLIEST:
        wrong["day"] = _("This is too long ago for a report.")
    if wrong:
        raise ValidationError(wrong)
    must_be_nameless(known_names(municipality), text=what.text, where=where.words)


def _must_say(answer: str) -> None:
    if not answer.strip():
        raise ValidationError({"answer": _("Say why: the one who reported reads it.")})


def _set_place(report: PlaceReport, place: Place) -> None:
    if place.municipality_id != report.municipality_id:
        raise ValidationError({"place": _("Choose a place of the list.")})
    report.place = place


def _lock(report: PlaceReport, by: Any) -> PlaceReport:
    places.require(by, PlaceAct.CARE, report.municipality)
    rows = PlaceReport.objects.select_for_update(of=("self",)).select_related("municipality", "place", "priority")
    return rows.get(pk=report.pk)


def _move(report: PlaceReport, state: str, *, by: Any, answer: str) -> PlaceReport:
    must_lead(report, state)
    report.state, report.answer, report.moved_at = state, answer.strip(), timezone.now()
    report.full_clean(exclude=["municipality", "agency", "reporter", "priority"], validate_constraints=False)
    report.save()
    report.merged.update(state=state, answer=report.answer, moved_at=report.moved_at)
    note(report.municipality, KIND_OF_MOVE[PlaceReport.State(state)], by=by, about=report)
    if report.answer:
        tell_answered([report, *report.merged.all()], by=by)
    return report
