from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.places.models import PlaceRecord


class PlanReview(PlaceRecord):
    """How safe a detailed plan makes a place: checked while it is made, and followed up when it is built."""

    class State(models.TextChoices):
        OPENED = "opened", _("Opened")
        MATERIAL = "material", _("Material gathered")
        CHECKLIST_SAMRAD = "checklist_samrad", _("Checked before the consultation")
        COMMENTS = "comments", _("Consultation")
        REVISED = "revised", _("Revised")
        CHECKLIST_GRANSKNING = "checklist_granskning", _("Checked before the review")
        ADOPTED = "adopted", _("Adopted")
        BUILT = "built", _("Built")
        FOLLOWED_UP = "followed_up", _("Followed up")
        REJECTED = "rejected", _("Not adopted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.OPENED: (State.MATERIAL, State.WITHDRAWN),
        State.MATERIAL: (State.CHECKLIST_SAMRAD, State.WITHDRAWN),
        State.CHECKLIST_SAMRAD: (State.COMMENTS, State.WITHDRAWN),
        State.COMMENTS: (State.REVISED, State.WITHDRAWN),
        State.REVISED: (State.CHECKLIST_GRANSKNING, State.COMMENTS, State.WITHDRAWN),
        State.CHECKLIST_GRANSKNING: (State.ADOPTED, State.REJECTED, State.WITHDRAWN),
        State.ADOPTED: (State.BUILT, State.WITHDRAWN),
        State.BUILT: (State.FOLLOWED_UP,),
        State.FOLLOWED_UP: (),
        State.REJECTED: (),
        State.WITHDRAWN: (),
    }

    name = models.CharField(max_length=120)
    reference = models.CharField(max_length=40, blank=True)
    east = models.IntegerField()
    north = models.IntegerField()
    state = models.CharField(max_length=22, choices=State.choices, default=State.OPENED)
    material = models.TextField(blank=True)
    changes = models.TextField(blank=True, help_text="What was changed in the plan after the consultation.")
    consultation_until = models.DateField(null=True, blank=True)
    review_until = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    built_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(PlaceRecord):
    """How a plan answers one item of the checklist, at one stage of the making."""

    class Stage(models.TextChoices):
        SAMRAD = "samrad", _("Before the consultation")
        GRANSKNING = "granskning", _("Before the review")

    class Answer(models.TextChoices):
        MET = "met", pgettext_lazy("a point of a checklist", "Met")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("Not met")
        NOT_RELEVANT = "not_relevant", _("Not relevant")

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="items")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    code = models.SlugField(max_length=30)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    reason = models.CharField(max_length=400, blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "stage", "code"], name="one_answer_an_item"),
            models.CheckConstraint(condition=Q(answer="met") | ~Q(reason=""), name="item_not_met_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.code


class Opinion(PlaceRecord):
    """A body on the consultation list of a plan: what it said, and what was answered."""

    class Stage(models.TextChoices):
        SAMRAD = "samrad", _("Consultation")
        GRANSKNING = "granskning", _("Review")

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="opinions")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.SAMRAD)
    body = models.CharField(max_length=120)
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    text = models.TextField(blank=True)
    came_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "body", "id"]

    def __str__(self) -> str:
        return self.body
