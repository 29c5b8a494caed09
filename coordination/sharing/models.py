from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Confidentiality
from coordination.records import Record
from coordination.sharing.live import DisclosureQuerySet, LiveQuerySet

USER = settings.AUTH_USER_MODEL


class Topic(models.TextChoices):
    """What an entry is about, and what a consent may cover or leave out."""

    SCHOOL = "school", _("School")
    HOME = "home", _("Home and family")
    HEALTH = "health", _("Health")
    LEISURE = "leisure", _("Leisure and friends")
    SUBSTANCES = "substances", _("Alcohol and drugs")
    CRIME = "crime", _("Crime and violence")
    STRENGTHS = "strengths", _("Strengths and protective factors")
    PLAN = "plan", _("Plan and meetings")


class LegalBasis(Record):
    """One legal ground for sharing, as versioned data. See the files in coordination/sharing/data."""

    class Kind(models.TextChoices):
        CONSENT = "consent", _("Consent")
        DUTY = "duty", _("Duty")
        ON_REQUEST = "on_request_duty", _("Duty on request")
        PERMISSION = "permission", _("Permission")
        INTERNAL = "internal", _("Internal")

    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name_sv = models.CharField(max_length=160)
    name_fi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    discloser_kinds = ArrayField(models.CharField(max_length=12), default=list)
    recipient_kinds = ArrayField(models.CharField(max_length=12), default=list)
    conditions = models.JSONField(default=list, help_text="Rows of code, sv, fi and en: the checklist.")
    age_max = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Only about somebody younger than this, in whole years."
    )
    needs_consent = models.BooleanField(default=False)
    needs_reason = models.BooleanField(default=True)
    needs_approver = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long a disclosure on this ground lasts at most."
    )
    informs_only = models.BooleanField(
        default=False,
        help_text="Shown, never offered: breaks no secrecy, points elsewhere, or is not for giving to an agency.",
    )
    topics = ArrayField(models.CharField(max_length=12), default=list, blank=True, help_text="Empty: any topic.")
    note = models.TextField(blank=True)
    excluded_secrecy = ArrayField(models.CharField(max_length=30), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    last_verified = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)

    @property
    def condition_codes(self) -> list[str]:
        """The codes of the conditions, each of which must be ticked."""
        return [row["code"] for row in self.conditions]

    @property
    def checklist(self) -> list[tuple[str, str]]:
        """The conditions as (code, text in the reader's language)."""
        language = (get_language() or "sv")[:2]
        return [(row["code"], row.get(language) or row["sv"]) for row in self.conditions]

    class Meta:
        verbose_name_plural = "legal bases"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_basis_a_version")]

    def __str__(self) -> str:
        return getattr(self, f"name_{(get_language() or 'sv')[:2]}", self.name_sv)


class BasisRuling(Record):
    """What a municipality's lawyer said of a ground: approved, switched off, or a note to it.

    Never edited: the newest that approves or switches off counts, for that
    version of the ground and later ones; notes only add.
    """

    class Ruling(models.TextChoices):
        APPROVED = "approved", _("Approved")
        OFF = "off", _("Switched off")
        ANNOTATED = "annotated", _("Annotated")

    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="rulings")
    municipality = models.ForeignKey("Municipality", on_delete=models.PROTECT, related_name="+")
    ruling = models.CharField(max_length=9, choices=Ruling.choices)
    note = models.CharField(max_length=1000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["municipality", "basis", "-at"], name="ruling_newest")]

    def __str__(self) -> str:
        return f"{self.get_ruling_display()}: {self.basis.code}"


