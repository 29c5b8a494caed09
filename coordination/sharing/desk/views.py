"""The sharing desk: what, which parts, on what ground, how it will look, and only then the giving."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.history.recording import note_reading
from coordination.sharing.asking.models import InfoRequest
from coordination.sharing.checking import approvers
from coordination.sharing.desk import state
from coordination.sharing.desk.actions import Answer, give
from coordination.sharing.desk.forms import YES
from coordination.sharing.desk.models import ShareDraft
from coordination.sharing.desk.preview import preview, readers_of
from coordination.sharing.desk.showing import grounds_by_question, summary_of
from coordination.sharing.desk.state import Desk
from coordination.sharing.entry_views import own_agency
from coordination.sharing.models import Disclosure, Entry
from permissions import policy
from permissions.roles import Act

TITLES = {
    state.WHAT: gettext_lazy("What do you want to share, and with whom?"),
    state.PARTS: gettext_lazy("Which parts do they need?"),
    state.GROUND: gettext_lazy("On what ground?"),
    state.CONDITIONS: gettext_lazy("Are the conditions met?"),
    state.PREVIEW: gettext_lazy("Exactly what they will see"),
    state.CONFIRM: gettext_lazy("Why, and until when?"),
}
FIELD_OF = {"until": "until", "reason": "reason", "family": "family_not_told_why"}
FORGOTTEN_AFTER = timedelta(days=30)


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the first page; its answer begins a draft. ``?entry=`` is chosen already, ``?request=`` is answered."""
    user: Any = request.user
    case = _case(user, reference)
    asked = _asked(user, case, request.GET.get("request"))
    agency = asked.to_agency if asked else own_agency(request, case)
    desk = Desk(ShareDraft(owner=user, case=case, agency=agency, request=asked), user)
    if request.method == "POST":
        ShareDraft.objects.filter(owner=user, saved_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
        return _answer(request, desk, state.WHAT)
    form = desk.form(state.WHAT)
    form.initial = {"entries": [request.GET.get("entry")], "agency": asked.from_agency_id if asked else None}
    unfinished = ShareDraft.objects.filter(owner=user, case=case, data__has_key=state.WHAT)
    return _page(request, desk, state.WHAT, form, unfinished=unfinished)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, reference: str, draft: UUID, name: str) -> HttpResponse:
    """Show or take one page of a sharing that was begun."""
    if name not in TITLES:
        raise Http404
    desk = _desk(request, reference, draft)
    wrong = desk.first_wrong(before=name)
    if wrong or name not in desk.pages:
        return _go(desk, wrong or state.PREVIEW, check=bool(wrong and wrong in desk.draft.data))
    if name == state.PREVIEW:
        return _preview(request, desk)
    if request.method == "POST":
        return _answer(request, desk, name)
    return _page(request, desk, name, desk.form(name, checked="check" in request.GET))


