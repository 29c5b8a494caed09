from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.history.models import AppendOnly
from coordination.records import Answered, Asked, Record


class Conflict(Record):
    """A conflict of interest (jäv, esteellisyys): this person may have nothing to do with this case.

    While it stands the policy lets the person neither by grant nor by post nor in an emergency.
    """

    class Why(models.TextChoices):
        FAMILY = "family", _("Related to somebody in the case")
        FRIEND = "friend", _("Close to somebody in the case")
        PARTY = "party", _("Has a stake in the matter")
        OTHER = "other", _("Another reason")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    why = models.CharField(max_length=8, choices=Why.choices)
    note = models.CharField(max_length=300, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], condition=Q(ended_at=None), name="one_live_conflict")
        ]
        indexes = [models.Index(fields=["user", "case"], name="conflict_user_case")]

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class Change(Record):
    """A change that needs a reason: what was changed to what, by whom and why. Read where the case is led."""

    class What(models.TextChoices):
        CASE_CLASS = "case_class", _("Confidentiality class of the case")
        ENTRY_CLASS = "entry_class", _("Confidentiality class of an entry")
        CHILD_ROLE = "child_role", _("The child’s role")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=11, choices=What.choices)
    entry = models.ForeignKey("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    old = models.CharField(max_length=10)
    new = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"change {self.pk}"


class CaseLink(Record):
    """Two cases about siblings, each led on its own. Known only to who may see both."""

    case_a = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="links_from")
    case_b = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="links_to")
    why = models.CharField(max_length=300)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(case_a=models.F("case_b")), name="linked_to_another"),
            models.UniqueConstraint(fields=["case_a", "case_b"], condition=Q(ended_at=None), name="linked_once"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class JoinRequest(Answered, Record):
    """Somebody asks to get into a case whose reference they know.

    ``case`` is empty when there is none, or none that may be asked about: the
    person is told the same, and sees the same here. Kept so that the answer
    never tells which.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    reference = models.CharField(_("reference"), max_length=20)
    case = models.ForeignKey("Case", null=True, blank=True, on_delete=models.PROTECT, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "reference"], condition=Q(status="waiting"), name="one_waiting_request"
            )
        ]
        indexes = [models.Index(fields=["case"], condition=Q(status="waiting"), name="join_waiting")]

    def __str__(self) -> str:
        return f"join request {self.pk}"


class EmergencyAccess(Record):
    """One use of emergency access: by whom, on which ground, and the grant it gave. Never changed."""

    class Category(models.TextChoices):
        LIFE = "life", _("Danger to life or health")
        VIOLENCE = "violence", _("Threat or violence")
        MISSING = "missing", _("A child is missing")
        NIGHT = "night", _("On duty, and nobody in the case can be reached")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="emergencies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="emergencies")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField("permissions.Grant", on_delete=models.PROTECT, related_name="emergency")
    category = models.CharField(max_length=8, choices=Category.choices)
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "pk"]
        indexes = [models.Index(fields=["user", "-opened_at"], name="emergency_user_newest")]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"


class PointerSearch(AppendOnly):
    """One search for whether a joint case is going on. Never what was typed: whom it matched, and what was answered."""

    class What(models.TextChoices):
        NUMBER = "number", _("identity number")
        REFERENCE = "reference", _("reference")

    class Purpose(models.TextChoices):
        ASSESSMENT = "assessment", _("A report of concern is being assessed")
        INVESTIGATION = "investigation", _("An investigation is going on")
        SUPPORT = "support", _("Support is planned or given")
        DUTY = "duty", _("Emergency duty")

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=9, choices=What.choices)
    purpose = models.CharField(max_length=13, choices=Purpose.choices)
    case = models.ForeignKey("Case", null=True, blank=True, on_delete=models.PROTECT, related_name="pointer_searches")
    answered = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "-at"], name="pointer_user_newest"),
            models.Index(fields=["case", "-at"], name="pointer_case_newest"),
        ]

    def __str__(self) -> str:
        return f"pointer search {self.pk}"


class LeadOffer(Asked, Answered, Record):
    """The agency that leads a case asks another in it to take the lead over: it does with its yes, not before."""

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="lead_offers")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    accepted = models.BooleanField(null=True, blank=True, help_text="Empty: not answered, or taken back.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="one_open_lead_offer")
        ]

    def __str__(self) -> str:
        return f"lead offer {self.pk}"
