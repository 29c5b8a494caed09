from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Answered, Record


class Confidentiality(models.IntegerChoices):
    """How secret a case or an entry is. What counts for an entry is the higher of the two.

    The highest class is read by named persons only; nobody else meets it in a list, a search or a notice.
    """

    OPEN = 0, _("Administrative")
    NORMAL = 1, _("Normal")
    SENSITIVE = 2, _("Sensitive")
    NAMED = 3, _("Named persons only")


class Case(Record):  # type: ignore[django-manager-missing]
    """A matter that several agencies carry together around one young person.

    Not a pooled record: it holds who takes part, what is to be done, and the
    plan all agreed on. What an agency writes stays its own (``Entry``).
    """

    class Kind(models.TextChoices):
        SSPF = "sspf", _("Early intervention (SSPF)")
        SIP = "sip", _("Coordinated individual plan (SIP)")
        SIG = "sig", _("Social intervention group (SIG, Bob)")
        CONCERN = "concern", _("Report of concern")
        EXIT = "exit", _("Exit support")
        GVI = "gvi", _("Support after a message (GVI)")
        ANKKURI = "ankkuri", _("Ankkuri team")

    class ChildRole(models.TextChoices):
        AT_RISK = "at_risk", _("At risk")
        VICTIM = "victim", _("Victim of a crime")
        SUSPECTED = "suspected", _("Suspected of a crime")
        SIBLING = "sibling", _("Sibling of somebody in another case")

    class Status(models.TextChoices):
        CONSULTATION = "consultation", _("De-identified consultation")
        CONSENT = "consent", _("Waiting for consent")
        MAPPING = "mapping", _("Mapping")
        PLANNING = "planning", _("Planning")
        ACTIVE = "active", _("Plan in progress")
        AFTERCARE = "aftercare", _("After-follow-up")
        FROZEN = "frozen", _("Frozen")
        CLOSED = "closed", _("Closed")
        NOMINATED = "nominated", _("Nominated")
        WEEKLY = "weekly", _("Plan followed up every week")
        ASSESSING = "assessing", _("The report is being assessed")
        INVESTIGATING = "investigating", _("Investigation")
        OFFERED = "offered", _("Help offered")
        CONTACTED = "contacted", _("In contact")
        PAUSED = "paused", _("Paused")

    class End(models.TextChoices):
        GOALS_MET = "goals_met", _("Goals met")
        PARTLY_MET = "partly_met", _("Goals partly met")
        NOT_MET = "not_met", _("Goals not met")
        CONSULTED = "consulted", _("Consultation only")
        NOT_TARGET = "not_target", _("Not for this way of working")
        NO_CONSENT = "no_consent", _("No consent")
        WITHDRAWN = "consent_withdrawn", _("Consent withdrawn")
        MOVED = "moved", _("Moved")
        AGED_OUT = "aged_out", _("Too old for this way of working")
        TAKEN_OVER = "taken_over", _("Taken over by social services")
        HANDED_TO_SIG = "handed_to_sig", _("Handed to a social intervention group")
        NOT_NEEDED = "no_longer_needed", _("Coordination is no longer needed")
        STEPPED_DOWN = "stepped_down_sspf", _("Stepped down to early intervention (SSPF)")
        IN_CARE = "lvu_sis", _("In care by the Care of Young Persons Act or at SiS")
        DESISTED = "desisted", _("Has left crime")
        NOT_OPENED = "not_opened", _("No investigation opened")
        NO_NEED = "no_need", _("No need of support")
        SUPPORT = "support", _("Support with consent")
        CARE = "care", _("Application for care")
        TRANSFERRED = "transferred", _("Transferred to another municipality")
        UNNEEDED = "unneeded", _("Obviously no need of support")
        FAMILY_SERVICE = "family_service", _("Family service under the social welfare act")
        CHILD_PROTECTION = "child_protection", _("Client of child protection")
        URGENT_PLACEMENT = "urgent_placement", _("Urgent placement")
        COMPLETED = "completed", _("Completed")
        INTERRUPTED = "interrupted", _("Interrupted")
        RELAPSE = "relapse", _("Relapse")
        MOVED_HANDOVER = "moved_handover", _("Moved and handed over")
        DECLINED = "declined", _("The person declined")
        NO_CONTACT = "no_contact", _("No contact")
        EXIT_OPENED = "opened_exit_case", _("Exit support was opened")
        STABLE = "stable", _("Stable")
        REFERRED = "referred", _("Referred to ordinary services")
        CHILD_REPORT = "child_report_made", _("A child welfare report was made")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    title = models.CharField(
        _("neutral title"), max_length=120, help_text=_("No name and nothing that tells who it is about.")
    )
    kind = models.CharField(_("way of working"), max_length=10, choices=Kind.choices)
    purpose = models.CharField(_("purpose"), max_length=300)
    municipality = models.ForeignKey("Municipality", on_delete=models.PROTECT)
    lead_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="led_cases")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coordinated_cases"
    )
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.CONSENT)
    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality class"), choices=Confidentiality.choices, default=Confidentiality.NORMAL
    )
    child_role = models.CharField(
        _("the child's role"), max_length=9, choices=ChildRole.choices, default=ChildRole.AT_RISK
    )
    end_state = models.CharField(max_length=20, choices=End.choices, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    child_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    guardian_rating = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "pk"]
        default_permissions = ()
        permissions = [("coordinate_case", "Coordinates the case"), ("work_case", "Works in the case")]
        indexes = [
            models.Index(fields=["-opened_at", "id"], name="case_newest"),
            models.Index(fields=["lead_agency", "status"], name="case_lead_status"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case page, for those who may see it."""
        return reverse("case", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Whether anything can still be done in the case."""
        return self.status != self.Status.CLOSED

    @property
    def child(self):
        """The child the case is about, or None during a de-identified consultation."""
        return next((p for p in self.people.all() if p.role == "child"), None)

    @property
    def subject(self) -> str:
        """The child as lists and headings name it: initials and year of birth, or less."""
        child = self.child
        return "" if child is None or self.is_hushed else child.listed_as

    @property
    def is_hushed(self) -> bool:
        """Whether lists and notices tell nothing but the reference, and content is shown on request only."""
        return self.confidentiality >= Confidentiality.NAMED

    @property
    def has_protected(self) -> bool:
        """Whether somebody in the case has protected personal data."""
        return any(person.is_protected for person in self.people.all())

    @property
    def has_assumed(self) -> bool:
        """Whether somebody in the case lives under an assumed identity. For the coordinator only."""
        return any(person.protection == "assumed" for person in self.people.all())


class Participation(Answered, Record):
    """One agency's place in one case, from invitation to leaving."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Takes part")
        DECLINED = "declined", _("Declined")
        LEFT = "left", _("Has left")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="participations")
    is_lead = models.BooleanField(default=False)
    basis = models.ForeignKey("LegalBasis", null=True, blank=True, on_delete=models.PROTECT)
    conditions_ticked = models.JSONField(default=list, blank=True)
    ground_reason = models.CharField(max_length=500, blank=True)
    ground_until = models.DateTimeField(null=True, blank=True, help_text="End of a ground that is not consent.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    message = models.CharField(max_length=300, blank=True)
    called = models.BooleanField(
        default=False, help_text="Called as one of the principals by law: it names who comes and cannot decline."
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency"],
                condition=Q(status__in=["invited", "accepted"]),
                name="agency_takes_part_once",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(is_lead=True), name="one_lead_agency"),
        ]
        indexes = [models.Index(fields=["agency", "status", "case"], name="participation_agency")]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_status_display()})"


class CaseDraft(Record):
    """An opening that somebody began and has not finished; only they can see it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_drafts")
    data = models.JSONField(default=dict)
    page = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class CaseView(Record):
    """A filter of the list of cases that somebody wants to find again, under their own name for it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
