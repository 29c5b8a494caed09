"""Open a joint case, page by page. Nothing typed is lost by an error, by going back or by leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from coordination.cases.models import Case, CaseDraft
from coordination.history.recording import note_reading
from coordination.overview.opening import drafts
from coordination.overview.opening.drafts import BEGIN, CHECK, PEOPLE, Opening, open_from, same_people
from coordination.overview.opening.summary import summary_of, warning_of
from coordination.overview.queries import case_for
from permissions import policy
from permissions.roles import Act

TITLES = {
    drafts.BEGIN: gettext_lazy("How do you begin?"),
    drafts.PEOPLE: gettext_lazy("Who is it about?"),
    drafts.CONCERN: gettext_lazy("Concern and purpose"),
    drafts.NEXT: gettext_lazy("What happens next"),
    drafts.CHECK: gettext_lazy("Check your answers"),
}


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Show the first page with the openings one has not finished; the first answer makes a new draft."""
    user: Any = request.user
    _must_be_opener(user)
    opening = Opening(CaseDraft(owner=user), user)
    if request.method == "GET":
        unfinished = CaseDraft.objects.filter(owner=user)
        return _page(request, opening, BEGIN, opening.forms(BEGIN), unfinished=unfinished)
    return _answer(request, opening, BEGIN)


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, draft: Any, number: int) -> HttpResponse:
    """Show or take one page of an opening that was begun."""
    opening = _opening(request, draft)
    if number not in TITLES:
        raise Http404
    if number == CHECK:
        return _check(request, opening)
    if request.method == "POST":
        return _answer(request, opening, number)
    return _page(request, opening, number, opening.forms(number, checked="check" in request.GET))


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, draft: Any) -> HttpResponse:
    """Throw an opening away, with everything typed in it."""
    found = get_object_or_404(CaseDraft, pk=draft, owner=request.user)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The unfinished opening is thrown away."))
        return redirect("open_case")
    return render(request, "overview/opening/discard.html", {"draft": found})


@login_required
@require_GET
def opened(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the case is open, what it is called and what comes next."""
    case = case_for(request.user, Act.COORDINATE, reference)
    note_reading(request.user, case, "opened")
    coming = [
        _("Your first step waits on the page of the case."),
        _("Nobody else sees the case until an agency has been invited on a ground of law and has accepted.")
        if case.kind == Case.Kind.SIG
        else _("Nobody else sees the case until the family has consented and an agency has accepted."),
        _("You find the case under Cases, by its reference."),
    ]
    return render(request, "overview/opening/done.html", {"case": case, "next": coming})


def _opening(request: HttpRequest, draft: Any) -> Opening:
    user: Any = request.user
    _must_be_opener(user)
    rows = CaseDraft.objects.filter(owner=user)
    if request.method == "POST":
        rows = rows.select_for_update()
    return Opening(get_object_or_404(rows, pk=draft), user)


def _must_be_opener(user: Any) -> None:
    if not policy.agencies_to_open_for(user):
        raise PermissionDenied(_("Your post does not let you open joint cases."))


def _answer(request: HttpRequest, opening: Opening, number: int) -> HttpResponse:
    """Keep what was typed, then go where the button leads."""
    opening.keep(number, request.POST)
    if request.headers.get("X-Fragment"):
        at = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse({"saved_text": _("Draft saved at %(time)s") % {"time": at}, "version": 0})
    if "more" in request.POST and number == PEOPLE:
        opening.add_guardian()
        return redirect("open_case_page", opening.draft.pk, PEOPLE)
    if "back" in request.POST and number > BEGIN:
        return redirect("open_case_page", opening.draft.pk, number - 1)
    if "later" in request.POST:
        messages.success(request, _("The opening is saved. You find it under “Open a joint case”."))
        return redirect("start")
    found = opening.forms(number, checked=True)
    if any([form.errors for form in found]) or same_people(found):  # noqa: C419  each must tell its errors
        return _page(request, opening, number, found, status=422)
    opening.keep(number, request.POST, reached=number + 1)
    return redirect("open_case_page", opening.draft.pk, number + 1)


def _check(request: HttpRequest, opening: Opening) -> HttpResponse:
    wrong = opening.first_wrong()
    if wrong is not None:
        url = reverse("open_case_page", args=[opening.draft.pk, wrong])
        return redirect(f"{url}?check" if str(wrong) in opening.draft.data else url)
    if request.method == "POST" and "back" not in request.POST:
        case = open_from(opening.draft, by=opening.user)
        return redirect("open_case_done", case.reference)
    if request.method == "POST":
        return redirect("open_case_page", opening.draft.pk, CHECK - 1)
    return _page(request, opening, CHECK, [], parts=summary_of(opening), warning=warning_of(opening))


def _page(
    request: HttpRequest, opening: Opening, number: int, found: list, *, status: int = 200, **more: Any
) -> HttpResponse:
    saved = not opening.draft._state.adding
    context = {
        "opening": opening,
        "draft": opening.draft if saved else None,
        "number": number,
        "title": TITLES[number],
        "forms": found,
        "form": next((f for f in found if f.errors), found[0] if found else None),
        "way": [_on_the_way(opening, n, number) for n in TITLES],
        "can_see": [
            _("The concern: your own agency"),
            _("Title: all who take part"),
            _("Purpose: all who are invited"),
        ],
        "cannot_see": [_("Other agencies do not see the concern until you share it")],
        "may_add_guardian": number == PEOPLE and found and opening.guardians < drafts.MOST_GUARDIANS,
        **more,
    }
    return render(request, "overview/opening/page.html", context, status=status)


def _on_the_way(opening: Opening, number: int, now: int) -> dict[str, Any]:
    state = "now" if number == now else "done" if number < opening.draft.page else "todo"
    words = {"now": _("You are here"), "done": _("Filled in"), "todo": _("Not yet")}
    known = not opening.draft._state.adding and number != now and number <= opening.draft.page
    url = reverse("open_case_page", args=[opening.draft.pk, number]) if known else ""
    return {"number": number, "title": TITLES[number], "state": state, "state_text": words[state], "url": url}
