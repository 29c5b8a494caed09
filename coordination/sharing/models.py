from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.records import Record


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
    conditions = models.JSONField(default=list)
    age_max = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_consent = models.BooleanField(default=False)
    needs_reason = models.BooleanField(default=True)
    excluded_secrecy = ArrayField(models.CharField(max_length=30), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    last_verified = models.DateField(null=True, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "legal bases"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_basis_a_version")]

    def __str__(self) -> str:
        return getattr(self, f"name_{(get_language() or 'sv')[:2]}", self.name_sv)


class LiveQuerySet(models.QuerySet):
    """Rows with a beginning and an end in time."""

    def live(self, at=None):
        """Rows in force at a moment (now unless told): begun, not ended, not taken back."""
        now = at or timezone.now()
        rows = self.filter(valid_from__lte=now, ended_at=None)
        return rows.filter(Q(valid_until=None) | Q(valid_until__gt=now))


class Consent(Record):
    """What one person said about sharing: to which agencies, about what, for how long.

    Superseded, never edited: a changed mind is a new row and ends the old one.
    ``given=False`` is a refusal, which is an answer too.
    """

    class Form(models.TextChoices):
        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("Orally")
        PHONE = "phone", _("By phone")

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
    scan = models.ForeignKey("Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    topic = models.CharField(max_length=12, choices=Topic.choices, default=Topic.PLAN)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    step = models.ForeignKey("Step", null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
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


class Disclosure(Record):
    """One entry given to one agency: on what ground, why, from when and until when."""

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="disclosures")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")
    conditions_ticked = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    family_told = models.BooleanField(default=True)
    family_not_told_why = models.CharField(max_length=300, blank=True)
    disclosed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "agency"], condition=Q(ended_at=None), name="disclosed_once")
        ]
        indexes = [models.Index(fields=["agency", "entry"], name="disclosure_agency_entry")]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"
