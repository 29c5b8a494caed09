"""People and access: who can see what and why, and the changes to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coordination.access import conflicts, joining
from coordination.access.classes import may_lower
from coordination.access.leading import queries as leading
from coordination.access.links import links_of
from coordination.cases.actions import change_coordinator
from coordination.cases.classes import class_tag
from coordination.cases.inviting import admit, answer_invitation, confirm, invite, leave, remove
from coordination.cases.models import Case, Participation
from coordination.cases.terms import access_until
from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from coordination.live import listen
from coordination.overview.access import forms, queries
from coordination.overview.queries import case_for
from coordination.steps.kinds import title_of
from permissions import grants, policy
from permissions.roles import Act

ROWS = "case__lead_agency", "case__coordinator", "case__municipality", "agency"


@login_required
@require_GET
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who takes part, who has access for whom and why, and the persons the case is about."""
    case = case_for(request.user, Act.SEE_COVER, reference)
    acts = policy.acts_on(request.user, case)
    if not acts & {Act.VIEW, Act.ADMIT}:
        raise Http404
    found = queries.parties(request.user, case, acts)
    part = request.GET.get("part") == "access"
    if not part:
        note_reading(request.user, case, "people")
        if Act.VIEW in acts:
            listen(request, case)
    decides = bool(acts & {Act.COORDINATE, Act.REASSIGN})
    context = {
        "case": case,
        "case_acts": acts,
        "acts": [str(a) for a in acts],
        "parties": [p for p in found if p.there.status in ("accepted", "invited")],
        "gone": [p for p in found if p.there.status in ("declined", "left")],
        "may_change": may_change_coordinator(request.user, case, acts),
        "sees": Act.VIEW in acts,
        "conflicts": conflicts.known_to(_user(request), case) if decides else [],
        "asking": joining.waiting_in(case, request.user) if Act.COORDINATE in acts else [],
        "may_explain": bool(acts & {Act.AUDIT, Act.REASSIGN}),
        "may_declare": decides,
        "class": class_tag(case.confidentiality),
        "may_lower": Act.COORDINATE in acts or may_lower(request.user, case),
        "links": links_of(request.user, case) if Act.VIEW in acts else [],
        "lead_moves": leading.may_move(case),
        "lead_asked": leading.asks(request.user, case),
        "wishes": queries.wishes(request.user, case),
        "leads": case.lead_agency_id in policy.agencies_for(request.user, Act.VIEW, case),
    }
    return render(request, "overview/access/parties.html" if part else "overview/access/people.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def grant_add(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a colleague access to the case."""
    there = _place(request, Act.ADMIT, pk)
    if there.status != Participation.Status.ACCEPTED:
        raise Http404
    form = forms.AdmitForm(request.POST or None, people=queries.not_yet_in(there), case=there.case)

    def act() -> None:
        told = form.cleaned_data
        admit(there, told["user"], by=_user(request), reason=told["reason"], until=told["until"])

    if done(form, act):
        messages.success(request, _("%(name)s has access now.") % {"name": form.cleaned_data["user"]})
        return redirect("case_people", there.case.reference)
    title = _("Give a colleague at %(agency)s access") % {"agency": there.agency}
    lead = _("They see the case, with the child’s name, as the agency does. They are told.")
    return _page(request, there.case, form, title=title, lead=lead, submit=_("Give access"))


@login_required
@require_http_methods(["GET", "POST"])
def access_confirm(request: HttpRequest, pk: Any) -> HttpResponse:
    """Say that the people of an agency still need their access, after seeing who they are."""
    rows = Participation.objects.select_related(*ROWS).filter(status=Participation.Status.ACCEPTED)
    there = get_object_or_404(policy.visible(request.user, Act.SEE_COVER, rows), pk=pk)
    if not policy.can(request.user, Act.ADMIT, there):
        policy.require(request.user, Act.COORDINATE, there.case)
    form, lasting = Form(request.POST or None), queries.to_be_confirmed(there)
    if request.method == "POST":
        confirm(there, by=_user(request))
        messages.success(request, _("The access is confirmed."))
        return redirect("case_people", there.case.reference)
    day = date_format(timezone.localtime(access_until(there.case)), "DATE_FORMAT")
    title = _("Do the people of %(agency)s still need access?") % {"agency": there.agency}
    lead = _("Their access then lasts until %(day)s. End the access of those who do not need it first.") % {"day": day}
    told = [_describe(grant) for grant in lasting]
    return _page(request, there.case, form, title=title, lead=lead, told=told, submit=_("Yes, all of them need it"))


@login_required
@require_http_methods(["GET", "POST"])
def grant_end(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """End one person's access."""
    case = case_for(request.user, Act.ADMIT, reference)
    grant = get_object_or_404(grants.of_case(case).live().select_related("participation__case"), pk=pk)
    policy.require(request.user, Act.ADMIT, grant.participation)
    form = forms.ReasonForm(request.POST or None)
    if done(form, lambda: remove(grant, by=_user(request), reason=form.cleaned_data["reason"])):
        messages.success(request, _("%(name)s no longer has access.") % {"name": grant.user})
        return redirect("case_people" if policy.can(request.user, Act.ADMIT, case) else "cases", *_way(request, case))
    title = _("End the access of %(name)s?") % {"name": grant.user}
    told = [
        _("The access ends at once, also for pages that are open."),
        _("Steps they had go back to the agency, so that a colleague can take them."),
        _("What they wrote stays. That they had access stays in the history."),
    ]
    return _page(request, case, form, title=title, told=told, submit=_("End the access"), large=True)


@login_required
@require_http_methods(["GET", "POST"])
def participation_leave(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take an agency out of the case, after saying what follows."""
    rows = Participation.objects.select_related(*ROWS).filter(status__in=["invited", "accepted"], is_lead=False)
    there = get_object_or_404(policy.visible(request.user, Act.SEE_COVER, rows), pk=pk)
    if not policy.can(request.user, Act.ADMIT, there):
        policy.require(request.user, Act.COORDINATE, there.case)
    form = forms.ReasonForm(request.POST or None)
    if done(form, lambda: leave(there, by=_user(request), reason=form.cleaned_data["reason"])):
        messages.success(request, _("%(agency)s is no longer in the case.") % {"agency": there.agency})
        may = policy.can(request.user, Act.VIEW, there.case)
        return redirect("case_people", there.case.reference) if may else redirect("cases")
    title = _("Take %(agency)s out of the case?") % {"agency": there.agency}
    told = [
        _("Its people lose their access at once, also for pages that are open."),
        _("Its open steps are withdrawn, so that nobody waits for them."),
        _("It can no longer read what others shared with it. What it has shared stays with those who got it."),
        _("If it is to take part again, it must be invited again."),
    ]
    return _page(request, there.case, form, title=title, told=told, submit=_("Take it out"), large=True)


@login_required
@require_http_methods(["GET", "POST"])
def invite_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite one more agency while the case is going on."""
    case = case_for(request.user, Act.COORDINATE, reference)
    before = case.steps.open().filter(kind__in=queries.BEFORE_INVITING).order_by("due_at").first()
    inviting = title_of("call" if case.kind == Case.Kind.SIP else "invite")
    possible, others = queries.may_be_invited(case)
    form = forms.InviteForm(request.POST or None, agencies=possible)

    def act() -> None:
        if before:
            raise ValidationError(_("Agencies are invited in the step “%(step)s”.") % {"step": inviting})
        told = form.cleaned_data
        invite(case, told["agency"], by=_user(request), message=told["message"], late=True)

    if done(form, act):
        messages.success(request, _("%(agency)s is invited.") % {"agency": form.cleaned_data["agency"]})
        return redirect("case_people", case.reference)
    context = {"case": case, "form": form, "possible": possible, "others": others}
    context |= {"before": before, "inviting": inviting}
    return render(request, "overview/access/invite.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def coordinator(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the coordination to a colleague."""
    case = case_for(request.user, Act.SEE_COVER, reference)
    if not may_change_coordinator(request.user, case, policy.acts_on(request.user, case)):
        policy.require(request.user, Act.COORDINATE, case)
    people_there = queries.colleagues(case.lead_agency)
    if policy.can(case.coordinator, Act.COORDINATE, case):
        people_there = people_there.exclude(pk=case.coordinator_id)
    form = forms.CoordinatorForm(request.POST or None, people=people_there)
    if done(form, lambda: change_coordinator(case, by=_user(request), to=form.cleaned_data["user"])):
        messages.success(request, _("%(name)s coordinates the case now.") % {"name": form.cleaned_data["user"]})
        may = policy.can(request.user, Act.SEE_COVER, case)
        return redirect("case", case.reference) if may else redirect("cases")
    told = [
        _("%(name)s no longer has access as coordinator.") % {"name": case.coordinator},
        _("Open steps of the coordinator go along."),
        _("Both are told."),
    ]
    return _page(request, case, form, title=_("Change the coordinator"), told=told, submit=_("Change the coordinator"))


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show an invitation as its contact may see it: reference, way of working and purpose; and take the answer."""
    there = get_object_or_404(queries.invitation_for(request.user, Participation.objects.all()), pk=pk)
    step = there.case.steps.open().filter(kind="answer", agency=there.agency).first()
    form = forms.AnswerForm(request.POST or None, people=queries.colleagues(there.agency))

    def act() -> None:
        if step:
            raise ValidationError(_("Answer on the page of the step."))
        told = form.cleaned_data
        yes = told["answer"] == "yes"
        answer_invitation(there, by=_user(request), accept=yes, people=list(told["people"]), reason=told["reason"])

    if done(form, act):
        messages.success(request, _("The answer is sent."))
        return redirect("start")
    if not form.is_bound:
        note_reading(request.user, there.case, "cover", there)
    context = {"there": there, "case": there.case, "step": step, "form": form}
    return render(request, "overview/access/invitation.html", context, status=422 if form.is_bound else 200)


def may_change_coordinator(user: Any, case: Case, acts: set[Act]) -> bool:
    """Say whether ``user`` coordinates the open case or leads the unit that does."""
    leads = policy.visible(user, Act.REASSIGN, case.participations.filter(is_lead=True))
    return Act.COORDINATE in acts or (Act.REASSIGN in acts and leads.exists())


def _place(request: HttpRequest, act: Act, pk: Any) -> Participation:
    rows = policy.visible(request.user, act, Participation.objects.select_related(*ROWS))
    return get_object_or_404(rows, pk=pk)


def _describe(grant: Any) -> str:
    facts = {"name": grant.user, "role": grant.role, "day": date_format(timezone.localtime(grant.valid_until))}
    return _("%(name)s, %(role)s: until %(day)s") % facts


def _user(request: HttpRequest) -> Any:
    return request.user


def _way(request: HttpRequest, case: Case) -> list[str]:
    return [case.reference] if policy.can(request.user, Act.ADMIT, case) else []


def _page(request: HttpRequest, case: Case, form: Form, **texts: Any) -> HttpResponse:
    context = {"case": case, "form": form, "back": "case_people", **texts}
    return render(request, "access/reason.html", context, status=422 if form.is_bound else 200)