class Consent(Record):
    """What one person said about sharing: to which agencies, about what, for how long.

    Superseded, never edited: a changed mind is a new row and ends the old one.
    ``given=False`` is a refusal, which is an answer too.
    """

    class Form(models.TextChoices):
        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("Orally")
        PHONE = "phone", _("By phone")

    class Told(models.TextChoices):
        INFO = "info", _("What is shared, with whom and why")
        WITHDRAW = "withdraw", _("That a yes can be taken back at any time, and how")
        REFUSAL = "refusal", _("What a no means: the agencies do not work together in this way, nothing else")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="consents")
    giver = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="consents")
    given = models.BooleanField(default=True)
    purpose = models.CharField(max_length=300)
    agencies: models.ManyToManyField = models.ManyToManyField("Agency", related_name="+", blank=True)
    topics = ArrayField(models.CharField(max_length=12, choices=Topic.choices), default=list)
    form = models.CharField(max_length=8, choices=Form.choices)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.BooleanField(default=False)
    view_of_child = models.TextField(blank=True)
    said_on = models.DateField(default=timezone.localdate, help_text="The day the person said it.")
    receiver = models.CharField(max_length=120, blank=True, help_text="Who heard it; empty: who recorded it.")
    told = ArrayField(models.CharField(max_length=8, choices=Told.choices), default=list, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)
    scan = models.ForeignKey("Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_note = models.CharField(max_length=300, blank=True)
    superseded_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    objects = LiveQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["giver"], condition=Q(ended_at=None), name="one_live_consent_each")
        ]
        indexes = [models.Index(fields=["case", "giver"], name="consent_case_giver")]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Entry(Record):
    """Something an agency wrote in a case. Owned by that agency for good.

    Nobody else reads it without a live disclosure. A correction is a new entry
    that supersedes the old one; the old one stays.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        NOTE = "note", _("Note")
        DOCUMENT = "document", _("Document")
        MINUTES = "minutes", _("Minutes")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="entries")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="entries")
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    topic = models.CharField(max_length=12, choices=Topic.choices, default=Topic.PLAN)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    step = models.ForeignKey("Step", null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    confidentiality = models.PositiveSmallIntegerField(choices=Confidentiality.choices, default=Confidentiality.NORMAL)
    kept_from: models.ManyToManyField = models.ManyToManyField(
        "Person", related_name="+", blank=True, help_text="Those of the family who may not read it (OSL 12:3)."
    )
    kept_from_why = models.CharField(max_length=300, blank=True)
    excerpt_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="excerpts",
        help_text="The entry of which this one holds chosen parts, made to be shared.",
    )
    written_at = models.DateTimeField(default=timezone.now)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ["-written_at"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["case", "agency", "-written_at"], name="entry_case_agency")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def class_in_force(self) -> int:
        """The class that counts: the higher of its own and its case's."""
        return max(self.confidentiality, self.case.confidentiality)

    @property
    def is_hushed(self) -> bool:
        """Whether its heading stands in no list and its text is shown on request only."""
        return self.class_in_force >= Confidentiality.NAMED

    @property
    def listed_as(self) -> str:
        """What lists and headings call it."""
        return str(self.get_kind_display()) if self.is_hushed else str(self)


class Disclosure(Record):
    """One entry given to one agency: on what ground (and which version of it), why, from when and until when.

    Where the ground asks for an approver it lets nobody read before ``approved_at``. Parts of
    an entry are given as an entry of their own (``Entry.excerpt_of``), so the scope is always
    the whole row. What is told ``outside`` is told once, and lets nobody read here.
    """

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="disclosures")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside = models.CharField(max_length=8, choices=[("notifier", _("Who reported the concern"))], blank=True)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")
    conditions_ticked = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    family_told = models.BooleanField(default=True)
    family_not_told_why = models.CharField(max_length=300, blank=True)
    own_initiative = models.BooleanField(default=True)
    approval_needed = models.BooleanField(default=False)
    approved_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    disclosed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "agency"], condition=Q(ended_at=None), name="disclosed_once"),
            models.CheckConstraint(condition=Q(agency=None) ^ Q(outside=""), name="disclosed_to_one"),
        ]
        indexes = [models.Index(fields=["agency", "entry"], name="disclosure_agency_entry")]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"

    @property
    def recipient(self) -> str:
        """To whom it was given, in words."""
        return str(self.agency or self.get_outside_display())
