"""Pages of the confidentiality class of a case or an entry, of naming persons, the child's role and siblings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import classes, countersigning, links, protection_forms, roles
from coordination.access.models import Change
from coordination.cases.classes import class_tag
from coordination.cases.models import Case, Confidentiality
from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.people.classes import least_class
from coordination.people.queries import case_or_404
from coordination.sharing.models import Entry
from permissions import grants, policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def class_raise(request: HttpRequest, reference: str) -> HttpResponse:
    """Raise the class of a case, after saying who then loses sight of it."""
    case = case_or_404(request.user, Act.COORDINATE, reference)
    higher = [c for c in Confidentiality if c > case.confidentiality]
    people = grants.of_case(case).live().exclude(user=request.user)
    form = protection_forms.RaiseForm(request.POST or None, classes=higher, people=people)

    def act() -> None:
        told = form.cleaned_data
        waits = classes.raise_class(
            case, told["value"], by=request.user, reason=told["reason"], named=told.get("named", ())
        )
        text = _("Asked for. The case is closed to all but the named when a second has agreed.") if waits else ""
        messages.success(request, text or _("The class is raised."))

    if done(form, act):
        return redirect("case_people", case.reference)
    context = {
        "losing": classes.who_would_lose_sight(case) if Confidentiality.NAMED in higher else None,
        "nothing": "" if higher else _("The case has the highest class."),
        "changes": classes.changes_of(request.user, case, Change.What.CASE_CLASS),
    }
    return _page(request, case, form, _("Raise the confidentiality class"), _("Raise the class"), **_of(case, context))


@login_required
@require_http_methods(["GET", "POST"])
def class_lower(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask that the class of a case is lowered; a second must agree."""
    case = case_or_404(request.user, Act.SEE_COVER, reference)
    if not classes.may_lower(request.user, case):
        policy.require(request.user, Act.COORDINATE, case)
    lower = [c for c in Confidentiality if least_class(case) <= c < case.confidentiality]
    form = protection_forms.ClassForm(request.POST or None, classes=lower)

    def act() -> None:
        told = form.cleaned_data
        classes.ask_to_lower(case, told["value"], by=request.user, reason=told["reason"])
        messages.success(request, _("Asked for. The class is lowered when a second has agreed."))

    if done(form, act):
        return redirect("countersign")
    nothing = "" if lower else _("The class may not be lower: it is the lowest, or a protected person is in the case.")
    lead = _("It takes two: a unit manager of the agency that leads the case, or the coordinator, must agree.")
    context = _of(case, {"nothing": nothing, "lead": lead})
    return _page(request, case, form, _("Lower the confidentiality class"), _("Ask for it"), **context)


