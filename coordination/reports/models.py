from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordination.history.models import AppendOnly
from coordination.people import identity
from coordination.records import Record

USER = settings.AUTH_USER_MODEL


class Report(Record):
    """A report of concern about one or several children, as it came in to social services.

    It belongs to no case until each child is taken in, and is never changed
    afterwards. Who reported is kept apart from what was reported: a shielded
    notifier is read by those who receive the report and by nobody else.
    """

    class Source(models.TextChoices):
        MEMBER = "member", _("Somebody who works at an agency here")
        PROFESSIONAL = "professional", _("Somebody who reports in their work")
        PRIVATE = "private", _("A private person")
        ANONYMOUS = "anonymous", _("A private person who stays anonymous")

    class Channel(models.TextChoices):
        FORM = "form", _("Form")
        PHONE = "phone", _("Phone")
        VISIT = "visit", _("Visit")
        LETTER = "letter", _("Letter or e-mail")

    class Injuries(models.TextChoices):
        NO = "no", _("No")
        YES = "yes", _("Yes")
        UNKNOWN = "unknown", _("Do not know")

    number = models.CharField(max_length=12, unique=True, help_text="What the sender keeps as a receipt; says nothing.")
    receiving_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="received_reports")
    source = models.CharField(max_length=12, choices=Source.choices)
    reporter = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    reporter_agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notifier_name = models.CharField(max_length=120, blank=True)
    notifier_role = models.CharField(max_length=120, blank=True)
    notifier_unit = models.CharField(max_length=120, blank=True)
    notifier_phone = models.CharField(max_length=60, blank=True)
    duty = models.BooleanField(default=False, help_text="Reported because the law obliges to (SoL 19:1; LSL 25 §).")
    shielded = models.BooleanField(default=False, help_text="Who reported is protected (OSL 26:5).")
    wants_feedback = models.BooleanField(default=False)
    wants_meeting = models.BooleanField(default=False)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.FORM)
    happened = models.CharField(max_length=200, blank=True)
    facts = models.TextField()
    interpretation = models.TextField(blank=True)
    injuries = models.CharField(max_length=7, choices=Injuries.choices, default=Injuries.UNKNOWN)
    injuries_text = models.TextField(blank=True)
    danger = models.BooleanField(default=False)
    danger_why = models.TextField(blank=True)
    child_words = models.TextField(blank=True)
    earlier = models.TextField(blank=True)
    family_told = models.BooleanField(default=False)
    family_told_text = models.TextField(blank=True, help_text="Why the family was not told, or what they said.")
    arrived_at = models.DateTimeField(default=timezone.now, help_text="When it came in: what the law counts from.")
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the notifier asked for feedback.")

    class Meta:
        ordering = ["arrived_at", "number"]
        indexes = [
            models.Index(fields=["receiving_agency", "arrived_at"], name="report_queue"),
            models.Index(fields=["reporter", "-arrived_at"], name="report_mine"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def may_get_feedback(self) -> bool:
        """Whether the law lets the notifier be told what came of it: who reports in their work, in Sweden."""
        professional = self.source in (self.Source.MEMBER, self.Source.PROFESSIONAL)
        return professional and self.receiving_agency.municipality.country == "SE"

    @property
    def notifier(self) -> str:
        """Who reported, in one line; for those who may know."""
        if self.source == self.Source.ANONYMOUS:
            return gettext("Anonymous")
        parts = [self.notifier_name, self.notifier_role, self.notifier_unit, self.notifier_phone]
        return ", ".join(part for part in parts if part)


class ReportedChild(Record):
    """One child of a report, as far as the notifier knows; with the case it was taken into."""

    class Feedback(models.TextChoices):
        OPENED = "opened", _("An investigation is opened")
        NOT_OPENED = "not_opened", _("No investigation is opened")
        RUNNING = "running", _("An investigation was already going on")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="children")
    number = models.PositiveSmallIntegerField(default=1, help_text="The place in the report.")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    identity_number = models.CharField(max_length=13, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    age = models.CharField(max_length=40, blank=True, help_text="An estimate, where the date of birth is not known.")
    address = models.CharField(max_length=200, blank=True)
    address_unknown = models.BooleanField(default=False)
    school = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.BooleanField(default=False)
    protected = models.BooleanField(default=False, help_text="Has protected personal data: no address is kept.")
    case = models.ForeignKey("Case", null=True, blank=True, on_delete=models.PROTECT, related_name="reported")
    joined = models.BooleanField(default=False, help_text="The case was open already.")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    feedback = models.CharField(max_length=10, choices=Feedback.choices, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    feedback_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_place_in_a_report"),
            models.CheckConstraint(
                condition=Q(protected=False) | Q(address="", school=""), name="reported_child_is_not_to_be_found"
            ),
        ]
        indexes = [models.Index(fields=["report"], condition=Q(case=None), name="child_waiting")]

    def __str__(self) -> str:
        return self.initials

    @property
    def full_name(self) -> str:
        """The whole name, or what stands for one that nobody knows."""
        return f"{self.given_name} {self.family_name}".strip() or gettext("Name not known")

    @property
    def initials(self) -> str:
        """Two letters, or what stands for a name that nobody knows."""
        letters = [n[:1].upper() for n in (self.given_name, self.family_name) if n]
        return ".".join(letters) + "." if letters else gettext("Name not known")

    @property
    def masked_number(self) -> str:
        """The identity number with everything but the birth date covered."""
        return identity.mask(self.identity_number)


class ReportedGuardian(Record):
    """A guardian of the children of a report, as far as the notifier knows."""

    class Custody(models.TextChoices):
        YES = "yes", _("Has custody")
        NO = "no", _("Does not have custody")
        UNKNOWN = "unknown", _("Do not know")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="guardians")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    custody = models.CharField(max_length=7, choices=Custody.choices, default=Custody.UNKNOWN)

    class Meta:
        ordering = ["given_name", "pk"]

    def __str__(self) -> str:
        return f"guardian {self.pk}"

    @property
    def full_name(self) -> str:
        """The whole name."""
        return f"{self.given_name} {self.family_name}".strip()


class ReportDraft(Record):
    """A report somebody began and has not sent; only they can see it. ``intake``: one that came by phone or letter."""

    owner = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="report_drafts")
    intake = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    page = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class ReportFile(Record):
    """A file sent with a report; read by those who read the report, and while it is a draft by its writer."""

    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    draft = models.ForeignKey(ReportDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True, help_text="Below the private files folder; random.")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, draft__isnull=False) | Q(report__isnull=False, draft=None),
                name="file_of_a_report_or_a_draft",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReportEvent(AppendOnly):
    """One thing that happened to a report, or one reading of it. Ids and codes only."""

    class Kind(models.TextChoices):
        SENT = "sent", _("The report was sent")
        REGISTERED = "registered", _("The report was written down")
        READ = "read", _("The report was read")
        FILE_READ = "file-read", _("An attachment was read")
        OPENED = "opened", _("A case was opened for a child")
        JOINED = "joined", _("The report was added to a case that was open")
        FOUND = "found", _("It was seen that there is this report, when a new one came in")
        ASKED = "asked", _("Feedback was asked for")
        TOLD = "told", _("Feedback was given")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["report", "-at"], name="report_event_newest")]

    def __str__(self) -> str:
        return self.kind


class ReportNotice(models.Model):
    """What one person should hear of a report: a code, never a word of it."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", _("A report of concern has come in")
        ASKED = "asked", _("Feedback on a report of concern is asked for")
        TOLD = "told", _("There is feedback on a report of concern that you sent")

    recipient = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="report_notices")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["recipient"], condition=Q(read_at=None), name="report_notice_unread")]

    def __str__(self) -> str:
        return self.kind
