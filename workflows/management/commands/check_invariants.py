from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.invariants import breaches


class Command(BaseCommand):
    """Says what is wrong with the data, a line each, by ids and codes only. Changes nothing."""

    help = (
        "Check what must always hold of runs, steps, history, notifications, files and rights; exit 1 if it does not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every breach."""
        found = 0
        for line in breaches():
            self.stdout.write(line)
            found += 1
        if found:
            raise CommandError(f"breaches: {found}")
        if options["verbosity"]:
            self.stdout.write("All invariants hold.")
