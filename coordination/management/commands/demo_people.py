from typing import Any

from django.core.management.base import BaseCommand

from coordination.demo import PASSWORD
from coordination.demo.cast import AGENCIES, PEOPLE


class Command(BaseCommand):
    """Print whom one can log in as in the demonstration."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a person: address, name, title and agency."""
        for part in PEOPLE:
            posts = "; ".join(f"{title}, {AGENCIES[agency][3]}" for agency, _posts, title in part.posts)
            self.stdout.write(f"  {part.email:<24} {part.name:<18} {posts}")
        self.stdout.write(f"  The password of everybody is {PASSWORD}")
