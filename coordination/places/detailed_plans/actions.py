"""What is done with the review of a detailed plan: material, checklists, consultation, changes, follow-up."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.agencies.models import Agency
from coordination.places.detailed_plans.models import ChecklistItem, Opinion, PlanReview
from coordination.places.locking import locked_for
from coordination.places.log import note
from coordination.places.names import must_be_nameless
from coordination.places.queries import known_names, labels, partners
from coordination.places.states import must_lead
from coordination.rules.queries import value_of
from permissions import places
from permissions.places import PlaceAct

State = PlanReview.State
ANSWERED_IN = {  # In which states the checklist of a stage may be answered.
    ChecklistItem.Stage.SAMRAD: (State.OPENED, State.MATERIAL, State.CHECKLIST_SAMRAD),
    ChecklistItem.Stage.GRANSKNING: (State.REVISED, State.CHECKLIST_GRANSKNING),
}
ENDS = (State.FOLLOWED_UP, State.REJECTED, State.WITHDRAWN)


@transaction.atomic
def open_review(municipality: Any, *, by: Any, name: str, east: int, north: int, reference: str = "") -> PlanReview:
    """Begin to review a plan. East and north, in metres, are about its middle."""
    places.require(by, PlaceAct.CARE, municipality)
    must_be_nameless([*known_names(municipality), name], name=name, reference=reference)
    said = {"name": name.strip(), "reference": reference.strip(), "east": east, "north": north}
    review = PlanReview.objects.create(municipality=municipality, opened_by=by, **said)
    note(municipality, "review-opened", by=by, about=review)
    return review


@transaction.atomic
def move_review(review: PlanReview, to: str, *, by: Any, text: str = "", on: date | None = None) -> PlanReview:
    """Take a review one step further. ``text`` and ``on`` are what the step asks for (see `ASKS`).

    Raises ValidationError if something has to be done first.
    """
    review = _lock(review, by)
    must_lead(review, to)
    must_be_nameless([*known_names(review.municipality), review.name], text=text)
    field = ASKS.get(to)
    if field in ("material", "changes", "conclusion") and not text.strip():
        raise ValidationError({"text": _("Write it down: others have to understand it later.")})
    if field in ("adopted_on", "built_on") and on is None:
        raise ValidationError({"on": _("Give the day.")})
    if to in CHECKS:
        CHECKS[to](review, on)
    if field:
        setattr(review, field, text.strip() if field in ("material", "changes", "conclusion") else on)
    review.state = to
    review.save()
    note(review.municipality, "review-moved", by=by, about=review, state=to)
    return review


@transaction.atomic
def answer_checklist(review: PlanReview, stage: str, answers: list[dict[str, Any]], *, by: Any) -> int:
    """Answer items of the checklist at a stage; those without an answer stay open. Returns how many are answered now.

    Each of ``answers`` has the item's ``code``, its ``answer``, and ``reason``, ``responsible``, ``source`` and
    ``follow_up_on``. Whatever is not met needs a reason.
    """
    review = _lock(review, by)
    if review.state not in ANSWERED_IN[ChecklistItem.Stage(stage)]:
        raise ValidationError(_("This checklist cannot be answered now."))
    known, texts = labels("plan.checklist", review.municipality), ("reason", "responsible", "source")
    for said in answers:
        if said["code"] not in known or said["answer"] not in ChecklistItem.Answer.values:
            raise ValidationError(_("Choose an answer of the list."))
        if said["answer"] != ChecklistItem.Answer.MET and not said.get("reason", "").strip():
            raise ValidationError({f"{said['code']}-reason": _("Give the reason: it is not simply met.")})
        must_be_nameless(
            [*known_names(review.municipality), review.name],
            **{f"{said['code']}-{name}": said.get(name, "") for name in texts},
        )
        fields = {name: said.get(name, "").strip() for name in texts}
        fields |= {"answer": said["answer"], "follow_up_on": said.get("follow_up_on")}
        key = {"review": review, "stage": stage, "code": said["code"]}
        ChecklistItem.objects.update_or_create(**key, defaults={**fields, "municipality": review.municipality})
    note(review.municipality, "checklist-answered", by=by, about=review, stage=stage, number=len(answers))
    return review.items.filter(stage=stage).count()


@transaction.atomic
def ask_opinion(
    review: PlanReview,
    *,
    by: Any,
    body: str,
    asked_on: date,
    stage: str = Opinion.Stage.SAMRAD,
    agency: Agency | None = None,
) -> Opinion:
    """Put a body on the consultation list: an authority, an association, the owner of a property. No persons."""
    review = _lock(review, by)
    if review.state in ENDS:
        raise ValidationError(_("The review has ended."))
    if agency is not None and not partners(review.municipality).filter(pk=agency.pk).exists():
        raise ValidationError({"agency": _("Choose an agency that takes part.")})
    must_be_nameless([*known_names(review.municipality), review.name], body=body)
    if not (body := body.strip() or str(agency or "")):
        raise ValidationError({"body": _("Say who is asked.")})
    said = {"body": body, "agency": agency, "asked_on": asked_on, "stage": stage}
    opinion = Opinion.objects.create(municipality=review.municipality, review=review, **said)
    note(review.municipality, "opinion-asked", by=by, about=review, opinion=str(opinion.pk))
    return opinion


@transaction.atomic
def write_opinion(
    opinion: Opinion, *, by: Any, text: str = "", came_on: date | None = None, answer: str = ""
) -> Opinion:
    """Write down what a body said, and the answer to it. Its own agency may say it; only who cares answers."""
    found = locked_for(by, opinion, "review")
    cares = places.can(by, PlaceAct.CARE, opinion.municipality)
    if found.review.state in ENDS:
        raise ValidationError(_("The review has ended."))
    if answer.strip() and not text.strip():
        raise ValidationError({"text": _("First write down what was said.")})
    must_be_nameless([*known_names(found.municipality), found.review.name], text=text, answer=answer)
    today = timezone.localdate()
    if text.strip() != found.text:
        found.text, found.came_on = text.strip(), came_on or today
        note(found.municipality, "opinion-came", by=by, about=found.review, opinion=str(found.pk))
    if cares and answer.strip() != found.answer:
        found.answer, found.answered_on = answer.strip(), today if answer.strip() else None
        note(found.municipality, "opinion-answered", by=by, about=found.review, opinion=str(found.pk))
    found.save()
    return found


def _checked(review: PlanReview, _on: date | None) -> None:
    stage = ChecklistItem.Stage.SAMRAD if review.state == State.MATERIAL else ChecklistItem.Stage.GRANSKNING
    items = labels("plan.checklist", review.municipality)
    left = len(items) - review.items.filter(stage=stage, code__in=items).count()
    if left:
        words = ngettext(
            "%(n)s item of the checklist has no answer.", "%(n)s items of the checklist have no answer.", left
        )
        raise ValidationError(words % {"n": left})
    if stage == ChecklistItem.Stage.GRANSKNING:
        days = value_of("plan.review_days", review.municipality)
        review.review_until = timezone.localdate() + timedelta(days=days)


def _consulted(review: PlanReview, _on: date | None) -> None:
    if not review.opinions.exists():
        raise ValidationError(_("Put those who are asked on the consultation list first."))
    days = value_of("plan.consultation_days", review.municipality)
    review.consultation_until = timezone.localdate() + timedelta(days=days)


def _revised(review: PlanReview, _on: date | None) -> None:
    if review.consultation_until and timezone.localdate() <= review.consultation_until:
        raise ValidationError(_("The consultation goes on until its last day."))
    open_ = review.opinions.exclude(text="").filter(answer="").count()
    if open_:
        words = ngettext("%(n)s opinion has no answer yet.", "%(n)s opinions have no answer yet.", open_)
        raise ValidationError(words % {"n": open_})


def _adopted(review: PlanReview, on: date | None) -> None:
    if on and review.review_until and on <= review.review_until:
        raise ValidationError({"on": _("The review goes on until its last day.")})
    if on and on > timezone.localdate():
        raise ValidationError({"on": _("This lies in the future.")})


def _built(review: PlanReview, on: date | None) -> None:
    if on and (on > timezone.localdate() or (review.adopted_on and on < review.adopted_on)):
        raise ValidationError({"on": _("It was built after it was adopted, and not in the future.")})


CHECKS: dict[str, Any] = {
    State.CHECKLIST_SAMRAD: _checked,
    State.COMMENTS: _consulted,
    State.REVISED: _revised,
    State.CHECKLIST_GRANSKNING: _checked,
    State.ADOPTED: _adopted,
    State.BUILT: _built,
}
ASKS: dict[str, str] = {  # What a step asks for, and where it is kept.
    State.MATERIAL: "material",
    State.REVISED: "changes",
    State.ADOPTED: "adopted_on",
    State.BUILT: "built_on",
    State.FOLLOWED_UP: "conclusion",
    State.REJECTED: "conclusion",
    State.WITHDRAWN: "conclusion",
}


def _lock(review: PlanReview, by: Any) -> PlanReview:
    places.require(by, PlaceAct.CARE, review.municipality)
    return PlanReview.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=review.pk)
