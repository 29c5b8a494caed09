"""Pages about one person of a case: add, change, reveal."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.people.actions import add_person, change_person, reveal
from coordination.people.forms import PersonForm, RoleForm, initial_of
from coordination.people.models import Person
from coordination.people.queries import age_on, case_or_404, people_for
from coordination.rules.own import age_warning
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, reference: str, role: str = "") -> HttpResponse:
    """Add a guardian, another person, or the child when a consultation had none."""
    case = case_or_404(request.user, Act.COORDINATE, reference)
    if role not in Person.Role.values or (role == Person.Role.CHILD and case.child):
        return _choose_role(request, case)
    posted = request.POST if request.method == "POST" else None
    form = PersonForm(posted, country=case.municipality.country, role=role)
    if done(form, lambda: add_person(case, form.details(), by=request.user)):
        messages.success(request, _("The person is added."))
        _tell_of_age(request, case, role, form.details()["birth_date"])
        return redirect("case_people", case.reference)
    title = {"child": _("Add the child"), "guardian": _("Add a guardian")}.get(role, _("Add another person"))
    return _page(request, case, form, title)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Change a person's details."""
    person = get_object_or_404(people_for(request.user, Act.COORDINATE), pk=pk)
    country = person.case.municipality.country
    if request.method == "POST":
        form = PersonForm(request.POST, country=country, role=person.role)
        was, before = person.protection, person.case.confidentiality
        if done(form, lambda: change_person(person, form.details(), by=request.user)):
            messages.success(request, _("The changes are saved."))
            _tell_what_changed(request, person, was, before)
            _tell_of_age(request, person.case, person.role, person.birth_date)
            return redirect("case_people", person.case.reference)
    else:
        note_reading(request.user, person.case, "person-form", person)
        form = PersonForm(initial=initial_of(person), country=country, role=person.role)
    return _page(request, person.case, form, _("Change the details"))


@login_required
@require_POST
def show_name(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show the name and number of a person once; that they were shown is noted."""
    person = get_object_or_404(people_for(request.user, Act.VIEW), pk=pk)
    reveal(person, by=request.user)
    coordinates = policy.can(request.user, Act.COORDINATE, person.case)
    context = {"case": person.case, "person": person, "coordinates": coordinates}
    return render(request, "people/revealed.html", context)


def _tell_what_changed(request: HttpRequest, person: Person, was: str, before: int) -> None:
    """Say what marking a person as protected has changed besides."""
    if not person.is_protected or was != Person.Protection.NONE:
        return
    lines = [_("The person is called “Protected person” in lists; phone, address and school are no longer kept.")]
    if person.case.confidentiality > before:
        lines.append(
            _("The confidentiality class of the case is now “%(class)s”.")
            % {"class": person.case.get_confidentiality_display()}
        )
    lines.append(_("Look at who has access, and at what has been shared."))
    messages.warning(request, " ".join(lines))


def _tell_of_age(request: HttpRequest, case: Any, role: str, born: date | None) -> None:
    """Warn if the child's age lies outside of those that the way of working is for. It forbids nothing."""
    if role == Person.Role.CHILD and (warning := age_warning(case.kind, case.municipality, age_on(born))):
        messages.warning(request, warning)


def _choose_role(request: HttpRequest, case: Any) -> HttpResponse:
    form = RoleForm(request.GET or None)
    if case.child is None:
        form.fields["role"].choices = Person.Role.choices  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        return redirect("person_add_role", case.reference, form.cleaned_data["role"])
    return render(request, "people/role.html", {"case": case, "form": form})


def _page(request: HttpRequest, case: Any, form: PersonForm, title: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "people/form.html", {"case": case, "form": form, "title": title}, status=status)
