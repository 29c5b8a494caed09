from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Confidentiality
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
    correcting = models.BooleanField(default=False, help_text="The minutes were closed and are open to be corrected.")

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["case", "-starts_at"], name="meeting_case_newest")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        """Whether its minutes can be written now."""
        return self.status == self.Status.CALLED or self.correcting


class Invitee(Record):
    """An agency or a family member called to a meeting, and whether they came.

    Where an agency came that might not hear all of it, ``uncovered`` says why, and ``handled`` what was done about it.
    """

    class Gap(models.TextChoices):
        GONE = "gone", _("does not take part in the case any more")
        FROZEN = "frozen", _("the case is frozen: only the agency that leads it may take part")
        CONSENT = "consent", _("consent does not cover it any more")
        TOPIC = "topic", _("consent does not cover plan and meetings")
        NOBODY = "nobody", _("nobody there has access now: the class, a conflict of interest or their time")
        WISH = "wish", _("the child does not want this person at meetings")

    class Handled(models.TextChoices):
        LEFT = "left", _("They were not in the room for that part")
        NAMELESS = "nameless", _("It was talked about without names")
        GROUND = "ground", _("There was a ground other than consent")

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
    uncovered = models.CharField(max_length=8, choices=Gap.choices, blank=True)
    handled = models.CharField(max_length=8, choices=Handled.choices, blank=True)
    handled_how = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.agency or self.person)


class AgendaItem(Record):
    """One row of a meeting's agenda, and the part of the minutes about it.

    Several people write at the same time, each in a part: ``version`` says what a writer began from. Who is not
    there for a part (``without``), or does not reach its class, does not see it. Once the minutes are closed a part
    that not all may read is an ``entry`` of its own; the others are in the entry of the meeting.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=LONGEST_ROW)
    notes = models.TextField(_("notes"), blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)
    confidentiality = models.PositiveSmallIntegerField(choices=Confidentiality.choices, default=Confidentiality.NORMAL)
    without: models.ManyToManyField = models.ManyToManyField("Agency", related_name="+", blank=True)
    kept_from: models.ManyToManyField = models.ManyToManyField("Person", related_name="+", blank=True)
    entry = models.OneToOneField("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="part")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_order")]

    def __str__(self) -> str:
        return self.heading


class Decision(Record):
    """What a meeting decided: what, which agency (and which of its people), and by which day.

    Without an agency it is noted and nobody has to act. When the minutes are closed it becomes an action of the plan
    or a step of the agency, once; what came of a step is in ``result``.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("what was decided"))
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("by which day"), null=True, blank=True)
    in_plan = models.BooleanField(default=False, help_text="It belongs in the plan that is being written.")
    step = models.OneToOneField("Step", null=True, blank=True, on_delete=models.PROTECT, related_name="decision")
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=None, person=None, due_on=None) | Q(agency__isnull=False, due_on__isnull=False),
                name="decision_is_noted_or_somebody_acts",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def acts(self) -> bool:
        """Whether somebody has to do something."""
        return self.agency_id is not None
