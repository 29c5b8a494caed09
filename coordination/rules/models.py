from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """One number or text that law or a municipality may change, with its source and dates.

    A changed rule is a new row: the old one keeps its ``valid_to``, so what was
    decided under it can still be explained. ``municipality`` empty means the
    country's own rule; a municipality's row goes before it.
    """

    code = models.SlugField(max_length=80)
    country = models.CharField(max_length=2, choices=[("SE", _("Sweden")), ("FI", _("Finland"))])
    municipality = models.ForeignKey("Municipality", null=True, blank=True, on_delete=models.PROTECT)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, help_text="The statute or custom; of a municipality's own row, why.")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(null=True, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "country", "municipality", "valid_from"],
                nulls_distinct=False,
                name="one_rule_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.country}) = {self.value}"
