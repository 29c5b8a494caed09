"""Pages for the child's wish about somebody of the family: recording it and ending it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.people.models import FamilyWish, Person
from coordination.people.queries import people_for
from coordination.people.wish_forms import EndForm, WishForm
from coordination.people.wishes import end_wish, record_wish
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def wish_record(request: HttpRequest, pk: Any) -> HttpResponse:
    """Record what the child wishes this person to be kept out of."""
    rows = people_for(request.user, Act.COORDINATE).exclude(role=Person.Role.CHILD)
    person = get_object_or_404(rows, pk=pk)
    form = WishForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if done(form, lambda: record_wish(person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The wish is recorded."))
        return redirect("case_people", person.case.reference)
    title = _("The child's wish about %(person)s") % {"person": person.label}
    return _page(request, person.case, form, title, _("Record the wish"))


@login_required
@require_http_methods(["GET", "POST"])
def wish_end(request: HttpRequest, pk: Any) -> HttpResponse:
    """Say that a wish no longer holds."""
    rows = policy.visible(request.user, Act.COORDINATE, FamilyWish.objects.select_related("case", "person"))
    wish = get_object_or_404(rows, pk=pk, ended_at=None)
    form = EndForm(request.POST or None)
    if done(form, lambda: end_wish(wish, by=request.user, note=form.cleaned_data["note"])):
        messages.success(request, _("The wish no longer holds."))
        return redirect("case_people", wish.case.reference)
    title = _("The child's wish about %(person)s no longer holds?") % {"person": wish.person.label}
    return _page(request, wish.case, form, title, _("End the wish"))


def _page(request: HttpRequest, case: Any, form: forms.Form, title: str, submit: str) -> HttpResponse:
    if request.method == "GET":
        note_reading(request.user, case, "people")
    context = {"case": case, "form": form, "title": title, "submit": submit}
    return render(request, "people/wish.html", context, status=422 if form.errors else 200)
