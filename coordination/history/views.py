"""The history of a case, and the managers' page of what to look into."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.history import days, export, presence, queries
from coordination.history.forms import HistoryFilter, ReadingFilter
from coordination.history.kinds import KINDS, reading_label
from coordination.history.recording import note_reading
from coordination.history.sentences import sentences
from coordination.live import is_fragment, listen
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def case_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what happened in a case, newest first. The part ``events`` alone is what live pages read again."""
    case = _case(request, reference, Act.READ_HISTORY)
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        form, rows = _events(request, case)
        context = {"case": case, "form": form, "list": _list(request, rows, form, sentences)}
        if is_fragment(request):
            return render(request, "history/events.html", context)
        note_reading(request.user, case, "history")
        figures = queries.figures_of(request.user, case, queries.events_of(request.user, case))
        return render(request, "history/case.html", context | _frame(request, case) | {"figures": _named(figures)})


@login_required
@require_safe
def case_readings(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who was shown what in a case, for who may audit it."""
    case = _case(request, reference, Act.AUDIT)
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        form, rows = _readings(request, case)
        context = {"case": case, "form": form, "list": _list(request, rows, form, days.told_readings)}
        note_reading(request.user, case, "readings")
        return render(request, "history/readings.html", context | _frame(request, case))


@login_required
@require_safe
def case_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out what the history shows with this filter, or (?part=readings) the readings, as a file."""
    readings = request.GET.get("part") == "readings"
    case = _case(request, reference, Act.AUDIT if readings else Act.READ_HISTORY)
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        rows = _reading_rows(request, case) if readings else _event_rows(request, case)
        text = "".join(export.lines(rows))
    what = "readings" if readings else "history"
    note_reading(request.user, case, f"{what}-file")
    name = f"{case.reference}-{what}.csv"
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show a unit manager the cases they may audit, those in which something deviates first of all."""
    if not policy.leads_a_unit(request.user):
        raise Http404
    rows = queries.audited_cases(request.user)
    deviating = queries.deviating(rows)
    counts = {"deviating": deviating.count(), "all": rows.count()}
    show = "all" if request.GET.get("show") == "all" else "deviating"
    chosen = rows if show == "all" else deviating
    mark = chosen.filter(reference=request.GET.get("after", "")).values_list("opened_at", flat=True).first()
    older = chosen.filter(opened_at__lt=mark) if mark else chosen
    found = list(older.order_by("-opened_at", "pk")[: queries.PAGE + 1])
    context = {"cases": [days.audited(case) for case in found[: queries.PAGE]], "counts": counts, "show": show}
    context["next"] = found[queries.PAGE - 1].reference if len(found) > queries.PAGE else ""
    return render(request, "history/audit.html", context)


@login_required
@require_safe
def presence_fragment(request: HttpRequest, section: UUID) -> HttpResponse:
    """Say who else writes in a section, to those who may see it."""
    record = presence.section_of(request.user, Act.VIEW, section)
    if record is None:
        raise Http404
    writers = presence.writers_in(record, but=request.user)
    return render(request, "history/writers.html", {"writers": writers})


def _case(request: HttpRequest, reference: str, act: Act) -> Any:
    try:
        return queries.case_with_history(request.user, reference, act)
    except ObjectDoesNotExist:
        if act is Act.AUDIT:
            policy.require(request.user, act, _case(request, reference, Act.READ_HISTORY))
        raise Http404 from None


def _events(request: HttpRequest, case: Any) -> tuple[HistoryFilter, Any]:
    rows = queries.events_of(request.user, case)
    form = HistoryFilter(request.GET, people=queries.actors_in(rows), agencies=queries.agencies_in(case))
    return form, queries.chosen_events(rows, form.wanted)


def _readings(request: HttpRequest, case: Any) -> tuple[ReadingFilter, Any]:
    rows = queries.readings_of(request.user, case)
    form = ReadingFilter(request.GET, people=queries.readers_in(rows))
    return form, queries.chosen_readings(rows, form.wanted)


def _list(request: HttpRequest, rows: Any, form: ReadingFilter, tell: Any) -> dict[str, Any]:
    """Return one page of a list, by days, with the addresses of the pages beside it."""
    page = queries.cut(rows, before=_number(request, "before"), after=_number(request, "after"))
    kept = form.kept().urlencode()

    def url(name: str, pk: int | None) -> str:
        return f"?{name}={pk}{f'&{kept}' if kept else ''}" if pk else ""

    return {
        "days": days.by_day(tell(page.rows)),
        "total": rows.count(),
        "older": url("before", page.older),
        "newer": url("after", page.newer),
        "query": kept,
        "live": page.newer is None,
    }


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _frame(request: HttpRequest, case: Any) -> dict[str, Any]:
    """Return what the pages of the history share, and listen to the case where the reader may."""
    if policy.can(request.user, Act.VIEW, case):
        listen(request, case)
    return {"audits": policy.can(request.user, Act.AUDIT, case)}


def _named(figures: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "events": _("events"),
        "readings": _("readings"),
        "people": _("people have had access"),
        "days": _("days since the case was opened"),
        "late": _("late steps"),
    }
    return [{"value": figures[key], "label": label} for key, label in labels.items() if key in figures]


def _event_rows(request: HttpRequest, case: Any) -> list[list[str]]:
    rows = [[_("Time"), _("Event"), _("About"), _("Who"), _("Agency")]]
    for row in sentences(_events(request, case)[1]):
        kind = KINDS.get(row["event"].kind)
        rows.append([days.stamp(row["at"]), row["text"], days.group(kind), row["actor"], row["agency"]])
    return rows


def _reading_rows(request: HttpRequest, case: Any) -> list[list[str]]:
    rows = [[_("Time"), _("What"), _("Who")]]
    for reading in _readings(request, case)[1]:
        rows.append([days.stamp(reading.at), reading_label(reading.what), str(reading.reader)])
    return rows
