from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Record


def today() -> date:
    """Return the day it is."""
    return timezone.localdate()


class Obstacle(Record):
    """Something that stops the plan and that the team cannot remove itself.

    It stands on a ladder: raised at the local council, from there to the
    regional and to the national one. Each rung is a row of its own, with its
    owner and day; the next rung ends it.
    """

    class Level(models.TextChoices):
        LOCAL = "local", _("Local")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="obstacles")
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.LOCAL)
    what = models.CharField(_("what stops the plan"), max_length=500)
    action = models.ForeignKey("Action", null=True, blank=True, on_delete=models.PROTECT, related_name="obstacles")
    owner = models.CharField(_("who must remove it"), max_length=160)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField(_("raised on"), default=today)
    answer_by = models.DateField(_("answer by"))
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next", help_text="The rung below."
    )
    ended_on = models.DateField(null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=500, blank=True)

    class Meta:
        ordering = ["raised_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer_by__gte=models.F("raised_on")), name="obstacle_answer_after")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def next_level(self) -> str:
        """The rung above, or this one at the top."""
        rungs = list(self.Level)
        return rungs[min(rungs.index(self.Level(self.level)) + 1, len(rungs) - 1)].value
