"""Pages of the review of a detailed plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import done
from coordination.places.detailed_plans import actions, papers, queries
from coordination.places.detailed_plans.forms import AskForm, ItemForm, MoveForm, OpinionForm, ReviewForm
from coordination.places.detailed_plans.models import ChecklistItem, Opinion, PlanReview
from coordination.places.log import note
from coordination.places.moving import moves
from permissions import places
from permissions.places import PlaceAct

A_PAGE = 30


@login_required
@require_safe
def plan_reviews(request: HttpRequest) -> HttpResponse:
    """List the reviews of detailed plans."""
    municipality = places.municipality(request.user, PlaceAct.SEE)
    page = Paginator(queries.reviews_seen_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    cares = places.can(request.user, PlaceAct.CARE, municipality)
    return render(request, "places/plan_reviews.html", {"page_of": page, "cares": cares})


@login_required
@require_http_methods(["GET", "POST"])
def plan_review_new(request: HttpRequest) -> HttpResponse:
    """Begin to review a plan."""
    municipality = places.municipality(request.user, PlaceAct.CARE)
    form = ReviewForm(request.POST or None)
    if done(form, lambda: actions.open_review(municipality, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The review has begun."))
        return redirect("plan_reviews")
    return _form(request, form, _("Review a detailed plan"), None)


@login_required
@require_http_methods(["GET", "POST"])
def plan_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a review; who cares for the places takes it further here."""
    found = get_object_or_404(queries.reviews_seen_by(request.user), pk=pk)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    on = moves(request, found, MoveForm, cares=cares, move=actions.move_review)
    if on.gone:
        messages.success(request, _("The review is one step further."))
        return redirect("plan_review", pk=found.pk)
    note(found.municipality, "review-read", by=request.user, about=found)
    context = {
        "review": found,
        "stages": [_stage(found, stage, cares) for stage in ChecklistItem.Stage],
        "opinions": found.opinions.select_related("agency"),
        "indicator": queries.indicator(found),
        "follow_up_on": queries.follow_up_on(found),
        "moves": on.ways,
        "wrong": on.wrong,
        "cares": cares,
        "own_agencies": {agency.pk for agency in places.agencies(request.user, PlaceAct.SEE)},
        "ended": found.state in actions.ENDS,
    }
    return render(request, "places/plan_review.html", context, status=on.status)


@login_required
@require_http_methods(["GET", "POST"])
def plan_checklist(request: HttpRequest, pk: UUID, stage: str) -> HttpResponse:
    """Answer the checklist of a stage: as much as one knows, the rest later."""
    if stage not in ChecklistItem.Stage.values:
        raise Http404
    found = _cared_for(request, pk)
    rows = queries.checklist(found, stage)
    for row in rows:
        row["form"] = ItemForm(request.POST or None, prefix=row["code"], initial=_said(row["item"]))
    forms = [row["form"] for row in rows]
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - each shows its errors
        answers = [{"code": row["code"], **row["form"].cleaned_data} for row in rows]
        try:
            actions.answer_checklist(found, stage, [a for a in answers if a["answer"]], by=request.user)
        except ValidationError as error:
            _refuse(rows, error)
        else:
            messages.success(request, _("The answers are saved."))
            return redirect("plan_review", pk=found.pk)
    context = {"review": found, "rows": rows, "forms": forms, "stage": ChecklistItem.Stage(stage).label}
    wrong = any(form.errors for form in forms)
    return render(request, "places/plan_checklist.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def opinion_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody on the consultation list."""
    found = _cared_for(request, pk)
    form = AskForm(request.POST or None, municipality=found.municipality, initial={"stage": Opinion.Stage.SAMRAD})
    if done(form, lambda: actions.ask_opinion(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("On the list."))
        return redirect("plan_review", pk=found.pk)
    return _form(request, form, _("Add to the consultation list"), found)


@login_required
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what somebody said about the plan; who cares for the places answers."""
    rows = Opinion.objects.select_related("municipality", "review", "agency")
    found = get_object_or_404(places.answerable(request.user, rows), pk=pk)
    cares = places.can(request.user, PlaceAct.CARE, found.municipality)
    said = {"text": found.text, "came_on": found.came_on, "answer": found.answer}
    form = OpinionForm(request.POST or None, answers=cares, initial=said)
    kept = {} if cares else {"answer": found.answer}
    if done(form, lambda: actions.write_opinion(found, by=request.user, **form.cleaned_data, **kept)):
        messages.success(request, _("Thank you. It is noted."))
        return redirect("plan_review", pk=found.review_id)
    return _form(request, form, found.body, found.review)


@login_required
@require_safe
def plan_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the checklist out as a PDF, to who cares for the places."""
    found = _cared_for(request, pk)
    data = papers.checklist_paper(found, request.user)
    note(found.municipality, "paper-made", by=request.user, about=found)
    headers = {"Content-Disposition": 'attachment; filename="checklist.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _cared_for(request: HttpRequest, pk: UUID) -> PlanReview:
    rows = places.visible(request.user, PlaceAct.CARE, PlanReview.objects.select_related("municipality"))
    return get_object_or_404(rows, pk=pk)


def _stage(review: PlanReview, stage: ChecklistItem.Stage, cares: bool) -> dict[str, Any]:
    rows = queries.checklist(review, stage)
    answered = any(row["item"] for row in rows)
    open_ = cares and review.state in actions.ANSWERED_IN[stage]
    return {"code": stage.value, "label": stage.label, "rows": rows if answered else [], "open": open_,
            "figures": queries.figures(review, stage)}  # fmt: skip


def _said(item: ChecklistItem | None) -> dict[str, Any]:
    names = ("answer", "reason", "responsible", "source", "follow_up_on")
    return {name: getattr(item, name) for name in names} if item else {}


def _refuse(rows: list[dict[str, Any]], error: ValidationError) -> None:
    """Show why the action refused at the item and field it is about."""
    by_code = {row["code"]: row["form"] for row in rows}
    if not hasattr(error, "error_dict"):
        rows[0]["form"].add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        code, _dash, field = name.partition("-")
        by_code[code].add_error(field, errors)


def _form(request: HttpRequest, form: Any, title: str, found: PlanReview | None) -> HttpResponse:
    context = {"form": form, "title": title, "review": found}
    return render(request, "places/plan_form.html", context, status=422 if form.errors else 200)
