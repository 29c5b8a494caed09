"""The list of cases."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coordination.cases.forms import ROLES, CaseFilter, CaseViewForm
from coordination.cases.models import CaseView
from coordination.cases.paging import cut
from coordination.cases.queries import NEVER, cases_of, narrowed
from permissions import policy

KEYS = {"newest": ("opened_at", True), "due": ("due", False), "waiting": ("waiting", False)}


@login_required
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases the reader may know of; what they may only see the cover of has no name."""
    filters = CaseFilter(request.GET)
    chosen = filters.chosen()
    sort = chosen.pop("sort") or "newest"
    key, descending = KEYS[sort]
    rows = narrowed(cases_of(request.user), request.user, **chosen)
    part = cut(rows, key, descending=descending, mark=request.GET.get("at", ""))
    query = _query(chosen, sort)
    return render(
        request,
        "cases/list.html",
        {
            "filters": filters,
            "chips": _chips(filters, chosen, query),
            "narrowed": any(chosen.values()),
            "rows": [_row(case, request.user) for case in part.rows],
            "older_url": f"?{_with(query, at=part.older)}" if part.older else "",
            "newer_url": f"?{_with(query, at=part.newer)}" if part.newer else "",
            "query": query.urlencode(),
            "views": _views(request.user, query.urlencode()),
            "may_open": bool(policy.agencies_to_open_for(request.user)),
        },
    )


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter in use under a name; the same name again replaces it."""
    owner: Any = request.user
    same = CaseView.objects.filter(owner=owner, name=request.POST.get("name", "").strip()).first()
    form = CaseViewForm(request.POST, owner=owner, instance=same)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 40 characters."))
        return redirect(reverse("cases"))
    try:
        with transaction.atomic():
            view = form.save()
    except IntegrityError:
        return redirect(reverse("cases"))
    messages.success(request, _("The view is saved."))
    return redirect(f"{reverse('cases')}?{view.query}")


@login_required
@require_POST
def remove_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Forget a saved view."""
    get_object_or_404(CaseView, pk=pk, owner=request.user).delete()
    messages.success(request, _("The view is removed."))
    return redirect("cases")


def _row(case: Any, user: Any) -> dict[str, Any]:
    if case.is_hushed:
        part, hint = (ROLES["take_part"] if case.sees else ROLES["cover"]), ""
    elif not case.sees:
        part, hint = ROLES["cover"], case.get_kind_display()
    else:
        part = ROLES["coordinate" if case.coordinator_id == user.pk else "take_part"]
        hint = " · ".join(str(t) for t in (case.subject, case.title) if t)
    return {"case": case, "hint": hint, "part": part, "due": None if case.due == NEVER else case.due}


def _query(chosen: dict[str, str], sort: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen.items() if value})
    if sort != "newest":
        query["sort"] = sort
    return query


def _with(query: QueryDict, **more: str) -> str:
    copy = query.copy()
    copy.update(more)
    return copy.urlencode()


def _chips(filters: CaseFilter, chosen: dict[str, str], query: QueryDict) -> list[dict]:
    chips = []
    for name, value in chosen.items():
        if value:
            rest = query.copy()
            del rest[name]
            labels = dict(getattr(filters.fields[name], "choices", ()))
            text = f"{filters.fields[name].label}: {labels.get(value, value)}"
            chips.append({"text": text, "url": f"{reverse('cases')}?{rest.urlencode()}"})
    return chips


def _views(user: Any, query: str) -> list[dict]:
    saved = [
        {"title": v.name, "url": f"?{v.query}", "current": v.query == query, "pk": v.pk}
        for v in CaseView.objects.filter(owner=user)
    ]
    return [{"title": _("All"), "url": reverse("cases"), "current": query == ""}, *saved] if saved else []
