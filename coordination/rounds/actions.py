"""What the police and the steering group do with a round. Each function is one intention, whole or not at all."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.consulting.person_names import reads_as_name
from coordination.forms.personal_data import found_in
from coordination.history import asides
from coordination.history.models import Aside
from coordination.rounds import queries
from coordination.rounds.models import Round, RoundEvent, Sanction, Seat
from permissions import policy

Status, Kind = Round.Status, RoundEvent.Kind
TO_SELECT, TO_MESSAGE, TO_FOCUS = (Status.REVIEW,), (Status.SELECTION_DONE,), (Status.MESSAGE_GIVEN,)
TO_SANCTION, TO_EVALUATE = (Status.FOCUS_ROUND,), (Status.MESSAGE_GIVEN, Status.FOCUS_ROUND)


@transaction.atomic
def open_round(
    *, by: Any, agency: Agency, begins_on: date, ends_on: date, areas: str, follows: Round | None = None
) -> Round:
    """Open a round for a police agency: the review of a period. Raises PermissionDenied to others than its people."""
    if not queries.own_police(by).filter(pk=agency.pk).exists():
        raise PermissionDenied(_("The police open and keep rounds."))
    must_hold_no_person(areas=areas)
    if ends_on < begins_on:
        raise ValidationError({"ends_on": _("The period ends before it begins.")})
    Agency.objects.select_for_update().get(pk=agency.pk)  # One number for one round.
    last = Round.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    made = Round.objects.create(
        agency=agency,
        number=last + 1,
        begins_on=begins_on,
        ends_on=ends_on,
        areas=areas.strip(),
        follows=follows,
        opened_by=by,
    )
    _note(made, Kind.OPENED, by)
    return made


@transaction.atomic
def note_selection(found: Round, *, by: Any, selected: int) -> Round:
    """Note how many are selected. Who they are stays in the police's own files."""
    found = _kept(found, by, TO_SELECT)
    return _move(found, Kind.SELECTED, by, status=Status.SELECTION_DONE, selected=selected)


@transaction.atomic
def note_message(
    found: Round, *, by: Any, way: str, script: Iterable[str], called: int | None, came: int | None, visited: int | None
) -> Round:
    """Note that the message was given, in one of the two ways, with everything said that the script asks for."""
    found = _kept(found, by, TO_MESSAGE)
    said, asked = list(script), {code for code, _text in queries.script_of(found.agency.municipality, way)}
    if asked - set(said):
        raise ValidationError({"script": _("The message counts as given when all of it was said.")}, code="script")
    _must_add_up(way, called, came, visited)
    numbers = (
        {"called": called, "came": came, "visited": None}
        if way == Round.Way.CALL_IN
        else {"called": None, "came": None, "visited": visited}
    )
    return _move(found, Kind.MESSAGE, by, status=Status.MESSAGE_GIVEN, way=way, script=sorted(asked), **numbers)


@transaction.atomic
def begin_focus(found: Round, *, by: Any) -> Round:
    """Begin the increased focus after new violence. Left out where there was none."""
    return _move(_kept(found, by, TO_FOCUS), Kind.FOCUS, by, status=Status.FOCUS_ROUND)


@transaction.atomic
def note_sanction(found: Round, *, by: Any, on: date, who: str, number: int, note: str = "") -> Sanction:
    """Note measures against a group, as a number. No people."""
    found = _kept(found, by, TO_SANCTION)
    must_hold_no_person(note=note)
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come.")})
    made = Sanction.objects.create(round=found, on=on, who=who, number=number, note=note.strip(), noted_by=by)
    _note(found, Kind.SANCTION, by)
    return made


@transaction.atomic
def evaluate(found: Round, *, by: Any, evaluation: str, end: str) -> Round:
    """Evaluate the round and say whether a new one follows. For the police, and for the steering group."""
    found = _locked(found)
    if not queries.may_evaluate(by, found):
        raise PermissionDenied
    _must_stand(found, TO_EVALUATE)
    must_hold_no_person(evaluation=evaluation)
    if not evaluation.strip():
        raise ValidationError({"evaluation": _("Say what the round led to.")})
    found = _move(found, Kind.EVALUATED, by, status=Status.EVALUATED, evaluation=evaluation.strip(), end=end)
    asides.tell(Aside.Kind.ROUND_DONE, found, _people([found.agency, *queries.seated(found)]), but=by)
    return found


@transaction.atomic
def seat(found: Round, agencies: Iterable[Agency], *, by: Any) -> None:
    """Say which agencies are the steering group. Who leaves it reads the round no more."""
    found = _kept(found, by, tuple(Status))
    chosen = {a.pk: a for a in queries.possible_seats(found).filter(pk__in=[a.pk for a in agencies])}
    found.seats.filter(ended_at=None).exclude(agency__in=chosen).update(ended_at=timezone.now())
    there = set(found.seats.filter(ended_at=None).values_list("agency_id", flat=True))
    new = [agency for agency in chosen.values() if agency.pk not in there]
    Seat.objects.bulk_create(Seat(round=found, agency=agency, given_by=by) for agency in new)
    _note(found, Kind.SEATED, by)
    asides.tell(Aside.Kind.ROUND_SEAT, found, _people(new), but=by)


def note_reading(found: Round, *, by: Any) -> None:
    """Note that somebody was shown the round."""
    _note(found, Kind.READ, by)


def must_hold_no_person(**texts: str) -> None:
    """Return if no text tells of a person. Raises ValidationError, by field, without repeating what it found.

    By patterns alone: whom the municipality's cases are about is never searched.
    """
    wrong = {name: told for name, text in texts.items() if (told := _person_in(text))}
    if wrong:
        raise ValidationError(wrong)


def _person_in(text: str) -> list[ValidationError]:
    told = found_in(text)
    if reads_as_name(text):
        told.append(_("This reads as the name of a person."))
    why = _("A round holds numbers and never people. Take it out; who it is about stays in the police's own files.")
    return [ValidationError([*told, why], code="person")] if told else []


def _people(agencies: Iterable[Agency]) -> list[Any]:
    return [person for agency in agencies for person in policy.people_at_work_in(agency)]


def _must_add_up(way: str, called: int | None, came: int | None, visited: int | None) -> None:
    if way == Round.Way.CUSTOM:
        if visited is None:
            raise ValidationError({"visited": _("Say how many were visited.")})
        return
    missing = {n: _("Give the number.") for n, v in (("called", called), ("came", came)) if v is None}
    if missing:
        raise ValidationError(missing)
    if (came or 0) > (called or 0):
        raise ValidationError({"came": _("More came than were called.")})


def _kept(found: Round, by: Any, stages: tuple) -> Round:
    found = _locked(found)
    if not queries.may_keep(by, found):
        raise PermissionDenied(_("The police open and keep rounds."))
    _must_stand(found, stages)
    return found


def _locked(found: Round) -> Round:
    rows = Round.objects.select_for_update(of=("self",)).select_related("agency__municipality")
    return rows.get(pk=found.pk)


def _must_stand(found: Round, stages: tuple) -> None:
    if found.status not in stages:
        raise ValidationError(
            _("The round is at “%(stage)s” now: somebody was faster, or this does not belong here.")
            % {"stage": found.get_status_display()},
            code="stage",
        )


def _move(found: Round, kind: str, by: Any, **values: Any) -> Round:
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    _note(found, kind, by)
    return found


def _note(found: Round, kind: str, by: Any) -> None:
    RoundEvent.objects.create(round=found, kind=kind, actor=by)
