from typing import Any

from django.core.management.base import BaseCommand

from workflows.timers import fire_due_timers


class Command(BaseCommand):
    """Fire the timers that are due: reminders, overdue steps, escalations. The worker does it every minute."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Fire, and say how many."""
        self.stdout.write(f"{fire_due_timers()} timers fired.")
