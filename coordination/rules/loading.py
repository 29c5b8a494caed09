"""Reading the rules and grounds of law that stand in the repository's files."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import transaction

from coordination.rules.models import Rule

HERE = Path(__file__).parent.parent
RULES = HERE / "rules" / "data"
BASES = HERE / "sharing" / "data" / "legal_bases.toml"


@transaction.atomic
def load() -> tuple[int, int]:
    """Store every rule and ground of the files that is not there yet. Returns how many of each are new.

    What is stored is never changed: a new value has its own ``valid_from`` or version.
    """
    rules = sum(_store_rule(row) for path in sorted(RULES.glob("*.toml")) for row in _rows(path, "rule"))
    return rules, sum(_store_basis(row) for row in _rows(BASES, "basis"))


def _store_rule(row: dict) -> int:
    new = 0
    for country, value in row["value"].items():
        _, created = Rule.objects.get_or_create(
            code=row["code"],
            country=country,
            municipality=None,
            valid_from=row["valid_from"],
            defaults={"value": value, "source": row["source"], "verified": row["verified"]},
        )
        new += created
    return new


def _store_basis(row: dict) -> int:
    key = {"code": row.pop("code"), "version": row.pop("version")}
    return apps.get_model("coordination.LegalBasis").objects.get_or_create(**key, defaults=row)[1]


def _rows(path: Path, name: str) -> Iterator[dict]:
    yield from tomllib.loads(path.read_text())[name]
