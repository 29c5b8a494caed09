"""The page of a case: what is mine to do, how far it has come, who is in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.cases.models import Case
from coordination.clocks.queries import of_case
from coordination.clocks.showing import rows_of
from coordination.history.recording import note_reading
from coordination.live import listen
from coordination.overview import queries
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act


@login_required
@require_GET
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case, whole to those in it and as a cover to those whose post lets them know of it."""
    case = queries.case_for(request.user, Act.SEE_COVER, reference)
    acts = policy.acts_on(request.user, case)
    if part := request.GET.get("part"):
        return _fragment(request, case, acts, part)
    if Act.VIEW not in acts:
        note_reading(request.user, case, "cover")
        return render(
            request, "overview/cover.html", {"case": case, "case_acts": acts, **_cover(request.user, case, acts)}
        )
    listen(request, case)
    note_reading(request.user, case, "overview")
    context: dict[str, Any] = {"case": case, "case_acts": acts}
    for read in PARTS.values():
        context |= read(request.user, case, acts)
    return render(request, "overview/case.html", context)


def _fragment(request: HttpRequest, case: Case, acts: set[Act], part: str) -> HttpResponse:
    if Act.VIEW not in acts or part not in PARTS:
        raise Http404
    context = {"case": case, **PARTS[part](request.user, case, acts)}
    return render(request, f"overview/case/{part}.html", context)


def _now(user: Any, case: Case, acts: set[Act]) -> dict[str, Any]:
    own = queries.steps_for(user, acts, Step.objects.filter(case=case))
    waiting = queries.waiting_steps(user, case, own)
    return {"own": own, "waiting": waiting, "may_remind": Act.COORDINATE in acts}


def _progress(user: Any, case: Case, acts: set[Act]) -> dict[str, Any]:
    return {}


def _aside(user: Any, case: Case, acts: set[Act]) -> dict[str, Any]:
    shown = [p for p in queries.parties(case) if p["there"].status in ("accepted", "invited")]
    told = queries.ground(case)
    for party in shown:
        party["until"] = told["until"].get(party["agency"].pk)
    mine = policy.agencies_for(user, Act.VIEW, case)
    return {
        "deadlines": rows_of(of_case(user, case, Act.SEE_COVER)),
        "meeting": queries.next_meeting(user, case),
        "plan": queries.plan_of(user, case),
        "parties": shown,
        "ground": told,
        "leads": case.lead_agency_id in mine,
        "my_until": min((told["until"][pk] for pk in mine if pk in told["until"]), default=None),
    }


def _events(user: Any, case: Case, acts: set[Act]) -> dict[str, Any]:
    return {"events": queries.news(user, case)}


def _cover(user: Any, case: Case, acts: set[Act]) -> dict[str, Any]:
    answers, moves = [], []
    if Act.ANSWER in acts:
        invited = case.participations.filter(status="invited")
        answers = list(policy.visible(user, Act.ANSWER, invited).select_related("agency", "invited_by"))
    if Act.REASSIGN in acts:
        rows = policy.visible(user, Act.REASSIGN, case.steps.open())
        moves = list(rows.select_related("agency", "owner").order_by("due_at", "pk"))
    led = rows_of(of_case(user, case, Act.SEE_COVER))
    return {"answers": answers, "moves": moves, "deadlines": led, "acts": [str(a) for a in acts]}


Reader = Callable[[Any, Case, set[Act]], dict[str, Any]]
PARTS: dict[str, Reader] = {
    "now": _now,
    "progress": _progress,
    "aside": _aside,
    "events": _events,
}
