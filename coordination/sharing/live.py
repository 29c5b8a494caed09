"""What is in force at a moment: consents and disclosures have a beginning and an end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class LiveQuerySet(models.QuerySet):
    """Rows with a beginning and an end in time."""

    def live(self, at=None):
        """Rows in force at a moment (now unless told): begun, not ended, not taken back."""
        now = at or timezone.now()
        rows = self.filter(valid_from__lte=now, ended_at=None)
        return rows.filter(Q(valid_until=None) | Q(valid_until__gt=now))


class DisclosureQuerySet(LiveQuerySet):
    """Disclosures, narrowed by whether they let anybody read."""

    def live(self, at=None):
        """Disclosures in force; one that waits for its approver is not."""
        return super().live(at).filter(Q(approval_needed=False) | Q(approved_at__isnull=False))

    def waiting(self):
        """Disclosures that wait for somebody to approve them."""
        return self.filter(approval_needed=True, approved_at=None, ended_at=None)
