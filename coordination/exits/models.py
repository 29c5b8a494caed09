from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Record


class ExitSupport(Record):
    """What a case of exit support has besides: its phase, the safe channel, and whom the consent must name.

    Where the person is has no field, here or anywhere: people are asked, not the system (``KnowsWhere``).
    """

    class Phase(models.TextChoices):
        ACUTE = "acute", _("Acute")
        STABILISE = "stabilise", _("Stabilise")
        ESTABLISH = "establish", _("Establish")
        AFTERCARE = "aftercare", _("Aftercare")

    class Channel(models.TextChoices):
        CALLS = "calls", _("The person calls us")
        MEETING = "meeting", _("Only in person, agreed each time")
        CONTACT = "contact", _("Through one contact person, named by word of mouth")

    case = models.OneToOneField("Case", on_delete=models.PROTECT, related_name="exit_support")
    phase = models.CharField(max_length=9, choices=Phase.choices, blank=True)
    phase_since = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=7, choices=Channel.choices, blank=True)
    concerned: models.ManyToManyField = models.ManyToManyField("Agency", related_name="+", blank=True)

    def __str__(self) -> str:
        return f"exit support {self.pk}"


class KnowsWhere(Record):
    """Somebody who knows where the person is. That they know is kept; what they know is not."""

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="knows_where")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], condition=Q(ended_at=None), name="knows_where_once")
        ]

    def __str__(self) -> str:
        return f"knows where {self.pk}"


class ThreatLevel(Record):
    """The threat against the person as the police assess it: a level and measures, no text.

    Why the level is what it is stays in the police's own files. ``entry`` is
    the token that others may be given; who reads that reads this.
    """

    class Level(models.TextChoices):
        NONE = "none", _("No known threat")
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    class Measure(models.TextChoices):
        CONTACT = "contact", _("One contact at the police, day and night")
        ALARM = "alarm", _("Alarm")
        HOUSING = "housing", _("Safe housing, arranged outside the case")
        PROTECTED = "protected", _("Protected personal data applied for")
        ESCORT = "escort", _("Company on the way to meetings")
        APART = "apart", _("Agencies meet the person at separate times and places")
        PHONE = "phone", _("New phone number and accounts")
        FAMILY = "family", _("Talk with the family about their safety")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="threat_levels")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=6, choices=Level.choices)
    measures = ArrayField(models.CharField(max_length=9, choices=Measure.choices), default=list, blank=True)
    assessed_on = models.DateField()
    valid_until = models.DateField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)
    entry = models.OneToOneField("Entry", on_delete=models.PROTECT, related_name="threat_level")

    class Meta:
        ordering = ["-assessed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=models.F("assessed_on")), name="threat_level_lasts")
        ]
        indexes = [models.Index(fields=["case", "-assessed_at"], name="threat_level_newest")]

    def __str__(self) -> str:
        return str(self.get_level_display())

    @property
    def has_run_out(self) -> bool:
        """Whether the level must be assessed anew."""
        return self.valid_until < timezone.localdate()

    @property
    def measures_in_words(self) -> list[str]:
        """The measures in the reader's language."""
        return [str(self.Measure(code).label) for code in self.measures]
