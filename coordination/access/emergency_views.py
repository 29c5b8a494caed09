"""Emergency access: opening a case at once, and judging it afterwards."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import emergency
from coordination.access.forms import EmergencyForm, EmergencyReviewForm
from coordination.access.models import EmergencyAccess
from coordination.access.reviews import may_decide
from coordination.forms.refusals import attempt, done
from coordination.history.kinds import reading_label
from coordination.history.models import Reading
from coordination.history.recording import note_reading
from permissions import policy
from permissions.roles import Act

MOST = 100


@login_required
@require_http_methods(["GET", "POST"])
def emergency_open(request: HttpRequest) -> HttpResponse:
    """Open a case in an emergency. Whatever is in the way, the answer is that of a case that does not exist."""
    user: Any = request.user
    form = EmergencyForm(request.POST or None, user=user)
    valid = form.is_bound and form.is_valid()
    if valid and (access := attempt(form, lambda: emergency.open_case(by=user, **form.cleaned_data))):
        messages.warning(request, _("The case is open to you. The coordinator and your unit manager are told now."))
        return redirect("case", access.case.reference)
    return render(request, "access/emergency.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def emergency_review(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what an emergency access was for and what was read, and take the judgement of it."""
    user: Any = request.user
    rows = EmergencyAccess.objects.select_related("case__lead_agency", "case__coordinator", "user", "agency", "grant")
    access = get_object_or_404(policy.visible(user, Act.SEE_COVER, rows), pk=pk)
    review = access.grant.reviews.select_related("grant__participation", "case").filter(cause="emergency").first()
    if review is None or not may_decide(user, review):
        raise Http404
    form = EmergencyReviewForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        emergency.judge(access, by=user, justified=told["decision"] == "justified", note=told["note"])

    if done(form, act):
        messages.success(request, _("The judgement is kept."))
        return redirect("emergency_review", access.pk)
    note_reading(user, access.case, "emergency")
    context = {"case": access.case, "access": access, "review": review, "form": form, "readings": _read(access)}
    return render(request, "access/emergency_review.html", context, status=422 if form.is_bound else 200)


def _read(access: EmergencyAccess) -> list[dict[str, Any]]:
    """Return what the person was shown of the case by this access."""
    end = access.grant.ended_at or access.grant.valid_until
    rows = Reading.objects.filter(case=access.case, reader=access.user, at__gte=access.opened_at)
    rows = rows.filter(at__lte=end) if end else rows
    return [{"at": reading.at, "text": reading_label(reading.what)} for reading in rows.order_by("at")[:MOST]]
