from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.history.models import AppendOnly
from coordination.records import Record

SEK: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


class Matter(Record):
    """A suspicion about a provider or a stream of payments, never about a client.

    It belongs to no joint case and to no person, and opens no client's file:
    what is billed is told by `InvoiceRow`, in which carers have numbers.
    """

    class Status(models.TextChoices):
        SIGNAL = "signal", _("Signal")
        TRIAGED = "triaged", _("Triaged")
        CHECKING = "checking", _("Being checked")
        NOTIFIED = "notified", _("Paying agency notified")
        REPORTED = "reported", _("Police report decided")
        CONTRACT = "contract_action", _("Contract action")
        RECOVERING = "recovering", _("Money claimed back")
        CLOSED = "closed", _("Closed")

    class Source(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Our own follow-up of the contract")
        INVOICE = "invoice", _("Something odd in invoices or times")
        TIP = "tip", _("A tip")
        WHISTLE = "whistle", _("A whistle-blower")
        POLICE = "police", _("The police")
        AUTHORITY = "authority", _("Another authority")

    class Triage(models.TextChoices):
        ERROR = "error", _("An error")
        FRAUD = "fraud", _("Suspected fraud")
        CRIME = "crime", _("Other suspected crime")
        SAFETY = "safety", _("A danger to safety")

    class End(models.TextChoices):
        UNFOUNDED = "unfounded", _("Unfounded")
        CORRECTED = "corrected", _("Corrected")
        RECOVERED = "recovered", _("Money recovered")
        TERMINATED = "terminated", _("Contract terminated")
        REPORTED = "reported", _("Reported to the police")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(_("provider"), max_length=120)
    organisation_number = models.CharField(_("organisation number"), max_length=11, blank=True)
    source = models.CharField(max_length=9, choices=Source.choices)
    signal = models.TextField()
    evidence = models.TextField(blank=True)
    flags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    amount = models.DecimalField(**SEK, null=True, blank=True)
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.SIGNAL)
    triage = models.CharField(max_length=6, choices=Triage.choices, blank=True)
    end_state = models.CharField(max_length=10, choices=End.choices, blank=True)
    stopped = models.DecimalField(**SEK, null=True, blank=True)
    recovered = models.DecimalField(**SEK, null=True, blank=True)
    closing_note = models.TextField(blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(end_state="")
                | ~Q(status="closed") & Q(closed_at=None, end_state=""),
                name="matter_closed_with_its_end",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="matter_amount_is_some"),
            models.CheckConstraint(
                condition=Q(status__in=["signal", "closed"]) | ~Q(triage=""), name="matter_goes_on_after_triage"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-opened_at"], name="matter_newest")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the matter, for those who may see it."""
        return reverse("matter", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Whether anything can still be done in the matter."""
        return self.status != self.Status.CLOSED


class MatterDraft(Record):
    """A signal that somebody began to write; only they can see it."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matter_draft")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class InMatter(Record):
    """What was done in a matter: written once, by whom, when."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class InvoiceRow(InMatter):
    """What was billed for a period, and how much was possible. Nobody is named: a carer has a number."""

    period = models.CharField(max_length=20)
    carer = models.PositiveSmallIntegerField(null=True, blank=True)
    billed = models.DecimalField(max_digits=8, decimal_places=2)
    possible = models.DecimalField(max_digits=8, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)

    class Meta(InMatter.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(billed__gte=0, possible__gte=0), name="invoice_hours_are_not_negative")
        ]

    def __str__(self) -> str:
        return self.period

    @property
    def excess(self):
        """The hours billed beyond what was possible."""
        return max(self.billed - self.possible, 0)


class MatterTriage(InMatter):
    """What the signal is, as a controller proposes, and what the lawyer says of it."""

    kind = models.CharField(max_length=6, choices=Matter.Triage.choices)
    reason = models.TextField()
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(InMatter.Meta):
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(answered_at=None), name="one_open_triage"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("by")), name="triage_takes_two"
            ),
        ]

    def __str__(self) -> str:
        return f"triage {self.pk}"


class MatterCheck(InMatter):
    """The result of one check of the checklist; done again, it is a row of its own."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("Before the contract")
        DURING = "during", _("During the contract")

    class Result(models.TextChoices):
        OK = "ok", _("Nothing to remark")
        REMARK = "remark", _("A remark")
        NOT_POSSIBLE = "not_possible", _("Could not be checked")

    code = models.CharField(max_length=30)
    phase = models.CharField(max_length=6, choices=Phase.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    note = models.TextField(blank=True)
    checked_on = models.DateField()

    def __str__(self) -> str:
        return self.code


class MatterNotice(InMatter):
    """What was sent from the matter and on which ground; or the decision that nothing is, and why."""

    class Kind(models.TextChoices):
        NOTIFY = "notify", _("Notice to a paying agency")
        EXCHANGE = "exchange", _("Answer to an agency that asked")
        POLICE = "police", _("Police report")
        HAND_OVER = "hand_over", _("Tip outside the municipality’s mandate")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    sent = models.BooleanField(default=True)
    recipient = models.CharField(max_length=30, blank=True)
    what = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    sent_on = models.DateField()
    diary_number = models.CharField(max_length=40, blank=True)
    basis = models.ForeignKey("LegalBasis", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conditions_ticked = models.JSONField(default=list, blank=True)

    class Meta(InMatter.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(sent=True, basis__isnull=False) | Q(sent=False, basis=None),
                name="what_is_sent_has_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sent_on}"


class ContractAction(InMatter):
    """What the municipality decided about the contract or the payments."""

    class Kind(models.TextChoices):
        WARN = "warn", _("Warning")
        WITHHOLD = "withhold", _("Part of the payment withheld")
        STOP = "stop", _("Payment stop")
        RESUME = "resume", _("Payment stop lifted")
        CLAIM = "claim", _("Money claimed back")
        TERMINATE = "terminate", _("Contract terminated")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    takes_effect = models.DateField()
    amount = models.DecimalField(**SEK, null=True, blank=True)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_on}"


class JointInspection(InMatter):
    """A visit together with others, each of whom comes on a ground of its own: rows of ``who`` and ``ground``."""

    on = models.DateField()
    purpose = models.TextField()
    parties = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"inspection {self.on}"


class MatterEvent(AppendOnly):
    """What happened in a matter and who read it: written once, which PostgreSQL guards. ``facts``: ids and codes."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    kind = models.SlugField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["matter", "-at", "-id"], name="matter_event_newest")]

    def __str__(self) -> str:
        return self.kind
