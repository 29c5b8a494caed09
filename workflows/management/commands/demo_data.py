from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from channels.layers import InMemoryChannelLayer, channel_layers
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from coordination.models import Case, Event, User
from coordination.rules.loading import load


class Command(BaseCommand):
    """Fill an empty database with the invented people and cases of the demonstration, all of it or nothing."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the rules, create the cast, play the stories."""
        if not settings.LOCAL:
            raise CommandError(
                "everybody of the demonstration has one known password: set DEMO=1, on this machine only."
            )
        if User.objects.exists() or Case.objects.exists():
            raise CommandError("the database is not empty; the demonstration fills an empty one only.")
        from workflows.demo.stories import tell  # Its clock is installed with the demonstration, not in production.

        with nobody_listening(), transaction.atomic():
            load()
            tell()
        if options["verbosity"]:
            self.stdout.write(
                f"{User.objects.count()} people, {Case.objects.count()} cases, {Event.objects.count()} events."
            )


@contextmanager
def nobody_listening() -> Iterator[None]:
    """Ring at no open page: there is none while the database is being filled."""
    before = channel_layers.set("default", InMemoryChannelLayer())
    try:
        yield
    finally:
        channel_layers.backends.pop("default", None)
        if before is not None:
            channel_layers.set("default", before)
