"""The queue of those who receive reports: reading one, taking it in, answering the notifier."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.documents import storage
from coordination.documents.views import file_response
from coordination.forms.refusals import attempt, done
from coordination.reports import actions, queries
from coordination.reports.counting import protection_due
from coordination.reports.feedback import give_feedback
from coordination.reports.models import Report, ReportedChild, ReportEvent, ReportFile
from coordination.reports.taking import take_in
from coordination.reports.taking_forms import FeedbackForm, TakeInForm
from permissions import policy


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports that have come in to the reader's unit: the new, those being assessed, those to answer."""
    user: Any = request.user
    if not queries.has_queue(user):
        raise PermissionDenied(_("Reports are read by those who receive them."))
    context = {
        "new": [
            {"report": r, "due": (due := protection_due(r)), "late": due < timezone.now()}
            for r in queries.new_reports(user)
        ],
        "assessing": queries.being_assessed(user),
        "asked": queries.feedback_wanted(user),
        "may_register": queries.receiving_agencies(user).exists(),
    }
    return render(request, "reports/queue.html", context)


@login_required
@require_safe
def report(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a report to those who may read it now, and note that it was read."""
    user: Any = request.user
    found = actions.open_report(pk, by=user)
    rows = Report.objects.filter(pk=found.pk)
    context = {
        "report": found,
        "children": queries.children_of(user, found),
        "guardians": found.guardians.all(),
        "files": found.files.all(),
        "named": policy.reports.naming(user, rows).exists(),
        "may_take": policy.reports.workable(user, rows).exists(),
        "may_answer": found.may_get_feedback and policy.reports.answerable(user, rows).exists(),
        "due": protection_due(found),
        "read_by": queries.readings_of(user, found),
        "happened": found.events.exclude(kind__in=[ReportEvent.Kind.READ, ReportEvent.Kind.FILE_READ]),
    }
    return render(request, "reports/report.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_take_in(request: HttpRequest, child: Any) -> HttpResponse:
    """Take the report about one child in: into a new case, or into one that is open."""
    user: Any = request.user
    found = _child(child, policy.reports.workable(user, Report.objects.all()))
    if found.case_id:
        messages.info(request, _("The report about this child is taken in already."))
        return redirect("report", found.report_id)
    choices = {"same": list(queries.same_child(user, found)), "others": list(queries.joinable(user, found.report))}
    form = TakeInForm(request.POST or None, child=found, **choices)
    if request.method == "POST" and form.is_valid():
        case = attempt(form, lambda: take_in(found, by=user, case=form.chosen))
        if case is not None:
            messages.success(request, _("The report is taken in. Judge first whether the child needs protection now."))
            return redirect("case", case.reference)
    if request.method == "GET":
        actions.note_read(found.report, ReportEvent.Kind.READ, by=user)
    context = {"form": form, "child": found, "report": found.report}
    context["earlier"] = actions.find_earlier(found, by=user) if request.method == "GET" else []
    return render(request, "reports/take_in.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def report_feedback(request: HttpRequest, child: Any) -> HttpResponse:
    """Tell the notifier what came of the report about one child."""
    user: Any = request.user
    found = _child(child, policy.reports.answerable(user, Report.objects.all()))
    if not found.report.may_get_feedback:
        raise Http404
    if found.feedback:
        messages.info(request, _("The notifier has been told already."))
        return redirect("report", found.report_id)
    form = FeedbackForm(request.POST or None)
    if done(form, lambda: give_feedback(found, by=user, answer=form.cleaned_data["answer"])):
        messages.success(request, _("The notifier is told."))
        return redirect("report", found.report_id)
    if request.method == "GET":
        actions.note_read(found.report, ReportEvent.Kind.READ, by=user)
    context = {"form": form, "child": found, "report": found.report}
    return render(request, "reports/feedback.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def report_file(request: HttpRequest, pk: Any) -> HttpResponse:
    """Hand out an attachment to those who may read its report now, and note it; of a draft, to its writer."""
    user: Any = request.user
    file = get_object_or_404(ReportFile.objects.select_related("report__receiving_agency", "draft"), pk=pk)
    if file.report is None:
        if file.draft is None or file.draft.owner_id != user.pk:
            raise Http404
    elif not queries.readable(user).filter(pk=file.report.pk).exists():
        raise Http404
    else:
        actions.note_read(file.report, ReportEvent.Kind.FILE_READ, by=user)
    return file_response(storage.read(file.path), file.content_type, file.name)


def _child(pk: Any, reports: Any) -> ReportedChild:
    rows = ReportedChild.objects.filter(report__in=reports.values("pk"))
    return get_object_or_404(rows.select_related("report__receiving_agency__municipality", "case"), pk=pk)
