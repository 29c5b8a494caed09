"""The pages of the rounds. To everybody but the police and the steering group they are not there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import add_refusal, done
from coordination.history import asides
from coordination.rounds import actions, forms, queries
from coordination.rounds.models import Round

Status = Round.Status
NEWEST = 100


@dataclass(frozen=True)
class Part:
    """One thing to do in a round: its form, when it may be done, and the action."""

    form: Callable[[Any, Round], django_forms.Form]
    stages: tuple[str, ...]
    act: Callable[..., Any]
    by_group: bool = False


PARTS: dict[str, Part] = {
    "selection": Part(lambda data, found: forms.SelectionForm(data), actions.TO_SELECT, actions.note_selection),
    "message": Part(
        lambda data, found: forms.MessageForm(data, script=queries.script_of(found.agency.municipality)),
        actions.TO_MESSAGE,
        actions.note_message,
    ),
    "focus": Part(lambda data, found: django_forms.Form(data), actions.TO_FOCUS, actions.begin_focus),
    "sanction": Part(lambda data, found: forms.SanctionForm(data), actions.TO_SANCTION, actions.note_sanction),
    "evaluate": Part(
        lambda data, found: forms.EvaluateForm(data), actions.TO_EVALUATE, actions.evaluate, by_group=True
    ),
    "steering": Part(
        lambda data, found: forms.SeatsForm(
            data,
            agencies=queries.possible_seats(found),
            initial={"agencies": [a.pk for a in queries.seated(found)]},
        ),
        tuple(Status),
        lambda found, by, agencies: actions.seat(found, agencies, by=by),
    ),
}


@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds the reader may read, newest first."""
    found, police = list(queries.rounds_for(request.user)[:NEWEST]), queries.own_police(request.user)
    if not found and not police:
        raise Http404
    return render(request, "rounds/rounds.html", {"rounds": found, "may_open": bool(police)})


@login_required
@require_http_methods(["GET", "POST"])
def round_open(request: HttpRequest) -> HttpResponse:
    """Open a round. For the police."""
    police = queries.own_police(request.user)
    if not police:
        raise Http404
    follows = _followed(request)
    form = forms.OpenForm(request.POST or None, agencies=police, initial={"areas": follows.areas if follows else ""})
    if request.method == "POST" and form.is_valid():
        said = {"agency": police[0], **form.cleaned_data}
        try:
            made = actions.open_round(by=request.user, follows=follows, **said)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The round is opened."))
            return redirect("round", pk=made.pk)
    return render(request, "rounds/open.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def round_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a round: how far it has come, its numbers, and what can be done now."""
    found = queries.round_for(request.user, pk)
    actions.note_reading(found, by=request.user)
    asides.read(request.user, found)
    keeps = queries.may_keep(request.user, found)
    titles = forms.titles()
    said = dict(queries.script_of(found.agency.municipality))
    context = {
        "round": found,
        "todo": [(name, titles[name]) for name in PARTS if name != "steering" and _may(name, found, keeps=keeps)],
        "keeps": keeps,
        "stages": _stages(found),
        "script": [said.get(code, code) for code in found.script],
        "sanctions": found.sanctions.all(),
        "seated": queries.seated(found),
        "events": found.events.select_related("actor")[:20],
        "next": Round.objects.filter(follows=found).first(),
    }
    return render(request, "rounds/round.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def round_part(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """Do one thing in a round: note a number, the message, measures, the evaluation, or who is the steering group."""
    found = queries.round_for(request.user, pk)
    if part not in PARTS or not _may(part, found, keeps=queries.may_keep(request.user, found)):
        raise Http404
    doing = PARTS[part]
    form = doing.form(request.POST if request.method == "POST" else None, found)
    if done(form, lambda: doing.act(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is noted."))
        return redirect("round", pk=found.pk)
    context = {"form": form, "round": found, "part": part, "title": forms.titles()[part]}
    return render(request, "rounds/part.html", context, status=422 if form.errors else 200)


def _may(name: str, found: Round, *, keeps: bool) -> bool:
    part = PARTS[name]
    return found.status in part.stages and (keeps or part.by_group)


def _stages(found: Round) -> list[dict[str, Any]]:
    order = list(Status)
    here = order.index(Status(found.status))
    skipped = found.status == Status.EVALUATED and not found.events.filter(kind="focus").exists()
    rows = []
    for number, stage in enumerate(order):
        state = "done" if number < here or not found.is_open else "now" if number == here else "todo"
        text = {"done": _("Done"), "now": _("Now"), "todo": _("Not begun")}[state]
        if stage == Status.FOCUS_ROUND and skipped:
            state, text = "skipped", _("Not needed")
        rows.append({"number": number + 1, "title": stage.label, "state": state, "state_text": text, "sub": []})
    return rows


def _followed(request: HttpRequest) -> Round | None:
    """Return the round that a new one is to follow: evaluated, with a new one to come, and none there yet."""
    asked = request.GET.get("follows")
    if not asked:
        return None
    rows = queries.rounds_for(request.user).filter(end=Round.End.NEXT_ROUND, followed_by=None)
    try:
        return rows.filter(pk=UUID(asked)).first()
    except ValueError:
        return None
