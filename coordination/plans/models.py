from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Record

SCALE = [MaxValueValidator(10)]


class Plan(Record):
    """The joint plan of a case, in versions. The latest agreed one is what everybody works by."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        PROPOSED = "proposed", _("Waiting for approval")
        AGREED = "agreed", _("Agreed")
        REPLACED = "replaced", _("Replaced")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    summary = models.TextField(_("why we do this together"), blank=True)
    crisis = models.TextField(_("if it gets worse"), blank=True)
    follow_up_on = models.DateField(_("follow-up"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=["draft", "proposed"]), name="one_plan_in_the_making"
            ),
        ]

    def __str__(self) -> str:
        return _("Joint plan, version %(version)s") % {"version": self.version}


class StatutoryPoints(Record):
    """What a coordinated individual plan must say by law, and whom the person turns to.

    The four points of SoL 10:8 and HSL 16:4; a plan of another way of working has none.
    """

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="points")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    help_needed = models.TextField(_("1. Which help is needed"), blank=True)
    principals = models.TextField(_("2. Which help each principal answers for"), blank=True)
    by_others = models.TextField(_("3. What others than the municipality and the region do"), blank=True)
    responsible = models.ForeignKey(
        "Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("4. Who has overall responsibility for the plan"),
    )
    contacts = models.TextField(_("contact persons"), blank=True)

    def __str__(self) -> str:
        return str(self.plan)


class Goal(Record):
    """A goal in the child's own words, on a scale of 0 to 10."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("the goal in the child's own words"), max_length=200)
    start = models.PositiveSmallIntegerField(_("where we start, 0–10"), validators=SCALE)
    target = models.PositiveSmallIntegerField(_("where we want to be, 0–10"), validators=SCALE)
    now = models.PositiveSmallIntegerField(_("where we are, 0–10"), null=True, blank=True, validators=SCALE)
    result = models.TextField(_("result"), blank=True)
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="goal_order")]

    def __str__(self) -> str:
        return self.words


class Action(Record):
    """What one agency, by one person, does for a goal."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Not started")
        GOING = "going", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    decision = models.ForeignKey("Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("what is done"), max_length=300)
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="actions", verbose_name=_("agency"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions", verbose_name=_("person")
    )
    starts_on = models.DateField(_("starts"))
    due_on = models.DateField(_("ready by"))
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PLANNED)
    note = models.CharField(_("note on progress"), max_length=300, blank=True)
    for_family = models.BooleanField(_("shown in the family's plan"), default=True)
    kept_from: models.ManyToManyField = models.ManyToManyField(
        "Person", related_name="+", blank=True, help_text="Those of the family whose plan leaves it out (OSL 12:3)."
    )
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["case", "status", "due_on"], name="action_case_due")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=models.F("starts_on")), name="action_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.text


class Approval(Record):
    """An agency's answer to its own actions in a proposed plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "agency"], name="one_answer_a_version")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.approved}"
