from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.rules.loading import differences, load


class Command(BaseCommand):
    """Load the rules (days, ages) and grounds of law from the repository's files."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--check``."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="Store nothing; say row by row what is new or changed. Exits 1 if a stored row differs from its file.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much is new; or only compare."""
        if options["check"]:
            return self._compare()
        rules, bases = load()
        return self.stdout.write(f"{rules} new rules, {bases} new grounds.")

    def _compare(self) -> None:
        found = differences()
        for row in found:
            state = f"changed: {', '.join(row.fields)}" if row.fields else "new"
            self.stdout.write(f"{row.name}: {state}")
        if any(row.fields for row in found):
            raise CommandError("a stored row is never changed: give the changed one a version or a date of its own.")
        if not found:
            self.stdout.write("The database holds every row of the files as it stands there.")
