from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from coordination.access.explaining import told
from coordination.agencies.models import User
from coordination.cases.models import Case
from coordination.sharing.models import Entry
from permissions.explain import explain, explain_entry
from permissions.roles import Act


class Command(BaseCommand):
    """Explain act by act why somebody may or may not, in a case or on an entry of it. Shows no content."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person's address, the case's reference and the entry's key."""
        parser.add_argument("user", help="the person's e-mail address")
        parser.add_argument("case", help="the reference of the case")
        parser.add_argument("entry", nargs="?", help="the key of an entry of the case")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one block an act: yes or no, and which rule decides."""
        try:
            user = User.objects.get(email__iexact=options["user"])
            case = Case.objects.get(reference=options["case"])
        except (User.DoesNotExist, Case.DoesNotExist) as error:
            raise CommandError("There is no such person or no such case.") from error
        entry = _entry(case, options["entry"])
        with translation.override("en"):
            for act in Act:
                answer = explain(user, act, case) if entry is None else explain_entry(user, act, entry)
                row = told(answer)
                self.stdout.write(f"{act.value}: {'yes' if row['allowed'] else 'no'}")
                for line in row["why"]:
                    self.stdout.write(f"    {line}")


def _entry(case: Case, key: str | None) -> Entry | None:
    if key is None:
        return None
    try:
        return Entry.objects.select_related("case").get(case=case, pk=key)
    except (Entry.DoesNotExist, ValidationError) as error:
        raise CommandError("The case has no such entry.") from error
