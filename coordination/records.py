"""What every record of the domain has in common."""

import uuid

from django.db import models


class Record(models.Model):
    """A row whose key says nothing: not how many there are, nor which came first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
