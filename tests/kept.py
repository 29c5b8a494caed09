"""What a fixture stored, kept as rows: the next test gets them by COPY instead of by many actions.

Only for fixtures whose rows lie in tables that were empty before. A process keeps
its own; what was made at a travelled time, or before the database was flushed, is made anew.
"""

from collections.abc import Callable, Hashable
from typing import Any

import time_machine
from django.contrib.auth.models import Permission
from django.db import connection, transaction

OURS = ("coordination_", "permissions_", "workflows_", "viewflow_", "procrastinate_jobs")
_kept: dict[Hashable, tuple[Any, dict[str, bytes]]] = {}


def kept(name: str, build: Callable[[], Any]) -> Any:
    """Store what ``build`` stores, and return what it returns: keys of rows, or anything that is no row."""
    if time_machine.traveller_stack:
        return build()
    key = name, tuple(Permission.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:  # As one: the rows name each other.
        if key not in _kept:
            before = _filled(cursor)
            made = build()
            _kept[key] = made, {table: _read(cursor, table) for table in _filled(cursor) - before}
            return made
        made, tables = _kept[key]
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        return made


def _filled(cursor: Any) -> set[str]:
    names = [name for name in connection.introspection.table_names(cursor) if name.startswith(OURS)]
    cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names))
    return {name for (name,) in cursor.fetchall()}


def _read(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
        return b"".join(bytes(part) for part in copy)
