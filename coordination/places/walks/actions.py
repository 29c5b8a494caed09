"""What is done with a safety walk: planned, walked, answered by who is responsible, reported back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.agencies.models import Agency
from coordination.history import asides
from coordination.history.models import Aside
from coordination.places.locking import locked_for
from coordination.places.log import note
from coordination.places.models import Place
from coordination.places.names import must_be_nameless
from coordination.places.queries import known_names, partners
from coordination.places.states import must_lead
from coordination.places.walks.models import Walk, WalkStop
from coordination.rules.queries import value_of
from permissions import places
from permissions.places import PlaceAct


@transaction.atomic
def plan_walk(
    organiser: Agency,
    *,
    by: Any,
    title: str,
    pre_meeting_on: date,
    walk_on: date,
    report_back_on: date,
    place: Place | None = None,
    route: str = "",
) -> Walk:
    """Plan a walk with its three meetings, two to three weeks apart as the rule says."""
    municipality = organiser.municipality
    places.require(by, PlaceAct.CARE, municipality)
    span = value_of("walk.days_between", municipality)
    for field, first, then in (("walk_on", pre_meeting_on, walk_on), ("report_back_on", walk_on, report_back_on)):
        if not span["least"] <= (then - first).days <= span["most"]:
            words = _("Between two of the meetings there are %(least)s to %(most)s days.")
            raise ValidationError({field: words % span})
    must_be_nameless(known_names(municipality), title=title, route=route)
    days = {"pre_meeting_on": pre_meeting_on, "walk_on": walk_on, "report_back_on": report_back_on}
    said = {"title": title.strip(), "route": route.strip(), "place": place, **days}
    walk = Walk.objects.create(municipality=municipality, organiser=organiser, opened_by=by, **said)
    note(municipality, "walk-planned", by=by, about=walk)
    return walk


@transaction.atomic
def move_walk(walk: Walk, to: str, *, by: Any, walked_by: int | None = None, again_on: date | None = None) -> Walk:
    """Take a walk one step further. Walked: say how many took part. Reported back: every stop has its answer."""
    walk = _lock(walk, by)
    must_lead(walk, to)
    if to == Walk.State.WALKED:
        walk.walked_by = _checked_number(walk, walked_by)
    if to == Walk.State.ANSWERS_DUE and not walk.stops.exists():
        raise ValidationError(_("Write down the stops first: what was seen, and who is responsible."))
    if to == Walk.State.REPORTED_BACK:
        open_ = walk.stops.filter(answer=WalkStop.Answer.NONE).count()
        if open_:
            words = ngettext("%(n)s stop has no answer yet.", "%(n)s stops have no answer yet.", open_)
            raise ValidationError(words % {"n": open_})
        walk.again_on = again_on
    walk.state = to
    walk.save(update_fields=["state", "walked_by", "again_on"])
    note(walk.municipality, "walk-moved", by=by, about=walk, state=to)
    return walk


@transaction.atomic
def add_stop(
    walk: Walk,
    *,
    by: Any,
    where: str,
    light: str,
    observation: str,
    proposal: str = "",
    agency: Agency | None = None,
    body: str = "",
) -> WalkStop:
    """Write down a stop: where, by day or in the dark, what was seen, what is proposed, and who is responsible."""
    walk = _lock(walk, by)
    if walk.state not in (Walk.State.PRE_MEETING, Walk.State.WALKED, Walk.State.FOLLOW_WALK):
        raise ValidationError(_("Stops are written down before and after the walk, not once answers are asked for."))
    if (agency is None) == (not body.strip()):
        raise ValidationError({"agency": _("Choose who is responsible: an agency, or somebody else in words.")})
    if agency is not None and not partners(walk.municipality).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("Choose an agency that takes part.")})
    texts = {"where": where, "observation": observation, "proposal": proposal, "body": body}
    must_be_nameless(known_names(walk.municipality), **texts)
    number = (walk.stops.aggregate(last=Max("number"))["last"] or 0) + 1
    said = {name: text.strip() for name, text in texts.items()}
    stop = WalkStop(municipality=walk.municipality, walk=walk, number=number, light=light, agency=agency, **said)
    stop.full_clean(exclude=["municipality", "walk", "agency"], validate_constraints=False)
    stop.save()
    note(walk.municipality, "stop-added", by=by, about=walk, stop=str(stop.pk))
    if agency is not None:
        asides.tell(Aside.Kind.PLACE_STOP, walk, places.people_taking_part(walk.municipality, agency), but=by)
    return stop


@transaction.atomic
def answer_stop(
    stop: WalkStop, *, by: Any, answer: str, reason: str = "", due_on: date | None = None, done_on: date | None = None
) -> WalkStop:
    """Answer for a stop: it is done, later, or not and why. For the agency responsible, and who cares for the places.

    Once it is done ``done_on`` tells when.
    """
    found = locked_for(by, stop, "walk")
    if found.walk.state in (Walk.State.PLANNED, Walk.State.PRE_MEETING, Walk.State.CLOSED):
        raise ValidationError(_("Answers are given between the walk and its end."))
    if answer not in (WalkStop.Answer.DO, WalkStop.Answer.LATER, WalkStop.Answer.NOT):
        raise ValidationError({"answer": _("Choose an answer.")})
    if answer != WalkStop.Answer.DO and not reason.strip():
        raise ValidationError({"reason": _("Say why: those who walked are told.")})
    if done_on and done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This lies in the future.")})
    must_be_nameless(known_names(found.municipality), reason=reason)
    found.answer, found.reason, found.due_on = answer, reason.strip(), due_on
    found.done_on = done_on if answer != WalkStop.Answer.NOT else None
    found.answered_by, found.answered_at = by, timezone.now()
    found.save()
    note(found.municipality, "stop-done" if found.done_on else "stop-answered", by=by, about=found.walk, answer=answer)
    return found


def _checked_number(walk: Walk, number: int | None) -> int:
    most = value_of("walk.most_people", walk.municipality)
    if not number or number < 1:
        raise ValidationError({"walked_by": _("Say how many walked.")})
    if number > most:
        words = _("At most %(most)s take part in one walk. Were there more, they walked in two groups: two walks.")
        raise ValidationError({"walked_by": words % {"most": most}})
    return number


def _lock(walk: Walk, by: Any) -> Walk:
    places.require(by, PlaceAct.CARE, walk.municipality)
    return Walk.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=walk.pk)
