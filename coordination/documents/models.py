from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.languages import spoken
from coordination.records import Record


class Document(Record):
    """A file that belongs to an entry; whoever may read the entry may read the file."""

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="documents")
    entry = models.OneToOneField("Entry", on_delete=models.PROTECT, related_name="document")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True, help_text="Below the private files folder; random.")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class Paper(Record):
    """A PDF one person asked for, holding what that person may see. Nobody else can fetch it."""

    class Kind(models.TextChoices):
        FAMILY_PLAN = "family_plan", _("Joint plan for the family")
        FAMILY_EXTRACT = "family_extract", _("Extract for the family")
        PLAN = "plan", _("Joint plan")
        SUMMONS = "summons", _("Meeting summons")
        MINUTES = "minutes", _("Meeting minutes")
        CONSENT_FORM = "consent_form", _("Consent form")
        HISTORY = "history", _("Case history")
        LEDGER = "ledger", _("What was given and received")
        SIP_CALL = "sip_call", _("Call to a SIP meeting")
        SIP_INVITATION = "sip_invitation", _("Invitation to a SIP meeting")
        DECISION = "decision", _("Decision with reasons")
        CONCERN_LETTER = "concern_letter", _("Letter to the family")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    about = models.UUIDField(null=True, blank=True, help_text="The plan, meeting or person it is about.")
    person = models.ForeignKey(
        "Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The one of the family it is to be handed to; it holds what may be shown to them.",
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="papers")
    language = models.CharField(max_length=2, default="sv")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    content_key = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        indexes = [
            models.Index(fields=["requested_by", "case", "-requested_at"], name="paper_mine"),
            models.Index(fields=["content_key"], condition=Q(state="ready"), name="paper_by_content"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def spoken(self) -> str:
        """The language it is written in, as it is spoken where the case is."""
        return spoken(self.language, self.case.municipality.country)
