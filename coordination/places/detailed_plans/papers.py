"""The checklist of a detailed plan on paper. Made when asked for, kept nowhere."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.places.detailed_plans import queries
from coordination.places.detailed_plans.models import ChecklistItem, PlanReview


def checklist_paper(review: PlanReview, reader: Any) -> bytes:
    """Return the checklist at both stages and the opinions with their answers as a PDF."""
    from coordination.papers.render import render_pdf

    stages = [(stage.label, queries.checklist(review, stage)) for stage in ChecklistItem.Stage]
    context = {"municipality": review.municipality, "demo": settings.DEMO, "review": review}
    context |= {"stages": [(label, rows) for label, rows in stages if any(row["item"] for row in rows)]}
    context |= {"opinions": list(review.opinions.all()), "indicator": queries.indicator(review)}
    made_for = f"{reader.get_full_name()}, {reader.role_line}"
    language = (get_language() or "sv")[:2]
    title = _("Safety in a detailed plan")
    return render_pdf("papers/plan_review.html", context, language=language, title=title, made_for=made_for)
