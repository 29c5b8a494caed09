from typing import Any

from django.core.management.base import BaseCommand

from coordination.rules.loading import load


class Command(BaseCommand):
    """Load the rules (days, ages) and grounds of law from the repository's files."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much is new."""
        rules, bases = load()
        self.stdout.write(f"{rules} new rules, {bases} new grounds.")
