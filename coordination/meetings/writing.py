"""Writing the minutes together: each part is saved by itself, by whoever may see it, while the minutes are open."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.models import Confidentiality
from coordination.history.doorbell import knock
from coordination.history.recording import record
from coordination.meetings.decisions import for_everybody, made
from coordination.meetings.models import AgendaItem, Decision, Meeting
from coordination.people.protecting import must_not_tell_where
from permissions import policy
from permissions.roles import HIGHEST, Act

MOST_PARTS = 40
WRITTEN = ["heading", "notes", "version", "written_by", "written_at"]


class PartConflict(Exception):
    """Somebody saved the part in between; both versions must be shown."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(item.pk)
        self.item = item


class MinutesClosed(Exception):
    """The minutes are closed: no part can be changed any more."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(item.pk)
        self.item = item


@transaction.atomic
def write_part(
    item: AgendaItem,
    *,
    by: Any,
    notes: str,
    decisions: list[dict] | None = None,
    heading: str | None = None,
    version: int | None = None,
) -> AgendaItem:
    """Save one part of the minutes: its notes, and the decisions it has afterwards (None leaves them as they are).

    A decision has text and may have pk, agency, person, due_on and in_plan. Raises PartConflict if the part was saved
    since ``version``, MinutesClosed when it is too late, ValidationError for a decision that nobody can act on.
    """
    item = _lock_part(item, by)
    if version is not None and version != item.version:
        raise PartConflict(item)
    texts = [notes, heading or "", *(row["text"] for row in decisions or ())]
    must_not_tell_where(item.case, *texts)
    anew, item.notes = item.written_by_id != by.pk, notes.strip()
    item.heading = (heading or "").strip() or item.heading
    item.version, item.written_by, item.written_at = item.version + 1, by, timezone.now()
    item.clean_fields(exclude=["meeting", "case", "written_by", "entry"])
    item.save(update_fields=WRITTEN)
    if decisions is not None:
        _set_decisions(item, decisions)
    if anew:
        record(item.case, "minutes-part", actor=by, tell=[], meeting=str(item.meeting_id))
    else:
        _ring(item.case)
    return item


@transaction.atomic
def add_part(meeting: Meeting, *, by: Any, heading: str) -> AgendaItem:
    """Add a part at the end, for what came up at the meeting."""
    policy.require(by, Act.WRITE, meeting)
    meeting = Meeting.objects.select_for_update(of=["self"], no_key=True).select_related("case").get(pk=meeting.pk)
    if not meeting.is_open or (meeting.correcting and not policy.can(by, Act.COORDINATE, meeting)):
        raise ValidationError(_("The minutes are closed."))
    if meeting.agenda.count() >= MOST_PARTS:
        raise ValidationError({"heading": _("There are too many parts already.")})
    must_not_tell_where(meeting.case, heading)
    last = meeting.agenda.order_by("-position").first()
    item = AgendaItem(meeting=meeting, case=meeting.case, heading=heading.strip())
    item.position = last.position + 1 if last else 1
    item.clean_fields(exclude=["meeting", "case", "written_by", "entry"])
    item.save()
    _ring(meeting.case)
    return item


@transaction.atomic
def set_audience(
    item: AgendaItem, *, by: Any, without: Any = (), confidentiality: int, kept_from: Any = ()
) -> AgendaItem:
    """Say which agencies are not there for a part, its class, and to whom of the family it may not be shown.

    For who coordinates the case, while the minutes are open. Raises ValidationError for the lead agency, for one that
    is not called or has a decision of the part to carry out, for people of another case, and where ``by`` would not
    reach the class.
    """
    policy.require(by, Act.COORDINATE, item)
    item = _lock_part(item, by)
    away, family = list(without), list(kept_from)
    called = {i.agency_id for i in item.meeting.invitees.all()} - {item.case.lead_agency_id}
    if any(agency.pk not in called for agency in away):
        raise ValidationError({"without": _("Choose among the agencies that are called.")})
    if any(person.case_id != item.case_id for person in family):
        raise ValidationError({"kept_from": _("Only people of the case can be chosen.")})
    if confidentiality >= HIGHEST and not policy.is_named(by, item.case, agency=item.case.lead_agency):
        raise ValidationError({"confidentiality": _("Only somebody who is named may choose the highest class.")})
    if item.decisions.filter(agency__in=away).exists():
        raise ValidationError({"without": _("That agency has a decision of this part to carry out.")})
    kept_apart = bool(away or family or confidentiality > Confidentiality.NORMAL)
    if kept_apart and item.decisions.filter(Q(in_plan=True) | Q(actions__isnull=False)).exists():
        raise not_in_plan()
    item.confidentiality = confidentiality
    item.save(update_fields=["confidentiality"])
    item.without.set(away)
    item.kept_from.set(family)
    if not policy.can(by, Act.VIEW, item):
        raise ValidationError({"confidentiality": _("You would not see the part yourself.")})
    record(item.case, "minutes-audience", actor=by, agency=item.case.lead_agency, inside=True, tell=[])
    return item


def _lock_part(item: AgendaItem, by: Any) -> AgendaItem:
    """Return the part as it is now; the meeting is locked with it, so that nobody closes the minutes meanwhile."""
    if not policy.can(by, Act.WRITE, item):
        _refuse(item, by)
    Meeting.objects.select_for_update(of=["self"], no_key=True).get(pk=item.meeting_id)
    rows = AgendaItem.objects.select_for_update(of=["self"])
    item = rows.select_related("meeting", "case__lead_agency", "written_by").get(pk=item.pk)
    if not policy.can(by, Act.WRITE, item):
        _refuse(item, by)
    return item


def _refuse(item: AgendaItem, by: Any) -> None:
    """Raise what is true: the minutes are closed, or the part is not theirs to write in, or to see."""
    policy.require(by, Act.VIEW, item)
    meeting = Meeting.objects.get(pk=item.meeting_id)
    if meeting.status == Meeting.Status.HELD:
        raise MinutesClosed(item)
    policy.require(by, Act.WRITE, item)


def _set_decisions(item: AgendaItem, rows: list[dict]) -> None:
    """Keep what became something already; of the rest, make it these rows."""
    present = {str(d.pk): d for d in item.decisions.all()}
    kept = {pk: d for pk, d in present.items() if made(d)}
    away, known = set(item.without.values_list("pk", flat=True)), for_everybody(AgendaItem.objects.filter(pk=item.pk))
    if any(row.get("in_plan") for row in rows) and not known.exists():
        raise not_in_plan()
    written = []
    for position, row in enumerate(rows, start=1):
        pk = str(row.get("pk") or "")
        if pk in kept:
            continue
        decision = present.get(pk) or Decision(item=item, case=item.case)
        _fill(decision, row, away)
        decision.position = position
        decision.save()
        written.append(decision.pk)
    item.decisions.exclude(pk__in=[*written, *(d.pk for d in kept.values())]).delete()


def _fill(decision: Decision, row: dict, away: set) -> None:
    agency, person, due_on = row.get("agency"), row.get("person"), row.get("due_on")
    if (agency is None) != (due_on is None):
        raise ValidationError(_("Say who does it and by which day, or neither: then the decision is only noted."))
    if agency is not None and agency.pk in away:
        raise ValidationError(_("%(agency)s is not there for this part.") % {"agency": agency})
    decision.text, decision.agency, decision.person = row["text"].strip(), agency, person if agency else None
    decision.due_on, decision.in_plan = due_on, bool(agency and row.get("in_plan"))
    decision.clean_fields(exclude=["item", "case", "agency", "person", "step", "position"])


def not_in_plan() -> ValidationError:
    """Return what is said where a part that not all may see would tell what all read in the plan."""
    return ValidationError(_("All read the plan. A decision of a part that not all may see cannot be in it."))


def _ring(case: Any) -> None:
    transaction.on_commit(partial(knock, [], case=case.pk), robust=True)
