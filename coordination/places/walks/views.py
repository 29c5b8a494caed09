"""Pages of safety walks: planning, stops, answers, and what is reported back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import done
from coordination.history import asides
from coordination.places.log import note
from coordination.places.moving import moves
from coordination.places.walks import actions, papers, queries
from coordination.places.walks.forms import AnswerForm, MoveForm, StopForm, WalkForm
from coordination.places.walks.models import Walk, WalkStop
from permissions import places
from permissions.places import PlaceAct

A_PAGE = 30


@login_required
@require_safe
def walks(request: HttpRequest) -> HttpResponse:
    """List the safety walks of the municipality."""
    municipality = places.municipality(request.user, PlaceAct.SEE)
    page = Paginator(queries.walks_seen_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    cares = places.can(request.user, PlaceAct.CARE, municipality)
    return render(request, "places/walks.html", {"page_of": page, "cares": cares})


@login_required
@require_http_methods(["GET", "POST"])
def walk_new(request: HttpRequest) -> HttpResponse:
    """Plan a walk."""
    if not (agencies := places.agencies(request.user, PlaceAct.CARE)):
        raise Http404
    form = WalkForm(request.POST or None, municipality=agencies[0].municipality)
    if done(form, lambda: actions.plan_walk(agencies[0], by=request.user, **form.cleaned_data)):
        messages.success(request, _("The walk is planned."))
        return redirect("walks")
    return _form(request, form, _("Plan a safety walk"), None)


@login_required
@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a walk with its stops and answers; who cares for the places takes it further here."""
    found = get_object_or_404(queries.walks_seen_by(request.user), pk=pk)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    on = moves(request, found, MoveForm, cares=cares, move=actions.move_walk)
    if on.gone:
        messages.success(request, _("The walk is one step further."))
        return redirect("walk", pk=found.pk)
    note(found.municipality, "walk-read", by=request.user, about=found)
    asides.read(request.user, found)
    context = {
        "walk": found,
        "stops": queries.stops_of(found),
        "moves": on.ways,
        "wrong": on.wrong,
        "cares": cares,
        "own_agencies": {agency.pk for agency in places.agencies(request.user, PlaceAct.SEE)},
        "may_add": cares and found.state in (Walk.State.PRE_MEETING, Walk.State.WALKED, Walk.State.FOLLOW_WALK),
        "answers": found.state not in (Walk.State.PLANNED, Walk.State.PRE_MEETING, Walk.State.CLOSED),
    }
    return render(request, "places/walk.html", context, status=on.status)


@login_required
@require_http_methods(["GET", "POST"])
def stop_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a stop."""
    rows = places.visible(request.user, PlaceAct.CARE, Walk.objects.select_related("municipality"))
    found = get_object_or_404(rows, pk=pk)
    form = StopForm(request.POST or None, municipality=found.municipality)
    if done(form, lambda: actions.add_stop(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The stop is written down."))
        return redirect("walk", pk=found.pk)
    return _form(request, form, _("Add a stop"), found)


@login_required
@require_http_methods(["GET", "POST"])
def stop_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the agency responsible, or who cares for the places, answer for a stop."""
    rows = WalkStop.objects.select_related("municipality", "walk", "agency")
    found = get_object_or_404(places.answerable(request.user, rows), pk=pk)
    said = {name: getattr(found, name) for name in ("answer", "reason", "due_on", "done_on")}
    form = AnswerForm(request.POST or None, initial=said)
    if done(form, lambda: actions.answer_stop(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Thank you. It is noted."))
        return redirect("walk", pk=found.walk_id)
    return _form(request, form, str(found), found.walk, stop=found)


@login_required
@require_safe
def walk_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out what is reported back as a PDF, to who cares for the places."""
    rows = places.visible(
        request.user, PlaceAct.CARE, Walk.objects.select_related("municipality", "place", "organiser")
    )
    found = get_object_or_404(rows, pk=pk)
    data = papers.report_back(found, request.user)
    note(found.municipality, "paper-made", by=request.user, about=found)
    headers = {"Content-Disposition": f'attachment; filename="walk-{found.walk_on.isoformat()}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _form(
    request: HttpRequest, form: Any, title: str, found: Walk | None, stop: WalkStop | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "walk": found, "stop": stop}
    return render(request, "places/walk_form.html", context, status=422 if form.errors else 200)
