"""Setting a way of working, taking back what is not in force yet, and moving what runs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from coordination.cases.process import Busy
from coordination.forms import list_errors
from coordination.forms.refusals import done
from coordination.rules.models import Rule
from coordination.rules.queries import rule_of, rules_of
from coordination.rules.setting import take_back
from coordination.steps.kinds import title_of
from coordination.steps.new_days import give_new_days
from permissions import policy
from workflows.ways import queries
from workflows.ways.changes import parts_of
from workflows.ways.moving import preview
from workflows.ways.places import flow_for, node_for, place_of
from workflows.ways.settings import OF_STEP, OF_WAY, Setting


@login_required
@require_http_methods(["GET", "POST"])
def way_set(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """Set something of a whole way of working."""
    place = _place_to_set(request)
    flow = flow_for(kind, place)
    if what not in OF_WAY:
        raise Http404
    context = {"kind": kind, "name": flow.process_title, "title": OF_WAY[what].title, "place": place}
    context["back_url"] = reverse("way", args=[kind])
    return _set(request, OF_WAY[what], OF_WAY[what].code(flow.rules), context)


@login_required
@require_http_methods(["GET", "POST"])
def way_set_step(request: HttpRequest, kind: str, step: str, what: str) -> HttpResponse:
    """Set something of a kind of step."""
    place = _place_to_set(request)
    flow = flow_for(kind, place)
    if what not in OF_STEP or not OF_STEP[what].fits(node_for(flow, step)):
        raise Http404
    context = {"kind": kind, "name": flow.process_title, "title": title_of(step), "step": step, "place": place}
    context["back_url"] = reverse("way_step", args=[kind, step])
    return _set(request, OF_STEP[what], OF_STEP[what].code(flow.rules, step), context)


@login_required
@require_POST
def way_take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take back a change that has not come into force."""
    place = _place_to_set(request)
    flow = flow_for(kind, place)
    rule = get_object_or_404(Rule, pk=pk, municipality=place)
    if parts_of(flow.rules, rule.code) is None:
        raise Http404
    try:
        take_back(rule, by=request.user)
        messages.success(request, _("The change is taken back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("way_changes", kind=kind)


@login_required
@require_http_methods(["GET", "POST"])
def way_move(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Show what moving the running cases to the days in force would do, and do it."""
    place = _place_to_set(request)
    flow = flow_for(kind, place)
    node = node_for(flow, step)
    rule = rule_of(OF_STEP["days"].code(flow.rules, step), place)
    found = preview(node, kind, rule, place, request.user)
    if request.method == "POST":
        if request.POST.get("seen") == _seen(rule, found):
            return _move(request, place, found, kind)
        messages.warning(request, _("Something has changed since the preview. Look at it again."))
    context = {"kind": kind, "name": flow.process_title, "step": step, "title": title_of(step), "place": place}
    context |= {"rule": rule, "preview": found, "seen": _seen(rule, found), "by_law": bool(node.clocks)}
    context["words"] = OF_STEP["days"].words(rule.value)
    return render(request, "workflows/ways/move.html", context, status=409 if request.method == "POST" else 200)


def _move(request: HttpRequest, place: Any, found: Any, kind: str) -> HttpResponse:
    days = [(move.step, move.due_at) for move in found.moves]
    try:
        number = give_new_days(place, days, by=request.user)
    except Busy:
        messages.warning(request, _("Somebody moves one of the cases on right now. Nothing was moved; try again."))
        return redirect(request.path)
    told = ngettext("%(n)s step has a new last day.", "%(n)s steps have a new last day.", number)
    messages.success(request, told % {"n": number})
    return redirect("way_changes", kind=kind)


def _seen(rule: Rule, found: Any) -> str:
    return f"{rule.pk}-{found.steps}"


def _set(request: HttpRequest, setting: Setting, code: str, context: dict[str, Any]) -> HttpResponse:
    place, posted = context["place"], request.POST if request.method == "POST" else None
    rule = rules_of([code], place).get(code)
    form = setting.form(posted, place=place, now=rule.value if rule else None)
    pressed = posted is not None and hasattr(form, "press") and form.press(posted)
    if not pressed and done(form, lambda: setting.put(code, place, by=request.user, **form.details())):
        messages.success(request, _("The change is stored and comes into force by itself."))
        return redirect("way_changes", kind=context["kind"])
    parts = form.forms() if hasattr(form, "forms") else [form]
    wrong = posted is not None and not pressed
    context |= {"form": form, "setting": setting, "errors": list_errors(parts) if wrong else []}
    context["rows"] = queries.set_before(code, setting, place)
    template = getattr(form, "template", "workflows/ways/set.html")
    return render(request, template, context, status=422 if wrong else 200)


def _place_to_set(request: HttpRequest) -> Any:
    place = place_of(request)
    if not policy.may_set_rules(request.user, place):
        raise Http404
    return place
