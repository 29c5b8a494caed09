"""The deadlines of the law: what is due, how each is reckoned, and the decisions on more time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.cases.paging import cut
from coordination.clocks import queries
from coordination.clocks.actions import ClockClosed, meet_by_hand
from coordination.clocks.extending import extend_clock, pause_clock, resume_clock
from coordination.clocks.forms import ExtendForm, FilterForm, MetForm, PauseForm
from coordination.clocks.models import OPEN, Deadline
from coordination.clocks.names import in_language
from coordination.clocks.showing import example_of, extending_in_words, facts_of, row_of, rows_of, rule_in_words
from coordination.forms.refusals import done
from coordination.history.recording import note_reading
from permissions import policy
from permissions.roles import Act

TABS = {"mine": gettext_lazy("Mine"), "unit": gettext_lazy("My unit"), "all": gettext_lazy("All I may see")}


@login_required
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """List what the law wants done: what waits for the reader, their unit, and all they may know of."""
    tabs = [name for name in TABS if name != "unit" or policy.leads_a_unit(request.user)]
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else "mine"
    filters = FilterForm(request.GET, countries={place.country for place in _places(request.user)})
    chosen = filters.chosen()
    page = cut(_chosen(request.user, tab, chosen), "due_now", descending=False, mark=request.GET.get("mark", ""))
    segments = [{"title": TABS[name], "url": f"?tab={name}", "current": name == tab} for name in tabs]
    context = {
        "tab": tab,
        "title": TABS[tab],
        "segments": segments,
        "filters": filters,
        "chosen": chosen,
        "rows": rows_of(page.rows),
        "page_slice": page,
    }
    return render(request, "clocks/deadlines.html", context)


@login_required
@require_safe
def deadline(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show one deadline: how it is reckoned, who gave it more time, and what can be done with it."""
    found = _found(request, pk)
    note_reading(request.user, found.case, "deadline", found)
    inside = policy.can(request.user, Act.VIEW, found.case)
    decides = found.is_open and policy.can(request.user, Act.EXTEND, found)
    step = found.step if found.step is not None and found.step.is_open else None
    context = {
        "deadline": found,
        "case": found.case,
        "shown": row_of(found),
        "facts": facts_of(found),
        "inside": inside,
        "step": step if step is not None and policy.can(request.user, Act.VIEW, step) else None,
        "may_meet": found.is_open and step is None and policy.can(request.user, Act.WRITE, found),
        "may_extend": decides and found.may_extend and not found.is_breached and not found.paused_at,
        "may_pause": decides and found.may_pause and not found.is_breached and not found.paused_at,
        "may_resume": decides and found.paused_at is not None,
        "law": found.rule,
        "law_text": in_language(found.rule.value["text"]),
        "law_extends": extending_in_words(found.rule.value),
    }
    return render(request, "clocks/deadline.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def deadline_extend(request: HttpRequest, pk: Any) -> HttpResponse:
    """Decide on more time, for who leads the unit."""
    found = _decidable(request, pk)
    form = ExtendForm(request.POST or None, deadline=found)
    told = _("The deadline is extended, and the people it concerns are told.")
    return _decide(request, found, form, lambda: extend_clock(found, by=request.user, **form.cleaned_data), told)


@login_required
@require_http_methods(["GET", "POST"])
def deadline_pause(request: HttpRequest, pk: Any) -> HttpResponse:
    """Let the time stand still, for who leads the unit."""
    found = _decidable(request, pk)
    form = PauseForm(request.POST or None)
    told = _("The time stands still until you let it run on.")
    return _decide(request, found, form, lambda: pause_clock(found, by=request.user, **form.cleaned_data), told)


@login_required
@require_POST
def deadline_resume(request: HttpRequest, pk: Any) -> HttpResponse:
    """Let the time run on, for who leads the unit."""
    found = _decidable(request, pk)
    try:
        resume_clock(found, by=request.user)
        messages.success(request, _("The time runs on. The last day has moved by the days it stood still."))
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    except ClockClosed:
        messages.info(request, _("The deadline is no longer open."))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def deadline_met(request: HttpRequest, pk: Any) -> HttpResponse:
    """Note that it is done, where no step does it, for the people of the agency."""
    found = get_object_or_404(queries.visible_to(request.user, Act.WRITE), pk=pk)
    form = MetForm(request.POST or None, deadline=found)
    told = _("Noted. The deadline is met.")
    return _decide(request, found, form, lambda: meet_by_hand(found, by=request.user, at=form.moment()), told)


@login_required
@require_safe
def deadline_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the law says, from where we know it and since when, and how it is reckoned, with an example."""
    places = _places(request.user)
    rules = queries.rules_of(code, places)
    if not rules:
        raise Http404
    today = timezone.localdate()
    rule = next((r for r in rules if r.valid_from <= today and (r.valid_to is None or r.valid_to >= today)), rules[0])
    place = next((town for town in places if town.country == rule.country), None)
    context = {
        "code": code,
        "rule": rule,
        "name": in_language(rule.value["name"]),
        "text": in_language(rule.value["text"]),
        "rows": rule_in_words(rule),
        "example": example_of(rule, place) if place is not None else {},
        "others": [other for other in rules if other.pk != rule.pk],
    }
    return render(request, "clocks/rule.html", context)


def _chosen(user: Any, tab: str, chosen: dict[str, str]) -> QuerySet:
    act = {"mine": Act.WRITE, "unit": Act.EXTEND, "all": Act.SEE_COVER}[tab]
    state = chosen.get("state", "")
    rows = queries.due_for(user) if tab == "mine" and state != "done" else queries.visible_to(user, act)
    rows = rows.filter(code=chosen["code"]) if "code" in chosen else rows
    rows = rows.filter(met_at__isnull=False) if state == "done" else rows.filter(OPEN)
    if state == "soon":
        return rows.filter(paused_at=None).having_used(75)  # type: ignore[attr-defined]
    now = timezone.now()
    narrowed = {
        "late": Q(paused_at=None, due_now__lt=now),
        "extended": Q(extended_to__isnull=False),
        "paused": Q(paused_at__isnull=False),
    }
    return rows.filter(narrowed[state]) if state in narrowed else rows


def _places(user: Any) -> list:
    """Return the municipalities in which the person works."""
    return list({post.agency.municipality_id: post.agency.municipality for post in user.posts}.values())


def _found(request: HttpRequest, pk: Any) -> Deadline:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def _decidable(request: HttpRequest, pk: Any) -> Deadline:
    return get_object_or_404(queries.visible_to(request.user, Act.EXTEND), pk=pk)


def _decide(request: HttpRequest, found: Deadline, form: Any, act: Callable[[], Any], told: str) -> HttpResponse:
    """Do what the form asks and go to the deadline, or show the form with what was typed and what is wrong."""
    try:
        if done(form, act):
            messages.success(request, told)
            return redirect(found)
    except ClockClosed:
        messages.info(request, _("The deadline is no longer open."))
        return redirect(found)
    if not found.is_open:
        messages.info(request, _("The deadline is no longer open."))
        return redirect(found)
    name = request.resolver_match.url_name if request.resolver_match else ""
    context = {
        "deadline": found,
        "case": found.case,
        "shown": row_of(found),
        "facts": facts_of(found),
        "form": form,
        "what": name,
        "law": found.rule,
        "law_text": in_language(found.rule.value["text"]),
        "law_extends": extending_in_words(found.rule.value),
    }
    return render(request, "clocks/decide.html", context, status=422 if form.errors else 200)
