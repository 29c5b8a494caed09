from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from coordination.records import Record
from coordination.steps.kinds import title_of

OPEN = Q(completed_at=None, withdrawn_at=None)


def awake() -> Q:
    """Narrow to the steps that nobody has put off beyond today."""
    return Q(put_off_until=None) | Q(put_off_until__lte=timezone.localdate())


class StepQuerySet(models.QuerySet):
    """Steps, narrowed by their state."""

    def open(self):
        """Steps somebody still has to do."""
        return self.filter(OPEN)


class Step(Record):
    """Something one agency must do in a case, by a date.

    Carries all that My steps lists, so that list never asks the workflow engine.
    """

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="steps")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="steps")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.SlugField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was asked for again.")
    requested_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    put_off_until = models.DateField(null=True, blank=True, help_text="The day on which its owner comes back to it.")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.SlugField(max_length=30, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=0)
    draft_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    draft_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    contact_told_at = models.DateTimeField(null=True, blank=True)
    coordinator_told_at = models.DateTimeField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["agency", "due_at", "id"], condition=OPEN, name="open_steps_by_agency"),
            models.Index(fields=["owner", "due_at", "id"], condition=OPEN, name="open_steps_by_owner"),
            models.Index(fields=["case", "requested_at"], name="step_case_order"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The page on which the step is done."""
        return reverse("step", args=[self.pk])

    @property
    def title(self):
        """What is to be done, in the reader's language."""
        return title_of(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.completed_at is None and self.withdrawn_at is None

    @property
    def is_overdue(self) -> bool:
        """Whether its last moment has passed while it is open."""
        return self.is_open and self.due_at < timezone.now()

    @property
    def is_put_off(self) -> bool:
        """Whether its owner chose to come back to it on a later day. It stays theirs, and due when it was."""
        return self.is_open and self.put_off_until is not None and self.put_off_until > timezone.localdate()

    @property
    def state(self) -> str:
        """One of done, withdrawn, overdue, started, new."""
        if self.completed_at:
            return "done"
        if self.withdrawn_at:
            return "withdrawn"
        if self.is_overdue:
            return "overdue"
        return "started" if self.taken_at or self.draft_version else "new"
