"""How we work: each way of working on a page, with what the municipality has set of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.overview.opening.forms import KIND_HINTS
from coordination.steps.kinds import title_of
from permissions import policy
from workflows.drawing import bpmn
from workflows.ways import queries
from workflows.ways.changes import changes
from workflows.ways.places import flow_for, node_for, place_of
from workflows.ways.settings import OF_STEP, OF_WAY


@login_required
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """List the ways of working of the reader's municipality."""
    place = place_of(request)
    found = [
        {"kind": kind, "name": name, "hint": KIND_HINTS.get(kind, "")} for kind, name, _f in queries.ways_in(place)
    ]
    return render(request, "workflows/ways/ways.html", {"ways": found, "place": place})


@login_required
@require_safe
def way(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a way of working: its steps, who does what, how long it may take, and how it ends."""
    place = place_of(request)
    flow = flow_for(kind, place)
    lines = queries.lines(flow, place)
    context = _context(request, kind, flow, place) | {
        "hint": KIND_HINTS.get(kind, ""),
        "lines": lines,
        "roles": list(queries.ROLES.values()),
        "ends": queries.ends(flow),
        "drawing": queries.drawing(flow, lines),
        "set": [queries.shown(name, OF_WAY[name], flow, place) for name in OF_WAY],
    }
    return render(request, "workflows/ways/way.html", context)


@login_required
@require_safe
def way_bpmn(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out a way of working as BPMN, for tools that read it. It holds no data of cases."""
    flow = flow_for(kind, place_of(request))
    return HttpResponse(
        bpmn(flow),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{flow.__name__.lower()}.bpmn"'},
    )


@login_required
@require_safe
def way_step(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Show what the municipality has set of a kind of step."""
    place = place_of(request)
    flow = flow_for(kind, place)
    node = node_for(flow, step)
    fitting = [(name, setting) for name, setting in OF_STEP.items() if setting.fits(node)]
    context = _context(request, kind, flow, place) | {
        "step": step,
        "title": title_of(step),
        "by_law": bool(node.clocks),
        "set": [queries.shown(name, setting, flow, place, step) for name, setting in fitting],
    }
    return render(request, "workflows/ways/step.html", context)


@login_required
@require_safe
def way_changes(request: HttpRequest, kind: str) -> HttpResponse:
    """Show every change that the municipality made: what was, what becomes, who set it, why and from when."""
    place = place_of(request)
    flow = flow_for(kind, place)
    context = _context(request, kind, flow, place) | {"changes": changes(flow, place)}
    return render(request, "workflows/ways/changes.html", context)


def _context(request: HttpRequest, kind: str, flow: Any, place: Any) -> dict[str, Any]:
    may_set = policy.may_set_rules(request.user, place)
    return {"kind": kind, "name": flow.process_title, "place": place, "may_set": may_set}
