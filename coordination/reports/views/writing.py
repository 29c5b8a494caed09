"""Write a report of concern, page by page. Nothing typed is lost by an error, by going back or by leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coordination.reports import queries
from coordination.reports.drafts import MOST_FILES, Writing, send_from
from coordination.reports.forms import AttachForm
from coordination.reports.models import ReportDraft, ReportFile
from coordination.reports.summary import summary_of

TITLES = {
    "from": gettext_lazy("How did it come in?"),
    "children": gettext_lazy("Which child or children?"),
    "concern": gettext_lazy("What has happened?"),
    "more": gettext_lazy("The family, and what you want"),
    "files": gettext_lazy("Files"),
    "check": gettext_lazy("Check and send"),
}


@login_required
@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Begin a report: the first page, with the ones one has not finished."""
    return _begin(request, intake=False)


@login_required
@require_http_methods(["GET", "POST"])
def report_register(request: HttpRequest) -> HttpResponse:
    """Begin to write down a report that came by phone, visit or letter."""
    return _begin(request, intake=True)


@login_required
@require_http_methods(["GET", "POST"])
def report_page(request: HttpRequest, draft: Any, name: str) -> HttpResponse:
    """Show or take one page of a report that was begun."""
    try:
        writing = _writing(request, draft)
    except Http404:
        if request.method == "POST" and name == "check":  # The button was pressed twice: it is sent.
            return redirect("my_reports")
        raise
    if name not in writing.pages:
        raise Http404
    if name == "check":
        return _check(request, writing)
    if name == "files" and request.FILES:
        return _attach(request, writing)
    if request.method == "POST":
        return _answer(request, writing, name)
    return _page(request, writing, name, writing.parts(name, checked="check" in request.GET))


@login_required
@require_http_methods(["GET", "POST"])
def report_discard(request: HttpRequest, draft: Any) -> HttpResponse:
    """Throw a report away that was not sent, with everything typed in it."""
    found = get_object_or_404(ReportDraft, pk=draft, owner=request.user)
    if request.method == "POST":
        intake = found.intake
        found.delete()
        messages.success(request, _("The unfinished report is thrown away."))
        return redirect("report_register" if intake else "report_new")
    return render(request, "reports/discard.html", {"draft": found, "page_name": _page_name(found, request)})


@login_required
@require_POST
def report_file_remove(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take a file away from a report that was not sent."""
    file = get_object_or_404(ReportFile, pk=pk, draft__owner=request.user)
    draft = file.draft_id
    file.delete()
    messages.success(request, _("The file is taken away."))
    return redirect("report_page", draft, "files")


def _begin(request: HttpRequest, *, intake: bool) -> HttpResponse:
    user: Any = request.user
    writing = Writing(ReportDraft(owner=user, intake=intake), user)
    first = writing.pages[0]
    if request.method == "POST":
        return _answer(request, writing, first)
    unfinished = ReportDraft.objects.filter(owner=user, intake=intake)
    rows = [{"draft": d, "url": reverse("report_page", args=[d.pk, _page_name(d, request)])} for d in unfinished]
    return _page(request, writing, first, writing.parts(first), unfinished=rows)


def _writing(request: HttpRequest, draft: Any) -> Writing:
    user: Any = request.user
    rows = ReportDraft.objects.filter(owner=user)
    if request.method == "POST":
        rows = rows.select_for_update()
    return Writing(get_object_or_404(rows, pk=draft), user)


def _page_name(draft: ReportDraft, request: HttpRequest) -> str:
    user: Any = request.user
    pages = Writing(draft, user).pages
    return pages[min(draft.page, len(pages)) - 1]


def _answer(request: HttpRequest, writing: Writing, name: str) -> HttpResponse:
    """Keep what was typed, then go where the button leads."""
    writing.keep(name, request.POST)
    pk, at = writing.draft.pk, writing.pages.index(name)
    if request.headers.get("X-Fragment"):
        saved = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse({"saved_text": _("Draft saved at %(time)s") % {"time": saved}, "version": 0})
    if name == "children" and any(button in request.POST for button in BUTTONS):
        writing.press(request.POST)
        return redirect("report_page", pk, name)
    if "back" in request.POST and at > 0:
        return redirect("report_page", pk, writing.pages[at - 1])
    if "later" in request.POST:
        messages.success(request, _("The report is saved and not sent yet. You find it under “My reports of concern”."))
        return redirect("my_reports")
    parts = writing.parts(name, checked=True)
    if not writing.is_right(name, parts):
        return _page(request, writing, name, parts, status=422)
    writing.keep(name, request.POST, reached=at + 2)
    return redirect("report_page", pk, writing.pages[at + 1])


BUTTONS = ("child-add", "child-remove", "guardian-add", "guardian-remove")


def _attach(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Keep one file with the draft."""
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            writing.add_file(form.cleaned_data["file"].name, form.data_read)
        except ValidationError as error:
            form.add_error("file", error)
        except OSError:
            form.add_error("file", _("The file could not be kept: the disk has no room. Tell the support."))
        else:
            messages.success(request, _("The file is added."))
            return redirect("report_page", writing.draft.pk, "files")
    return _page(request, writing, "files", {"main": form}, status=422)


def _check(request: HttpRequest, writing: Writing) -> HttpResponse:
    wrong = writing.first_wrong()
    if wrong is not None:
        url = reverse("report_page", args=[writing.draft.pk, wrong])
        return redirect(f"{url}?check" if writing.has(wrong) else url)
    if request.method == "POST" and "back" in request.POST:
        return redirect("report_page", writing.draft.pk, "files")
    if request.method == "POST":
        try:
            report = send_from(writing)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("report_page", writing.draft.pk, "check")
        return redirect("report" if report.reporter_id is None else "report_receipt", report.pk)
    return _page(request, writing, "check", {}, summary=summary_of(writing))


def _page(
    request: HttpRequest, writing: Writing, name: str, parts: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    draft = None if writing.draft._state.adding else writing.draft
    number = writing.pages.index(name) + 1
    if name == "files" and not parts:
        parts = {"main": AttachForm()}
    context = {
        "writing": writing,
        "draft": draft,
        "intake": writing.draft.intake,
        "name": name,
        "number": number,
        "count": len(writing.pages),
        "is_last": name == "check",
        "title": TITLES[name],
        "parts": parts,
        "forms": writing.forms(parts),
        "files": list(draft.files.all()) if draft else [],
        "may_attach": draft is not None and draft.files.count() < MOST_FILES,
        "way": [_on_the_way(writing, n, number) for n in range(1, len(writing.pages) + 1)],
        "receivers": writing.agencies if writing.draft.intake else writing.receivers,
        "has_queue": queries.has_queue(request.user),
        **more,
    }
    return render(request, "reports/page.html", context, status=status)


def _on_the_way(writing: Writing, number: int, now: int) -> dict[str, Any]:
    name, draft = writing.pages[number - 1], writing.draft
    state = "now" if number == now else "done" if number < draft.page else "todo"
    words = {"now": _("You are here"), "done": _("Filled in"), "todo": _("Not yet")}
    known = not draft._state.adding and number != now and number <= draft.page
    url = reverse("report_page", args=[draft.pk, name]) if known else ""
    return {"number": number, "title": TITLES[name], "state": state, "state_text": words[state], "url": url}
