"""The page of the consents to care for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.history.recording import note_reading
from coordination.sharing.chasing import MOST, Need, counts, needs_of


@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """List whose consent needs care, in the cases the reader coordinates."""
    rows = needs_of(request.user)
    show = request.GET.get("show", "")
    known = show in {need.value for need in Need}
    chosen = [row for row in rows if row.need.value == show] if known else rows
    shown = chosen[:MOST]
    for case in {row.case for row in shown}:
        note_reading(request.user, case, "consent-dashboard")
    found = counts(rows)
    context: dict[str, Any] = {
        "rows": shown,
        "more": len(chosen) - len(shown),
        "figures": [{"value": count, "label": need.label} for need, count in found],
        "segments": [
            {"url": "?", "title": _("All"), "count": len(rows), "current": not known},
            *({"url": f"?show={n}", "title": n.label, "count": c, "current": show == n} for n, c in found),
        ],
    }
    return render(request, "sharing/consents.html", context)
