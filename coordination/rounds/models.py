from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.history.models import AppendOnly
from coordination.records import Record


class Round(Record):
    """One round of group violence intervention: from the review of a period to its evaluation.

    It is the police's, with a steering group of agencies beside it, and holds
    numbers, never people: no case, no person and no user that a message is for.
    Nothing here points at a case, and nothing of a case points here, on purpose.
    """

    class Status(models.TextChoices):
        REVIEW = "review", _("Review of the period")
        SELECTION_DONE = "selection_done", _("Selection done")
        MESSAGE_GIVEN = "message_given", _("Message given")
        FOCUS_ROUND = "focus_round", _("Increased focus")
        EVALUATED = "evaluated", _("Evaluated")

    class Way(models.TextChoices):
        CALL_IN = "call_in", _("Call-in")
        CUSTOM = "custom", _("Custom notification")

    class End(models.TextChoices):
        NEXT_ROUND = "next_round", _("A new round follows")
        ENDED = "ended", _("The work ends here")

    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    begins_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    areas = models.CharField(_("areas"), max_length=300)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.REVIEW)
    way = models.CharField(_("way of the message"), max_length=7, choices=Way.choices, blank=True)
    selected = models.PositiveSmallIntegerField(_("selected"), null=True, blank=True)
    called = models.PositiveSmallIntegerField(_("called"), null=True, blank=True)
    came = models.PositiveSmallIntegerField(_("came"), null=True, blank=True)
    visited = models.PositiveSmallIntegerField(_("visited"), null=True, blank=True)
    script = ArrayField(models.SlugField(max_length=20), default=list, blank=True)
    evaluation = models.TextField(_("evaluation"), blank=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begins_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_round_a_number"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="round_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(status="evaluated") | ~Q(end=""), name="evaluated_round_has_an_end"),
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)s")) % {"number": self.number}

    @property
    def is_open(self) -> bool:
        """Whether the round still goes on."""
        return self.status != self.Status.EVALUATED


class Seat(Record):
    """An agency's seat in the steering group of a round: its people read the round and evaluate it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], condition=Q(ended_at=None), name="one_seat_an_agency")
        ]

    def __str__(self) -> str:
        return str(self.agency)


class Sanction(Record):
    """What was done against a group after new violence, as a number. No people."""

    class Who(models.TextChoices):
        POLICE = "police", _("Police")
        PROBATION = "probation", _("Probation")
        ENFORCEMENT = "enforcement", _("Enforcement authority")
        TAX = "tax", _("Tax agency")
        OTHER = "other", _("Another authority")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sanctions")
    on = models.DateField(_("day"))
    who = models.CharField(_("which authority"), max_length=11, choices=Who.choices)
    number = models.PositiveSmallIntegerField(_("how many measures"))
    note = models.CharField(_("what kind of measures"), max_length=300, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-noted_at"]

    def __str__(self) -> str:
        return f"{self.get_who_display()}, {self.number}"


class RoundEvent(AppendOnly):
    """What happened with a round, and who was shown it. A history of its own: a round belongs to no case."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("%(actor)s opened the round")
        SELECTED = "selected", _("%(actor)s noted that the selection is done")
        MESSAGE = "message", _("%(actor)s noted that the message was given")
        FOCUS = "focus", _("%(actor)s began the increased focus")
        SANCTION = "sanction", _("%(actor)s noted measures")
        EVALUATED = "evaluated", _("%(actor)s evaluated the round")
        SEATED = "seated", _("%(actor)s changed the steering group")
        READ = "read", _("%(actor)s read the round")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["round", "-at", "-id"], name="roundevent_newest")]

    def __str__(self) -> str:
        return self.kind

    @property
    def sentence(self) -> str:
        """What happened, with the name of who did it."""
        return self.get_kind_display() % {"actor": self.actor}
