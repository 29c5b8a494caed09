"""The data of the fault tests: run once as a program, in an installation of its own.

Twelve cases at their first step; Petra and Mira both coordinate each of them.
"""

import os

import django

CASES = 12


def main() -> None:
    """Make it all, and nothing if anything fails."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "coordination.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        play()


def play() -> None:
    """Let Petra open the cases and share them with Mira."""
    from coordination.cases.actions import open_case
    from coordination.demo.cast import create
    from coordination.rules.loading import load
    from permissions import grants
    from permissions.roles import Role

    load()
    cast = create()
    petra, mira = cast.users["petra"], cast.users["mira"]
    child = {"role": "child", "given_name": "Ebbe", "family_name": "Sundgren"}
    guardian = {"role": "guardian", "given_name": "Malin", "family_name": "Sundgren"}
    for number in range(CASES):
        case = open_case(
            by=petra, agency=cast.agencies["A1"], title=f"Ärende {number}", purpose="Stöd", people=[child, guardian]
        )
        grants.give(case.participations.get(), mira, Role.COORDINATOR, by=petra, reason="Delar samordningen")


if __name__ == "__main__":
    main()
