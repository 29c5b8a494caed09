"""Reading the rules and grounds of law that stand in the repository's files, and comparing them with what is stored."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from coordination.rules.models import Rule

HERE = Path(__file__).parent.parent
RULES = HERE / "rules" / "data"
BASES = HERE / "sharing" / "data"


@dataclass(frozen=True)
class Difference:
    """One row of the files that is not stored (no ``fields``), or is stored with other values in ``fields``."""

    name: str
    fields: tuple[str, ...] = ()


@transaction.atomic
def load() -> tuple[int, int]:
    """Store every rule and ground of the files that is not there yet. Returns how many of each are new.

    What is stored is never changed: a new value has its own ``valid_from`` or version.
    """
    stored = _stored()
    new = [row for row in _shipped() if _key(row) not in stored]
    rules = [row for row in new if isinstance(row, Rule)]
    bases = [row for row in new if not isinstance(row, Rule)]
    Rule.objects.bulk_create(rules)
    _bases().bulk_create(bases)
    return len(rules), len(bases)


def differences() -> list[Difference]:
    """Return what the files say and the database does not, row by row. Changes nothing."""
    stored = _stored()
    found = []
    for row in _shipped():
        there = stored.get(_key(row))
        fields = () if there is None else tuple(_unlike(row, there))
        if there is None or fields:
            found.append(Difference(_name(row), fields))
    return found


def _shipped() -> Iterator[Any]:
    """Yield each row of the files as an unsaved record."""
    for path in sorted(RULES.glob("*.toml")):
        for row in _rows(path, "rule"):
            values = row.pop("value")
            yield from (Rule(**row, country=country, value=value) for country, value in values.items())
    for path in sorted(BASES.glob("legal_bases_*.toml")):
        yield from (_bases().model(**row) for row in _rows(path, "basis"))


def _stored() -> dict[tuple, Any]:
    """Return what is stored of the kinds that the files hold, by key; a municipality's own rules are not among it."""
    return {_key(row): row for rows in (Rule.objects.filter(municipality=None), _bases().all()) for row in rows}


def _key(row: Any) -> tuple:
    return (row.code, row.country, row.valid_from) if isinstance(row, Rule) else (row.code, row.version)


def _unlike(row: Any, stored: Any) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        if not field.primary_key and getattr(row, field.attname) != getattr(stored, field.attname):
            yield field.name


def _name(row: Any) -> str:
    if isinstance(row, Rule):
        return f"rule {row.code} ({row.country}) from {row.valid_from}"
    return f"ground {row.code} version {row.version}"


def _bases() -> Any:
    return apps.get_model("coordination.LegalBasis")._default_manager


def _rows(path: Path, name: str) -> Iterator[dict]:
    yield from tomllib.loads(path.read_text())[name]
