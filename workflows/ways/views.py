"""How we work: each way of working on a page, and how long its steps may take."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.forms.refusals import done
from coordination.overview.opening.forms import KIND_HINTS
from coordination.rules.models import Rule
from coordination.rules.queries import rule_of
from coordination.rules.setting import set_days, take_back
from coordination.steps.kinds import title_of
from permissions import policy
from workflows import graph
from workflows.deadlines import code_of
from workflows.drawing import bpmn
from workflows.ways import queries
from workflows.ways.forms import DaysForm


@login_required
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """List the ways of working of the reader's municipality."""
    place = _place(request)
    found = [
        {"kind": kind, "name": name, "hint": KIND_HINTS.get(kind, "")} for kind, name, _f in queries.ways_in(place)
    ]
    return render(request, "workflows/ways/ways.html", {"ways": found, "place": place})


@login_required
@require_safe
def way(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a way of working: its steps, who does what, how long it may take, and how it ends."""
    place = _place(request)
    flow = _flow(kind, place)
    context = {
        "kind": kind,
        "place": place,
        "name": flow.process_title,
        "hint": KIND_HINTS.get(kind, ""),
        "lines": queries.lines(flow, place),
        "roles": list(queries.ROLES.values()),
        "ends": queries.ends(flow),
        "drawing": queries.drawing(flow),
        "may_set": policy.may_set_rules(request.user, place),
    }
    return render(request, "workflows/ways/way.html", context)


@login_required
@require_safe
def way_bpmn(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out a way of working as BPMN, for tools that read it. It holds no data of cases."""
    flow = _flow(kind, _place(request))
    return HttpResponse(
        bpmn(flow),
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{flow.__name__.lower()}.bpmn"'},
    )


@login_required
@require_http_methods(["GET", "POST"])
def way_days(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Set how long a kind of step may take, for unit managers of the municipality's social services."""
    place = _place(request)
    flow = _flow(kind, place)
    if not graph.draws(flow, step) or not policy.may_set_rules(request.user, place):
        raise Http404
    code = code_of(flow.rules, step)
    now = rule_of(code, place)
    form = DaysForm(request.POST if request.method == "POST" else None, initial=now.value)
    if done(form, lambda: set_days(code, place, by=request.user, **form.details())):
        messages.success(request, _("The change is stored and comes into force by itself."))
        return redirect("way", kind=kind)
    context = {
        "form": form,
        "kind": kind,
        "name": flow.process_title,
        "title": title_of(step),
        "now": now,
        "rows": queries.set_before(code, place),
    }
    return render(request, "workflows/ways/days.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def way_days_take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take back a change that has not come into force."""
    place = _place(request)
    if not policy.may_set_rules(request.user, place):
        raise Http404
    rule = get_object_or_404(Rule, pk=pk, municipality=place)
    try:
        take_back(rule, by=request.user)
        messages.success(request, _("The change is taken back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("way", kind=kind)


def _place(request: HttpRequest) -> Any:
    """Return the municipality of the reader's first post; without any there is nothing to show."""
    posts = request.user.posts  # type: ignore[union-attr]
    if not posts:
        raise Http404
    return posts[0].agency.municipality


def _flow(kind: str, place: Any) -> Any:
    flow = queries.way(kind, place)
    if flow is None:
        raise Http404
    return flow