@login_required
@require_safe
def wait(request: HttpRequest, reference: str, draft: UUID) -> HttpResponse:
    """Say that the family is asked first, and that what was chosen is kept."""
    desk = _desk(request, reference, draft)
    context = {"case": desk.case, "desk": desk, "may_record": policy.can(request.user, Act.COORDINATE, desk.case)}
    return render(request, "sharing/desk/wait.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: str, draft: UUID) -> HttpResponse:
    """Throw away a sharing that was begun; nothing has been shared."""
    desk = _desk(request, reference, draft)
    if request.method == "POST":
        desk.draft.delete()
        return redirect("notes", reference)
    return render(request, "sharing/desk/discard.html", {"case": desk.case, "desk": desk})


@login_required
@require_safe
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """Say who can read what until when, for the disclosures ``?d=``."""
    case = _case(request.user, reference)
    own = policy.visible(request.user, Act.WRITE, Entry.objects.filter(case=case))
    rows = Disclosure.objects.filter(pk__in=_uuids(request.GET.getlist("d")), entry__in=own.values("pk"))
    found = list(rows.select_related("entry__case", "agency", "basis").order_by("valid_from", "pk"))
    if not found:
        raise Http404
    given = [{"d": d, "readers": [] if _waits(d) else readers_of(d.entry, d.agency)} for d in found]
    note_reading(request.user, case, "entries")
    context = {"case": case, "given": given, "waits": any(_waits(d) for d in found)}
    return render(request, "sharing/desk/done.html", context)


def _answer(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Keep what was typed, then go where the button leads."""
    desk = desk.keep(name, request.POST)
    if "back" in request.POST:
        return _go(desk, desk.before(name))
    form = desk.form(name, checked=True)
    if not form.is_valid():
        return _page(request, desk, name, form)
    if name == state.GROUND and desk.asks_first:
        return redirect("share_wait", desk.case.reference, desk.draft.pk)
    if name == state.CONFIRM:
        return _give(request, desk, form)
    return _go(desk, desk.after(name))


def _give(request: HttpRequest, desk: Desk, form: Any) -> HttpResponse:
    answer = Answer(desk.request, form.cleaned_data["whole"] == YES) if desk.request else None
    try:
        made = give(
            desk.scopes,
            desk.recipient,
            by=request.user,
            basis=desk.basis,
            conditions=desk.conditions,
            answer=answer,
            **form.terms(),
        )
    except ValidationError as error:
        field = FIELD_OF.get(str(getattr(error, "code", "")))
        form.add_error(field, error)
        return _page(request, desk, state.CONFIRM, form)
    desk.draft.delete()
    url = redirect("share_done", desk.case.reference).url
    return redirect(f"{url}?{'&'.join(f'd={d.pk}' for d in made)}")


def _preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return _go(desk, desk.before(state.PREVIEW) if "back" in request.POST else state.CONFIRM)
    try:
        seen, refused = preview(desk), None
    except ValidationError as error:
        seen, refused = [], " ".join(error.messages)
    for one in seen:
        note_reading(request.user, desk.case, "entry", one.entry)
    return _page(request, desk, state.PREVIEW, None, seen=seen, refused=refused)


def _page(request: HttpRequest, desk: Desk, name: str, form: Any, **more: Any) -> HttpResponse:
    chosen = desk.basis if name in (state.CONDITIONS, state.PREVIEW, state.CONFIRM) else None
    context = {
        "case": desk.case,
        "desk": desk,
        "form": form,
        "name": name,
        "title": TITLES[name],
        "number": desk.pages.index(name) + 1,
        "pages": desk.pages,
        "basis": chosen,
        "saved": not desk.draft._state.adding,
        **more,
    }
    if name == state.GROUND:
        context["groups"] = grounds_by_question(desk, form)
    if name == state.CONFIRM:
        context["summary"] = summary_of(desk)
        context["approvers"] = approvers(desk.entries[0], request.user) if desk.basis.needs_approver else None
    bad = form is not None and form.is_bound and form.errors
    return render(request, f"sharing/desk/{name}.html", context, status=422 if bad else 200)


def _go(desk: Desk, name: str, *, check: bool = False) -> HttpResponse:
    way = redirect("share_page", desk.case.reference, desk.draft.pk, name)
    return redirect(f"{way.url}?check") if check else way


def _case(user: Any, reference: str) -> Case:
    rows = Case.objects.select_related("municipality", "lead_agency", "coordinator").prefetch_related("people")
    return get_object_or_404(policy.visible(user, Act.WRITE, rows), reference=reference)


def _desk(request: HttpRequest, reference: str, pk: UUID) -> Desk:
    user: Any = request.user
    case = _case(user, reference)
    mine = policy.agencies_for(user, Act.WRITE, case)
    rows = ShareDraft.objects.filter(owner=user, case=case, agency__in=mine)
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    draft = get_object_or_404(rows.select_related("agency__municipality", "request__from_agency"), pk=pk)
    draft.case = case
    return Desk(draft, user)


def _asked(user: Any, case: Case, pk: str | None) -> InfoRequest | None:
    """Return the open request to an agency of the user, or None if none is asked for."""
    if pk is None:
        return None
    mine = policy.agencies_for(user, Act.WRITE, case)
    rows = policy.visible(user, Act.WRITE, InfoRequest.objects.filter(case=case, to_agency__in=mine))
    rows = rows.filter(status__in=[InfoRequest.Status.OPEN, InfoRequest.Status.PARTLY])
    return get_object_or_404(rows.select_related("from_agency", "to_agency"), pk__in=_uuids([pk]))


def _waits(disclosure: Disclosure) -> bool:
    return disclosure.approval_needed and disclosure.approved_at is None


def _uuids(values: list[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            raise Http404(_("There is no such thing.")) from None
    return found
