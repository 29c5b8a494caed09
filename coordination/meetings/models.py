from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.records import Record

LONGEST_ROW = 160  # A row of an agenda, in characters.


class Meeting(Record):
    """A meeting around the case. Seen by the agencies invited to it."""

    class Kind(models.TextChoices):
        NETWORK = "network", _("Network meeting")
        FOLLOW_UP = "follow_up", _("Follow-up meeting")
        AFTER = "after", _("After-follow-up")
        SIP = "sip", _("SIP meeting")

    class Status(models.TextChoices):
        CALLED = "called", _("Called")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, default=Kind.NETWORK)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CALLED)
    starts_at = models.DateTimeField(_("starts"))
    minutes_long = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link"), blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("chair"),
    )
    note_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("note taker"),
    )
    minutes = models.OneToOneField("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="meeting")

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["case", "-starts_at"], name="meeting_case_newest")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Invitee(Record):
    """An agency or a family member called to a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attended = models.BooleanField(null=True, blank=True)
    against_wish = models.BooleanField(
        default=False, help_text="Whoever called knew that the child does not want this person there."
    )

    def __str__(self) -> str:
        return str(self.agency or self.person)


class AgendaItem(Record):
    """One row of a meeting's agenda, with its minutes and decision."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=LONGEST_ROW)
    notes = models.TextField(_("notes"), blank=True)
    decision = models.TextField(_("decision"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_order")]

    def __str__(self) -> str:
        return self.heading
