"""What waits for somebody who need not see the case: to countersign, and to look again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.access import countersigning, reviews
from coordination.access.protection_forms import AnswerForm, ReviewForm
from coordination.access.waiting_models import Countersignature, Review
from coordination.cases.models import Confidentiality
from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def countersign(request: HttpRequest) -> HttpResponse:
    """List what waits for the reader's countersignature, and what they wait for themselves. References only."""
    context = {
        "waiting": [_told(row) for row in countersigning.to_answer(request.user)],
        "asked": [_told(row) for row in countersigning.asked_by(request.user)],
    }
    return render(request, "access/countersign.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def countersign_answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what is asked and why, without any content of the case, and take the answer of the second."""
    found = get_object_or_404(countersigning.to_answer(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    if done(form, lambda: countersigning.answer(found, by=request.user, **form.told())):
        yes = form.told()["approve"]
        messages.success(request, _("Countersigned.") if yes else _("Your no is noted, and told to who asked."))
        return redirect("countersign")
    if request.method == "GET":
        note_reading(request.user, found.case, "countersign", found)
    context = {"form": form, "row": _told(found)}
    return render(request, "access/countersign_answer.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def countersign_withdraw(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take back what one asked for oneself."""
    found = get_object_or_404(countersigning.asked_by(request.user), pk=pk)
    countersigning.withdraw(found, by=request.user)
    messages.success(request, _("The request is taken back."))
    return redirect("countersign")


@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List what the reader must look at again; and, of the cases they coordinate, what others are late with."""
    context = {
        "rows": [_about(request, row) for row in reviews.to_decide(request.user)],
        "late": [_about(request, row) for row in reviews.overdue_of_others(request.user)],
    }
    return render(request, "access/reviews.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review_decide(request: HttpRequest, pk: Any) -> HttpResponse:
    """Decide whether an access or a disclosure goes on."""
    found = get_object_or_404(reviews.to_decide(request.user), pk=pk)
    form = ReviewForm(request.POST or None)
    if done(form, lambda: reviews.decide(found, by=request.user, **form.told())):
        messages.success(request, _("The decision is noted."))
        return redirect("reviews")
    if request.method == "GET":
        note_reading(request.user, found.case, "review", found)
    context = {"form": form, "row": _about(request, found)}
    return render(request, "access/review_decide.html", context, status=422 if form.errors else 200)


def _told(row: Countersignature) -> dict[str, Any]:
    """Say what is asked, by what stands outside the case: its reference, people who work there, the class."""
    value = Confidentiality(row.value).label if row.value is not None else ""
    return {
        "row": row,
        "reference": row.case.reference,
        "what": row.get_kind_display(),
        "value": value,
        "people": [f"{grant.user}, {grant.agency}" for grant in row.grants.all()],
        "coordinator": row.person,
    }


def _about(request: HttpRequest, row: Review) -> dict[str, Any]:
    """Say what a review is about: somebody's access, or an entry given to an agency (by its kind, not its title)."""
    if row.grant is not None:
        what = _("The access of %(person)s, %(agency)s") % {"person": row.grant.user, "agency": row.grant.agency}
        return {"row": row, "what": what, "grant": row.grant}
    given = row.disclosure
    assert given is not None  # noqa: S101  the database holds it
    words = {"entry": given.entry.get_kind_display(), "agency": given.agency}
    entry = given.entry if policy.can(request.user, Act.VIEW, given.entry) else None
    return {"row": row, "what": _("“%(entry)s” given to %(agency)s") % words, "given": given, "entry": entry}
