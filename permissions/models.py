"""Where it is written who may do what on which case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase


class GrantQuerySet(models.QuerySet):
    """Grants, narrowed by when they hold."""

    def live(self, at=None):
        """Grants in force at a moment, now unless told."""
        now = at or timezone.now()
        rows = self.filter(valid_from__lte=now, ended_at=None)
        return rows.filter(Q(valid_until=None) | Q(valid_until__gt=now))


class Grant(UserObjectPermissionBase):
    """One person's access to one case, for one agency: guardian's direct-foreign-key row, and why it is there.

    ``permission`` is the role in the case (`permissions.roles.Role`).
    ``clearance`` is the highest confidentiality class it reaches: 3 only for a
    person named by two (security: class 3). Ended grants stay: they say who
    could read what, and when.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        SUBSTITUTE = "substitute", _("As a substitute")
        EMERGENCY = "emergency", _("Emergency access")

    content_object = models.ForeignKey("coordination.Case", on_delete=models.PROTECT, related_name="grants")
    participation = models.ForeignKey("coordination.Participation", on_delete=models.PROTECT, related_name="grants")
    agency = models.ForeignKey("coordination.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    clearance = models.PositiveSmallIntegerField(default=2)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(default=timezone.now)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager] = GrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_object", "agency", "permission", "kind"],
                condition=Q(ended_at=None),
                name="one_live_grant",
            ),
            models.CheckConstraint(
                condition=Q(clearance__lt=3) | Q(approved_by__isnull=False), name="highest_class_is_named_by_two"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "content_object"], name="grant_user_case"),
            models.Index(fields=["content_object", "user"], name="grant_case_user"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"