@login_required
@require_http_methods(["GET", "POST"])
def class_name(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask that somebody who has access is named for the highest class."""
    case = case_or_404(request.user, Act.SEE_COVER, reference)
    if not policy.can(request.user, Act.COORDINATE, case):
        policy.require(request.user, Act.ADMIT, case)
    people = classes.may_be_named(request.user, case)
    form = protection_forms.NameForm(request.POST or None, people=people)

    def act() -> None:
        classes.ask_to_name(case, form.cleaned_data["grant"], by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Asked for. The person is named when a second has agreed."))

    if done(form, act):
        return redirect("case_people", case.reference)
    nothing = "" if people else _("Everybody who has access is named already. Give the person access first.")
    lead = _("A named person reads what has the highest class. A second must agree, and it lasts 30 days at a time.")
    return _page(request, case, form, _("Name a person"), _("Ask for it"), nothing=nothing, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def entry_class(request: HttpRequest, pk: Any) -> HttpResponse:
    """Change the class of an entry of the own agency: up at once, down with a second."""
    rows = Entry.objects.select_related("case__municipality", "agency")
    entry = get_object_or_404(policy.visible(request.user, Act.WRITE, rows), pk=pk)
    named = policy.is_named(request.user, entry.case, agency=entry.agency)
    others = [c for c in Confidentiality if c != entry.confidentiality and (named or c < Confidentiality.NAMED)]
    form = protection_forms.ClassForm(request.POST or None, classes=others)

    def act() -> None:
        value, reason = form.cleaned_data["value"], form.cleaned_data["reason"]
        if value > entry.confidentiality:
            classes.raise_entry(entry, value, by=request.user, reason=reason)
            messages.success(request, _("The class is raised."))
        else:
            classes.ask_to_lower_entry(entry, value, by=request.user, reason=reason)
            messages.success(request, _("Asked for. The class is lowered when a second has agreed."))

    if done(form, act):
        return redirect("entry", pk=entry.pk)
    lead = _("A higher class holds at once. A lower one needs a second person of your agency.")
    tag = class_tag(entry.confidentiality)
    return _page(
        request, entry.case, form, _("Change the class of the entry"), _("Change the class"), lead=lead, tag=tag
    )


@login_required
@require_http_methods(["GET", "POST"])
def child_role(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the child has another role in the matter; everything that is open to others is looked at again."""
    case = case_or_404(request.user, Act.COORDINATE, reference)
    form = protection_forms.ChildRoleForm(request.POST or None, case=case)

    def act() -> None:
        asked = roles.change_child_role(
            case, form.cleaned_data["role"], by=request.user, reason=form.cleaned_data["reason"]
        )
        text = _("The role is changed. To look at again: %(count)s.") % {"count": asked}
        messages.success(request, text)

    if done(form, act):
        return redirect("case_people", case.reference)
    if request.method == "GET":
        note_reading(request.user, case, "child-role")
    context = {
        "lead": _("Now: %(role)s.") % {"role": case.get_child_role_display()},
        "told": [
            _("What may be shared about a child who is a victim is not what may be shared about one who is suspected."),
            _("Every access but yours and every disclosure in force must be looked at again within a few days."),
            _("The history tells that the role was changed, not to what."),
        ],
        "changes": classes.changes_of(request.user, case, Change.What.CHILD_ROLE),
    }
    return _page(request, case, form, _("Change the child’s role"), _("Change the role"), **context)


@login_required
@require_http_methods(["GET", "POST"])
def case_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Note which case is about a sibling."""
    case = case_or_404(request.user, Act.COORDINATE, reference)
    form = protection_forms.LinkForm(request.POST or None)

    def act() -> None:
        links.link(case, form.cleaned_data["reference"], by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The cases are linked."))

    if done(form, act):
        return redirect("case_people", case.reference)
    lead = _("Each case stays its own. The link is shown only to those who may open both.")
    return _page(request, case, form, _("Link the case of a sibling"), _("Link the cases"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def case_unlink(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a link between two cases."""
    rows = links.links_to_end(request.user).select_related("case_a__municipality", "case_b__municipality")
    made = get_object_or_404(rows, pk=pk)
    case = made.case_a if policy.can(request.user, Act.COORDINATE, made.case_a) else made.case_b
    form = Form(request.POST if request.method == "POST" else None)

    def act() -> None:
        links.unlink(made, by=request.user)
        messages.success(request, _("The link is taken away."))

    if done(form, act):
        return redirect("case_people", case.reference)
    if request.method == "GET":
        note_reading(request.user, case, "link", made)
    other = made.case_b if case.pk == made.case_a_id else made.case_a
    lead = _("The link to %(reference)s. Both cases stay as they are.") % {"reference": other.reference}
    return _page(request, case, form, _("Take the link away?"), _("Take the link away"), lead=lead)


def _of(case: Case, more: dict[str, Any]) -> dict[str, Any]:
    return {"tag": class_tag(case.confidentiality), "waiting": countersigning.waiting_for_class(case), **more}


def _page(request: HttpRequest, case: Case, form: Form, title: str, submit: str, **more: Any) -> HttpResponse:
    context = {"case": case, "form": form, "title": title, "submit": submit, **more}
    return render(request, "access/change.html", context, status=422 if form.errors else 200)
