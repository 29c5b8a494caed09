"""What is done with a week: its picture, the joint priority list, actions and how they went."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.history import asides
from coordination.history.models import Aside
from coordination.places.locking import locked_for
from coordination.places.log import note
from coordination.places.models import Place
from coordination.places.names import must_be_nameless
from coordination.places.queries import bounds, known_names, partners, week_of
from coordination.places.reports.actions import archive, move_all
from coordination.places.reports.models import PlaceReport
from coordination.places.weeks.models import PlaceAction, Priority, Week
from permissions import places
from permissions.places import PlaceAct


@transaction.atomic
def make_week(municipality: Any, monday: date, *, by: Any) -> Week:
    """Make the picture of a week, or bring it up to date: every checked report until its end comes into it."""
    places.require(by, PlaceAct.CARE, municipality)
    if monday.weekday() != 0 or monday > week_of(timezone.now(), municipality):
        raise ValidationError(_("Choose a week that has begun."))
    week, _made = Week.objects.get_or_create(municipality=municipality, monday=monday, defaults={"made_by": by})
    rows = PlaceReport.objects.filter(municipality=municipality, state=PlaceReport.State.CHECKED)
    number = move_all(rows.filter(happened_at__lt=bounds(monday, municipality)[1]), PlaceReport.State.IN_PICTURE)
    archive(municipality, by=by)
    note(municipality, "week-made", by=by, about=week, reports=number)
    return week


@transaction.atomic
def write_week(week: Week, *, by: Any, text: str, meets_at: datetime | None, meets_in: str = "") -> Week:
    """Write what the numbers say, and when and where the agencies meet about them."""
    week = _lock(week, by)
    must_be_nameless(known_names(week.municipality), text=text, meets_in=meets_in)
    called = meets_at is not None and meets_at != week.meets_at
    week.text, week.meets_at, week.meets_in = text.strip(), meets_at, meets_in.strip()
    week.save(update_fields=["text", "meets_at", "meets_in"])
    note(week.municipality, "week-changed", by=by, about=week)
    if called:
        asides.tell(Aside.Kind.PLACE_MEETING, week, places.people_taking_part(week.municipality), but=by)
    return week


@transaction.atomic
def decide(week: Week, *, by: Any) -> Week:
    """Close the priority list: this is what the agencies do next week."""
    week = _lock(week, by)
    if week.decided_at is not None:
        raise ValidationError(_("The priority list is decided already."))
    if not week.priorities.exists():
        raise ValidationError(_("There is nothing on the priority list yet."))
    week.decided_at = timezone.now()
    week.save(update_fields=["decided_at"])
    note(week.municipality, "week-decided", by=by, about=week)
    return week


@transaction.atomic
def add_priority(week: Week, *, by: Any, title: str, place: Place | None = None, why: str = "") -> Priority:
    """Put a place or a problem on the joint list, last; the reports in the picture about the place follow it."""
    week = _lock(week, by)
    if place is not None and place.municipality_id != week.municipality_id:
        raise ValidationError({"place": _("Choose a place of the list.")})
    must_be_nameless(known_names(week.municipality), title=title, why=why)
    last = week.priorities.aggregate(last=Max("rank"))["last"] or 0
    said = {"title": title.strip(), "why": why.strip(), "place": place}
    priority = Priority.objects.create(municipality=week.municipality, week=week, rank=last + 1, **said)
    if place is not None:
        rows = PlaceReport.objects.filter(place=place, state=PlaceReport.State.IN_PICTURE)
        move_all(rows, PlaceReport.State.PRIORITISED, priority=priority)
    note(week.municipality, "priority-added", by=by, about=week, priority=str(priority.pk))
    return priority


@transaction.atomic
def add_action(
    priority: Priority,
    *,
    by: Any,
    what: str,
    due_on: date,
    agency: Agency | None = None,
    body: str = "",
    where: str = "",
    when: str = "",
    term: str = PlaceAction.Term.SHORT,
) -> PlaceAction:
    """Write down who does what, where and when. Either an agency that takes part, or a body outside the service."""
    week = _lock(priority.week, by)
    if (agency is None) == (not body.strip()):
        raise ValidationError({"agency": _("Choose who does it: an agency, or somebody else in words.")})
    if agency is not None and not partners(week.municipality).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("Choose an agency that takes part.")})
    must_be_nameless(known_names(week.municipality), what=what, where=where, when=when, body=body)
    said = {"what": what.strip(), "where": where.strip(), "when": when.strip(), "body": body.strip()}
    action = PlaceAction(municipality=week.municipality, priority=priority, agency=agency, due_on=due_on, **said)
    action.term = term
    action.full_clean(exclude=["municipality", "priority", "agency"], validate_constraints=False)
    action.save()
    move_all(PlaceReport.objects.filter(priority=priority), PlaceReport.State.ACTION)
    note(week.municipality, "action-added", by=by, about=week, action=str(action.pk))
    if agency is not None:
        asides.tell(Aside.Kind.PLACE_ACTION, week, places.people_taking_part(week.municipality, agency), but=by)
    return action


@transaction.atomic
def update_action(action: PlaceAction, *, by: Any, status: str, text: str = "") -> PlaceAction:
    """Tell how an action goes. For its agency, and for who cares for the places."""
    found = locked_for(by, action, "priority__week")
    if status not in PlaceAction.Status.values:
        raise ValidationError({"status": _("Choose how it goes.")})
    if status == PlaceAction.Status.NOT_DONE and not text.strip():
        raise ValidationError({"text": _("Say why it was not done.")})
    must_be_nameless(known_names(found.municipality), text=text)
    found.status, found.note, found.status_at = status, text.strip(), timezone.now()
    found.save(update_fields=["status", "note", "status_at"])
    note(found.municipality, "action-changed", by=by, about=found.priority.week, action=str(found.pk), status=status)
    return found


@transaction.atomic
def close_priority(priority: Priority, *, by: Any, outcome: str, answer: str = "") -> Priority:
    """Close a priority as done, or because nothing can be done; those who reported are told."""
    priority = _lock_priority(priority, by)
    if outcome not in (Priority.Outcome.DONE, Priority.Outcome.NOT_ACTIONABLE):
        raise ValidationError({"outcome": _("Choose how it ended.")})
    if outcome == Priority.Outcome.DONE and any(action.is_open for action in priority.actions.all()):
        raise ValidationError({"outcome": _("Some of its actions are still to be done.")})
    if outcome == Priority.Outcome.NOT_ACTIONABLE and not answer.strip():
        raise ValidationError({"answer": _("Say why: those who reported read it.")})
    must_be_nameless(known_names(priority.municipality), answer=answer)
    priority.outcome, priority.answer, priority.closed_at = outcome, answer.strip(), timezone.now()
    priority.save()
    said = priority.answer or None
    move_all(PlaceReport.objects.filter(priority=priority), str(outcome), answer=said, by=by)
    note(priority.municipality, "priority-closed", by=by, about=priority.week, outcome=str(outcome))
    return priority


@transaction.atomic
def carry_over(priority: Priority, *, by: Any) -> Priority:
    """Take a priority into the list of the week after: its open reports are in the picture again, and go on there."""
    priority = _lock_priority(priority, by)
    after = make_week(priority.municipality, priority.week.monday + timedelta(weeks=1), by=by)
    _lock(after, by)
    last = after.priorities.aggregate(last=Max("rank"))["last"] or 0
    said = {"title": priority.title, "why": priority.why, "place": priority.place, "continues": priority}
    new = Priority.objects.create(municipality=priority.municipality, week=after, rank=last + 1, **said)
    move_all(PlaceReport.objects.filter(priority=priority), PlaceReport.State.IN_PICTURE)
    going = PlaceReport.objects.filter(priority=priority, state=PlaceReport.State.IN_PICTURE)
    if priority.place_id:
        going = going | PlaceReport.objects.filter(place=priority.place_id, state=PlaceReport.State.IN_PICTURE)
    move_all(going, PlaceReport.State.PRIORITISED, priority=new)
    PlaceAction.objects.filter(
        priority=priority, status__in=[PlaceAction.Status.PLANNED, PlaceAction.Status.GOING]
    ).update(priority=new)
    if new.actions.exists():
        move_all(PlaceReport.objects.filter(priority=new), PlaceReport.State.ACTION)
    priority.outcome, priority.closed_at = Priority.Outcome.CARRIED, timezone.now()
    priority.save(update_fields=["outcome", "closed_at"])
    note(priority.municipality, "priority-carried", by=by, about=after, priority=str(new.pk))
    return new


def _lock(week: Week, by: Any) -> Week:
    places.require(by, PlaceAct.CARE, week.municipality)
    return Week.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=week.pk)


def _lock_priority(priority: Priority, by: Any) -> Priority:
    places.require(by, PlaceAct.CARE, priority.municipality)
    rows = Priority.objects.select_for_update(of=("self",)).select_related("municipality", "week", "place")
    found = rows.get(pk=priority.pk)
    if found.outcome != Priority.Outcome.OPEN:
        raise ValidationError(_("The priority is closed already."))
    return found
