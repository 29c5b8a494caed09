"""Pages of the weekly picture: the numbers, the priority list, actions, and the meeting made of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import done
from coordination.history import asides
from coordination.places import maps
from coordination.places.log import note
from coordination.places.queries import places_of, week_of
from coordination.places.weeks import actions, drawing, papers, queries
from coordination.places.weeks.forms import ActionForm, CloseForm, PriorityForm, StatusForm, WeekForm
from coordination.places.weeks.models import PlaceAction, Priority, Week
from permissions import places
from permissions.places import PlaceAct

A_PAGE = 26


@login_required
@require_http_methods(["GET", "POST"])
def weeks(request: HttpRequest) -> HttpResponse:
    """List the weeks there are pictures of; who cares for the places makes one here, or brings it up to date."""
    municipality = places.municipality(request.user, PlaceAct.SEE)
    cares = places.can(request.user, PlaceAct.CARE, municipality)
    this = week_of(timezone.now(), municipality)
    offered = [Week(municipality=municipality, monday=this - timedelta(weeks=n)) for n in range(3)]
    if request.method == "POST":
        if not cares:
            raise Http404
        made = actions.make_week(municipality, _monday(request.POST.get("week", "")), by=request.user)
        messages.success(request, _("The picture is up to date."))
        return redirect("week", key=made.key)
    page = Paginator(queries.weeks_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "places/weeks.html", {"page_of": page, "offered": offered, "cares": cares})


@login_required
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, key: str) -> HttpResponse:
    """Show the picture of a week: numbers, trend, map, priorities, and what became of earlier actions."""
    found = _week(request, key)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    if request.method == "POST":
        if not cares:
            raise Http404
        return _decide(request, found)
    note(found.municipality, "week-read", by=request.user, about=found)
    asides.read(request.user, found)
    shown = papers.meeting(found) | {"cares": cares, "own_agencies": _own(request)}
    return render(request, "places/week.html", shown | _drawn(found, shown["picture"]))


@login_required
@require_safe
def week_meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Show the agenda of the weekly meeting, to be printed or looked at together."""
    found = _week(request, key)
    note(found.municipality, "week-read", by=request.user, about=found)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    shown = papers.meeting(found) | {"cares": cares, "own_agencies": _own(request)}
    return render(request, "places/week_meeting.html", shown)


@login_required
@require_safe
def week_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Hand the agenda out as a PDF, to who cares for the places."""
    found = _week(request, key, PlaceAct.CARE)
    data = papers.meeting_paper(found, request.user)
    note(found.municipality, "paper-made", by=request.user, about=found)
    return pdf(data, f"{found.key}.pdf")


@login_required
@require_http_methods(["GET", "POST"])
def week_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write what the numbers say, and when the meeting is."""
    found = _week(request, key, PlaceAct.CARE)
    at = timezone.localtime(found.meets_at) if found.meets_at else None
    said = {"text": found.text, "meets_in": found.meets_in, "day": at and at.date(), "time": at and at.time()}
    form = WeekForm(request.POST or None, initial=said)
    if done(form, lambda: actions.write_week(found, by=request.user, **_but(form.cleaned_data, "day", "time"))):
        return redirect("week", key=found.key)
    return _form(request, found, form, _("Text and meeting"))


@login_required
@require_http_methods(["GET", "POST"])
def priority_new(request: HttpRequest, key: str) -> HttpResponse:
    """Put something on the joint priority list."""
    found = _week(request, key, PlaceAct.CARE)
    form = PriorityForm(
        request.POST or None, municipality=found.municipality, initial={"place": request.GET.get("place")}
    )
    if done(form, lambda: actions.add_priority(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is on the priority list."))
        return redirect("week", key=found.key)
    return _form(request, found, form, _("Put on the priority list"))


@login_required
@require_http_methods(["GET", "POST"])
def priority_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a priority, or take it over into the next week."""
    rows = places.visible(request.user, PlaceAct.CARE, Priority.objects.select_related("week", "municipality"))
    found = get_object_or_404(rows, pk=pk)
    if "carry" in request.POST:
        try:
            new = actions.carry_over(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("week", key=found.week.key)
        messages.success(request, _("It goes on in the list of the next week."))
        return redirect("week", key=new.week.key)
    form = CloseForm(request.POST or None)
    if done(form, lambda: actions.close_priority(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The priority is closed, and those who reported see it."))
        return redirect("week", key=found.week.key)
    return _form(request, found.week, form, found.title, carry=True)


@login_required
@require_http_methods(["GET", "POST"])
def action_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down an action on a priority."""
    rows = places.visible(request.user, PlaceAct.CARE, Priority.objects.select_related("week", "municipality", "place"))
    found = get_object_or_404(rows, pk=pk)
    form = ActionForm(request.POST or None, municipality=found.municipality, initial={"where": found.place or ""})
    if done(form, lambda: actions.add_action(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The action is written down."))
        return redirect("week", key=found.week.key)
    return _form(request, found.week, form, _("Action for “%(title)s”") % {"title": found.title})


@login_required
@require_http_methods(["GET", "POST"])
def place_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the agency that does it, or who cares for the places, tell how an action goes."""
    rows = PlaceAction.objects.select_related("municipality", "priority__week", "agency")
    found = get_object_or_404(places.answerable(request.user, rows), pk=pk)
    form = StatusForm(request.POST or None, initial={"status": found.status, "text": found.note})
    if done(form, lambda: actions.update_action(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Thank you. It is noted."))
        return redirect("week", key=found.priority.week.key)
    return _form(request, found.priority.week, form, found.what)


def pdf(data: bytes, name: str) -> HttpResponse:
    """Answer with a PDF to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _decide(request: HttpRequest, found: Week) -> HttpResponse:
    try:
        actions.decide(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The priority list is decided."))
    return redirect("week", key=found.key)


def _drawn(found: Week, picture: queries.Picture) -> dict[str, Any]:
    counts = {line.place.pk: line.count for line in picture.by_place if line.place}
    here = [line for line in picture.by_place if line.count]
    named = ", ".join(f"{line.name} {line.count}" for line in here) or _("no reports")
    number = ngettext("%(n)s report", "%(n)s reports", picture.total) % {"n": picture.total}
    says = _("%(number)s this week; on average %(before)s a week in the weeks before")
    return {
        "trend": drawing.trend(picture.trend, title=says % {"number": number, "before": picture.before}),
        "map": maps.numbered(
            list(found.municipality.areas.all()),
            list(places_of(found.municipality)),
            counts,
            title=_("Map with the number of reports at each place"),
            text=named,
        ),
    }


def _form(request: HttpRequest, found: Week, form: Any, title: str, *, carry: bool = False) -> HttpResponse:
    context = {"form": form, "week": found, "title": title, "carry": carry}
    return render(request, "places/week_form.html", context, status=422 if form.errors else 200)


def _week(request: HttpRequest, key: str, act: PlaceAct = PlaceAct.SEE) -> Week:
    rows = places.visible(request.user, act, Week.objects.select_related("municipality"))
    return get_object_or_404(rows, monday=_monday(key))


def _own(request: HttpRequest) -> set:
    return {agency.pk for agency in places.agencies(request.user, PlaceAct.SEE)}


def _monday(key: str) -> date:
    try:
        year, number = key.split("-W")
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise Http404 from error


def _but(said: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}
