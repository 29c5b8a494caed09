from typing import Any

from django.core.management.base import BaseCommand

from coordination.notifications.digests import send_digests


class Command(BaseCommand):
    """Mail those who have not read their notifications for an hour. The worker does it every ten minutes."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        self.stdout.write(f"{send_digests()} mails sent.")
