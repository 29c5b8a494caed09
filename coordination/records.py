"""What every record of the domain has in common."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Record(models.Model):
    """A row whose key says nothing: not how many there are, nor which came first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Asked(models.Model):
    """A row that somebody asked for: who, and when."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Answered(models.Model):
    """A row that somebody answers: who, and when; nobody until then."""

    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
