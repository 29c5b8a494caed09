"""The page to read before a meeting, or when one takes over from somebody."""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.history.days import by_day
from coordination.history.recording import note_reading
from coordination.overview.brief import queries
from coordination.overview.queries import case_for, next_meeting
from permissions.roles import Act


@login_required
@require_safe
def case_brief(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what changed since a moment (``?since=``), what was promised, and who waits for whom."""
    user = request.user
    case = case_for(user, Act.VIEW, reference)
    note_reading(user, case, "brief")
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        moments = queries.moments(user, case)
        chosen = request.GET.get("since", "")
        if chosen not in moments:
            chosen = next(iter(moments))
        events, more = queries.changes(user, case, moments[chosen])
        meeting = queries.last_meeting(user, case)
        context = {
            "case": case,
            "since": moments[chosen],
            "choices": [
                {"name": name, "text": queries.SINCE[name], "at": at, "current": name == chosen}
                for name, at in moments.items()
            ],
            "days": by_day(events),
            "more": more,
            "entries": queries.new_entries(user, case, moments[chosen]),
            "meeting": meeting,
            "decided": queries.decided(user, meeting),
            "promises": queries.promises(user, case),
            "waiting": queries.waiting(user, case),
            "consent_ends": queries.ends_soon(user, case),
            "coming": (coming := next_meeting(user, case)),
            "uncovered": queries.uncovered(user, coming),
        }
        return render(request, "overview/brief.html", context)
