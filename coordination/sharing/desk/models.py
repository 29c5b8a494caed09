from django.conf import settings
from django.db import models

from coordination.records import Record


class ShareDraft(Record):
    """A sharing somebody has begun at the desk and not finished; only they see it.

    ``data`` holds, page by page, what they chose and typed. It decides nothing:
    each page judges it again, and so does the sharing itself.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="share_drafts")
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey("Agency", on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey("InfoRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.pk}"
