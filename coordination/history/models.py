from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.Model):
    """A row that is written once. PostgreSQL refuses changes too (a trigger in the migrations)."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Insert the row; refuse to change one that is there."""
        if not self._state.adding:
            raise TypeError("History is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("History is never deleted.")


class Event(AppendOnly):
    """One thing that happened in a case.

    ``facts`` holds ids and codes only, never names or text about people: the
    sentence is made when it is read, in the reader's language.
    ``on_behalf_of`` is whom a substitute stood in for.
    ``agency`` set means that only this agency and auditors may know of it.
    """

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    kind = models.SlugField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey("Step", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="event_case_newest"),
            models.Index(fields=["actor", "-at"], name="event_actor_newest"),
        ]

    def __str__(self) -> str:
        return self.kind


class Reading(AppendOnly):
    """Who read what in a case, and when: one row a page, paper or file shown."""

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField(default=timezone.now)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.SlugField(max_length=40)
    object_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="reading_case_newest"),
            models.Index(fields=["reader", "-at"], name="reading_reader_newest"),
        ]

    def __str__(self) -> str:
        return self.what


class Notification(models.Model):
    """An event one person should hear of. Written with the event: the row is the truth, the socket only knocks."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notifications")
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "event"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["id"], condition=Q(read_at=None, mailed_at=None), name="notification_unmailed"),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.recipient_id}"


class Aside(models.Model):
    """What one person should hear of work that belongs to no case: a code and a key, never a word of it.

    ``about`` is the round, the week, the walk, the report about a place or the
    matter. Who may know of it still is asked of that when it is shown (ADR 11).
    """

    class Kind(models.TextChoices):
        ROUND_SEAT = "round-seat", _("Your agency sits in the steering group of a round")
        ROUND_DONE = "round-done", _("A round is evaluated")
        PLACE_MEETING = "place-meeting", _("The agencies meet about which places come first")
        PLACE_ACTION = "place-action", _("Your agency is given an action about a place")
        PLACE_STOP = "place-stop", _("Your agency is to answer for a stop of a safety walk")
        PLACE_ANSWER = "place-answer", _("There is an answer to a report about a place that you sent")
        MATTER_TRIAGE = "matter-triage", _("A triage about a provider waits for your word")
        MATTER_ON = "matter-on", _("A matter about a provider has gone on")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20, choices=Kind.choices)
    about = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "about"], condition=Q(read_at=None), name="aside_unread_once"
            )
        ]
        indexes = [models.Index(fields=["id"], condition=Q(read_at=None, mailed_at=None), name="aside_unmailed")]

    def __str__(self) -> str:
        return self.kind
