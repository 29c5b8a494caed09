"""A matter on paper, for the board."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coordination.matters import queries
from coordination.matters.catalogue import flags_of
from coordination.matters.models import Matter


def pdf_of(matter: Matter, *, reader: Any) -> bytes:
    """Make the PDF of a matter for ``reader``, who may read it. Raises PaperFailed if it cannot be made.

    It is made while the page waits: a matter is a page or two, and the
    process that lays it out is bounded (`papers.render`).
    """
    from coordination.papers.render import render_pdf

    return render_pdf(
        "papers/matter.html",
        content_of(matter),
        language=translation.get_language()[:2],
        title=_("Matter about a provider"),
        made_for=f"{reader.get_full_name()}, {reader.role_line}",
    )


def content_of(matter: Matter) -> dict[str, Any]:
    """Return what the paper, and the page, show of a matter."""
    return {
        "matter": matter,
        "municipality": matter.agency.municipality,
        "flags": flags_of(matter),
        "hours": queries.hours_of(matter),
        "checks": queries.checklist(matter),
        "notices": queries.notices_of(matter),
        "contract": list(matter.contractactions.select_related("by")),
        "inspections": queries.inspections_of(matter),
        "triages": list(matter.mattertriages.select_related("by", "answered_by")),
    }
