"""What was seen and answered on a walk, on paper for those who walked. Made when asked for, kept nowhere."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.places.walks.models import Walk
from coordination.places.walks.queries import stops_of


def report_back(walk: Walk, reader: Any) -> bytes:
    """Return the stops of a walk and their answers as a PDF."""
    from coordination.papers.render import render_pdf

    context = {"municipality": walk.municipality, "demo": settings.DEMO, "walk": walk, "stops": list(stops_of(walk))}
    made_for = f"{reader.get_full_name()}, {reader.role_line}"
    language = (get_language() or "sv")[:2]
    title = _("Safety walk: what was seen and answered")
    return render_pdf("papers/walk.html", context, language=language, title=title, made_for=made_for)
