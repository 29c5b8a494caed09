"""Pages for reports: writing one, following the own ones, and the gate."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms import list_errors
from coordination.forms.refusals import attempt
from coordination.history import asides
from coordination.places import maps
from coordination.places.log import note
from coordination.places.queries import labels, nearest, places_of
from coordination.places.reports import actions, queries
from coordination.places.reports.forms import GateForm, ReportForm
from coordination.places.reports.models import PlaceReport
from permissions import places
from permissions.places import PlaceAct

A_PAGE = 40


@login_required
@require_http_methods(["GET", "POST"])
def place_report_new(request: HttpRequest) -> HttpResponse:
    """Write a report. A script that sends one kept on the phone asks for JSON, everybody else gets pages."""
    agencies = places.agencies(request.user, PlaceAct.REPORT)
    if not agencies:
        raise Http404
    municipality = agencies[0].municipality
    areas, there = list(municipality.areas.all()), list(places_of(municipality))
    if request.method == "POST" and (point := _pointed(request, areas, there)):
        data = request.POST.copy()
        data["east"], data["north"] = (str(number) for number in point)
        form = ReportForm(initial={name: data.get(name) for name in data}, agencies=agencies)
        return _form_page(request, form, municipality, (areas, there))
    form = ReportForm(request.POST or None, agencies=agencies, initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _make(request, form.cleaned_data, agencies))
        if made:
            return _made(request, made)
    if form.errors and _wants_json(request):
        return JsonResponse({"errors": [e.text for e in list_errors([form])]}, status=422)
    return _form_page(request, form, municipality, (areas, there), status=422 if form.errors else 200)


@login_required
@require_safe
def place_reports_mine(request: HttpRequest) -> HttpResponse:
    """Show the reader's own reports and what became of each."""
    if not places.agencies(request.user, PlaceAct.REPORT):
        raise Http404
    page = Paginator(queries.mine(request.user), A_PAGE).get_page(request.GET.get("page"))
    asides.read(request.user, *page)
    return render(request, "places/reports_mine.html", {"page_of": page, "names": _names(request)})


@login_required
@require_safe
def place_reports(request: HttpRequest) -> HttpResponse:
    """Show who cares for the places what waits to be checked, and what was checked."""
    municipality = places.municipality(request.user, PlaceAct.CARE)
    waiting = list(queries.at_gate(municipality)[: queries.NEWEST])
    page = Paginator(queries.checked(municipality), A_PAGE).get_page(request.GET.get("page"))
    note(municipality, "gate-read", by=request.user, number=len(waiting) + len(page))
    context = {"waiting": waiting, "page_of": page, "names": labels("est.categories", municipality)}
    return render(request, "places/reports.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def place_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one report to who wrote it and to who cares for the places; these decide on it here."""
    rows = places.readable(request.user, PlaceReport.objects.select_related(*queries.WITH))
    found = get_object_or_404(rows, pk=pk)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    if request.method == "POST" and not cares:
        raise Http404
    suggested = found.place or nearest(found.municipality, found.point)
    form = GateForm(request.POST or None, report=found, initial={"place": suggested}) if cares else None
    if form and request.method == "POST" and form.is_valid() and attempt(form, lambda: _decide(request, found, form)):
        messages.success(request, _("The report: %(state)s.") % {"state": found.get_state_display()})
        return redirect("place_reports")
    if request.user.pk != found.reporter_id:
        note(found.municipality, "report-read", by=request.user, about=found)
    context = {
        "report": found,
        "form": form if found.state in PlaceReport.OPEN and not found.merged_into_id else None,
        "name": labels("est.categories", found.municipality).get(found.category, found.category),
        "together": found.merged.count(),
        "cares": cares,
    }
    return render(request, "places/report.html", context, status=422 if form and form.errors else 200)


@login_required
@require_safe
def places_map(request: HttpRequest) -> HttpResponse:
    """Draw the map one points at; with ``?at=east,north`` the chosen point is marked."""
    municipality = places.municipality(request.user, PlaceAct.REPORT)
    chosen = request.GET.get("at", "").split(",")
    at = (int(chosen[0]), int(chosen[1])) if len(chosen) == 2 and all(_is_number(n) for n in chosen) else None
    drawn = maps.picture(list(municipality.areas.all()), list(places_of(municipality)), chosen=at)
    return HttpResponse(drawn, content_type="image/svg+xml")


def _make(request: HttpRequest, said: dict[str, Any], agencies: list[Any]) -> PlaceReport:
    agency = next((a for a in agencies if str(a.pk) == said.get("agency")), agencies[0])
    point = (said["east"], said["north"]) if said["east"] is not None and said["north"] is not None else None
    return actions.make_report(
        by=request.user,
        agency=agency,
        client_id=said["client_id"],
        what=actions.What(said["category"], said["severity"], said["repeated"], said["text"]),
        where=actions.Where(said["place"], point, said["where"]),
        happened_at=said["happened_at"],
    )


def _made(request: HttpRequest, made: PlaceReport) -> HttpResponse:
    if "kept" not in request.POST:  # One that was kept in the browser is sent from any page; the script says it there.
        messages.success(request, _("Thank you. The report has come in. Here you see what becomes of it."))
    if _wants_json(request):
        return JsonResponse({"id": str(made.client_id)}, status=201)
    return redirect("place_reports_mine")


def _decide(request: HttpRequest, found: PlaceReport, form: GateForm) -> PlaceReport:
    said, by = form.cleaned_data, request.user
    does = {
        form.CHECK: lambda: actions.check(found, by=by, place=said["place"], answer=said["answer"]),
        form.BOUNCE: lambda: actions.bounce(found, by=by, answer=said["answer"]),
        form.SAME: lambda: actions.merge(found, said["same"], by=by),
        form.PLACE: lambda: actions.set_place(found, said["place"], by=by),
        form.NOTHING: lambda: actions.close(found, by=by, answer=said["answer"]),
        form.ELSEWHERE: lambda: actions.close(found, by=by, answer=said["answer"], elsewhere=True),
    }
    done = does[said["decision"]]()
    found.state = done.state
    return done


def _form_page(
    request: HttpRequest, form: ReportForm, municipality: Any, shown: tuple[list, list], status: int = 200
) -> HttpResponse:
    areas, there = shown
    width, height = maps.size(areas, there)
    near = nearest(municipality, form.point)
    context = {"form": form, "width": width, "height": height, "near": near, "has_map": bool(there)}
    context |= {"frame": maps.frame(areas, there), "margin": maps.MARGIN, "whole": maps.WIDTH}
    return render(request, "places/report_new.html", context, status=status)


def _pointed(request: HttpRequest, areas: list, there: list) -> tuple[int, int] | None:
    """Return the point at which somebody without scripts pointed. The keyboard presses the picture at 0, 0."""
    x, y = request.POST.get("map.x", ""), request.POST.get("map.y", "")
    if not (_is_number(x) and _is_number(y)) or (x, y) == ("0", "0"):
        return None
    return maps.pointed(areas, there, int(x), int(y))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _names(request: HttpRequest) -> dict[str, str]:
    return labels("est.categories", places.municipality(request.user, PlaceAct.REPORT))
