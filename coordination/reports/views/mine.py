"""What the sender of a report may know: that it was received, and what was answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.reports import actions, queries
from coordination.reports.feedback import ask_feedback
from coordination.reports.models import Report, ReportDraft
from permissions import policy


@login_required
@require_safe
def my_reports(request: HttpRequest) -> HttpResponse:
    """List the reader's own reports with their status, and nothing else of them."""
    user: Any = request.user
    unfinished = ReportDraft.objects.filter(owner=user)
    context = {
        "rows": [_status(report) for report in queries.sent_reports(user)],
        "unfinished": unfinished,
        "may_report": queries.own_agencies(user).exists(),
        "has_queue": queries.has_queue(user),
    }
    return render(request, "reports/mine.html", context)


@login_required
@require_safe
def report_receipt(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show the receipt of an own report: its number, when it came in, and its status."""
    user: Any = request.user
    report = get_object_or_404(policy.reports.sent_by(user, Report.objects.select_related(*queries.ROWS)), pk=pk)
    actions.read_notices(user, report)
    return render(request, "reports/receipt.html", {"row": _status(report)})


@login_required
@require_POST
def report_ask(request: HttpRequest, pk: Any) -> HttpResponse:
    """Ask what came of an own report."""
    user: Any = request.user
    report = get_object_or_404(policy.reports.sent_by(user, Report.objects.all()), pk=pk)
    try:
        ask_feedback(report, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Social services are asked. You are told here when they have answered."))
    return redirect("report_receipt", pk)


def _status(report: Report) -> dict[str, Any]:
    """Return what the sender may know: the answer about each child, if one was given; else that it was received."""
    children = [
        {"initials": child.initials, "answer": child.get_feedback_display() if child.feedback else ""}
        for child in report.children.all()
    ]
    answered = all(child["answer"] for child in children)
    may_ask = report.may_get_feedback and report.asked_at is None and not answered
    return {"report": report, "children": children, "answered": answered, "may_ask": may_ask}
