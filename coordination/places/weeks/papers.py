"""The meeting about a week on paper: made when it is asked for, and kept nowhere."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.places.weeks import queries
from coordination.places.weeks.models import Week


def meeting_paper(week: Week, reader: Any) -> bytes:
    """Return the agenda of the weekly meeting with its numbers, priorities and actions as a PDF."""
    from coordination.papers.render import render_pdf

    title = _("Weekly meeting on safe places, week %(number)s") % {"number": week.number}
    context = {"municipality": week.municipality, "demo": settings.DEMO, **meeting(week)}
    made_for = f"{reader.get_full_name()}, {reader.role_line}"
    language = (get_language() or "sv")[:2]
    return render_pdf("papers/place_week.html", context, language=language, title=title, made_for=made_for)


def meeting(week: Week) -> dict[str, Any]:
    """Return what the agenda of the weekly meeting is made of."""
    return {
        "week": week,
        "picture": queries.picture(week),
        "followed_up": list(queries.followed_up(week)),
        "priorities": list(queries.priorities_of(week)),
    }
