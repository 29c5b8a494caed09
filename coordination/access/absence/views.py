"""Out of office: for oneself in the profile, and for one's people as their unit manager."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.access.absence import queries
from coordination.access.absence.actions import end_absence, longest_days, set_absence
from coordination.access.absence.forms import AbsenceForm
from coordination.access.absence_models import Absence
from coordination.agencies.models import User
from permissions import policy


@login_required
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """List when the reader is away, and for whom they stand in."""
    rows = list(queries.absences_of(request.user))
    context = {
        "own": [row for row in rows if row.user_id == request.user.pk],
        "others": [row for row in rows if row.user_id != request.user.pk],
    }
    return render(request, "access/absences.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def absence_new(request: HttpRequest) -> HttpResponse:
    """Say that one will be away, after seeing what the substitute will reach."""
    return _new(request, _user(request), back=reverse("absences"))


@login_required
@require_http_methods(["GET", "POST"])
def unit_absence_new(request: HttpRequest, person: int) -> HttpResponse:
    """Say it for one of the unit's people, as their unit manager."""
    user = get_object_or_404(User, pk=person, is_active=True)
    if not policy.manages(request.user, user):
        raise Http404
    return _new(request, user, back=reverse("unit_people"))


@login_required
@require_http_methods(["GET", "POST"])
def absence_end(request: HttpRequest, pk: Any) -> HttpResponse:
    """End an absence early, or call it off, after saying what follows."""
    absence = get_object_or_404(Absence.objects.select_related("user", "substitute"), pk=pk)
    if not queries.may_set(request.user, absence.user):
        raise Http404
    own = absence.user_id == request.user.pk
    back = reverse("absences" if own else "unit_people")
    if request.method == "POST":
        try:
            end_absence(absence, by=request.user)
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(name)s no longer stands in.") % {"name": absence.substitute})
        return redirect(back)
    return render(request, "access/absence_end.html", {"absence": absence, "own": own, "back_url": back})


def _new(request: HttpRequest, user: User, *, back: str) -> HttpResponse:
    """Take the form, show what it will open, and set it when that was confirmed."""
    form = AbsenceForm(request.POST or None, user=user, by=request.user)
    own = user.pk == request.user.pk
    context = {"form": form, "person": user, "own": own, "back_url": back, "days": longest_days(user)}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        status = 422 if form.is_bound and form.errors else 200
        return render(request, "access/absence_new.html", context, status=status)
    wanted = form.wanted()
    if "confirmed" in request.POST:
        try:
            _absence, rows = set_absence(user, by=request.user, **wanted)
        except ValidationError as error:
            form.refuse(error)
            return render(request, "access/absence_new.html", context, status=422)
        messages.success(request, _said(wanted["substitute"], rows))
        return redirect(back)
    rows = queries.reach(user, wanted["substitute"], by=request.user, cases=wanted["cases"])
    context |= {"rows": rows, "substitute": wanted["substitute"], "wanted": wanted, "typed": _typed(request)}
    return render(request, "access/absence_preview.html", context)


def _said(substitute: User, rows: list[queries.Reach]) -> str:
    done = sum(not row.why_not for row in rows)
    return _("%(name)s stands in. Accesses passed on: %(done)s of %(all)s.") % {
        "name": substitute,
        "done": done,
        "all": len(rows),
    }


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be sent once more."""
    kept = ("substitute", "first", "last", "scope", "cases", "why")
    return [(name, value) for name in kept for value in request.POST.getlist(name)]


def _user(request: HttpRequest) -> Any:
    return request.user
