"""Conditions written as SQL, over columns of the query they stand in.

The same questions built from nested querysets cost Django more time to put
together than PostgreSQL takes to answer them (docs/decisions/0001).
"""

import re
from typing import Any

from django.db.models import BooleanField, Expression, F
from django.utils import timezone

VALUE = re.compile(r"%\((\w+)\)s")


class Condition(Expression):
    """A boolean in SQL: ``{name}`` stands for a column, ``%(name)s`` for a value; ``%(now)s`` is this moment."""

    def __init__(self, sql: str, values: dict[str, Any] | None = None, /, **columns: str) -> None:
        super().__init__(output_field=BooleanField())
        self.sql, self.values = sql, {"now": timezone.now(), **(values or {})}
        self.columns: dict[str, Any] = {name: F(path) for name, path in columns.items()}

    def get_source_expressions(self) -> list:
        """Return the columns, which Django resolves in the query at hand."""
        return list(self.columns.values())

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the resolved columns."""
        self.columns = dict(zip(self.columns, exprs, strict=True))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL with the columns put in, and its values in order."""
        columns = {name: compiler.compile(expression)[0] for name, expression in self.columns.items()}
        sql = self.sql.format(**columns)
        return f"({VALUE.sub('%s', sql)})", tuple(self.values[name] for name in VALUE.findall(sql))


LIVE = "{t}.valid_from <= %(now)s AND {t}.ended_at IS NULL AND ({t}.valid_until IS NULL OR {t}.valid_until > %(now)s)"

MUST_CONSENT = (
    "(h.consent_required OR h.consent_from <= %(now)s) AND (h.consent_to IS NULL OR h.consent_to > %(now)s) "
    "AND (h.consent_waived_until IS NULL OR h.consent_waived_until <= %(now)s)"
)


def live(table: str) -> str:
    """Return the SQL that a row of ``table`` is in force: begun, not ended, not run out."""
    return LIVE.format(t=table)


def in_post(user: str, agency: str) -> str:
    """Return the SQL that an active person is a member of an agency: of row ``m``, of which more may be asked."""
    return (
        "SELECT 1 FROM coordination_membership m JOIN coordination_user u ON u.id = m.user_id AND u.is_active "
        f"WHERE m.user_id = {user} AND m.agency_id = {agency} AND m.valid_from <= %(now)s "
        "AND (m.ended_at IS NULL OR m.ended_at > %(now)s)"
    )


def unconflicted(user: str, case: str) -> str:
    """Return the SQL that a person has declared no conflict of interest in a case."""
    return (
        "NOT EXISTS (SELECT 1 FROM coordination_conflict x "
        f"WHERE x.user_id = {user} AND x.case_id = {case} AND x.ended_at IS NULL)"
    )


def covered(case: str, agency: str, topic: str = "") -> str:
    """Return the SQL that everybody who must consent to sharing with an agency (about a topic) has done so.

    And that at least one person has. Who must follows from birthdays as they
    come, and from a lawyer's word that one guardian's consent suffices.
    """
    named = naming(agency, topic)
    return (
        f"EXISTS ({named} AND k.case_id = {case}) AND NOT EXISTS (SELECT 1 FROM coordination_person h "
        f"WHERE h.case_id = {case} AND {MUST_CONSENT} AND NOT EXISTS ({named} AND k.giver_id = h.id))"
    )


def naming(agency: str, topic: str = "") -> str:
    """Return the SQL that a consent in force, of row ``k``, names an agency (and a topic): more may be asked of it."""
    return (
        "SELECT 1 FROM coordination_consent k JOIN coordination_consent_agencies a ON a.consent_id = k.id "
        f"WHERE k.given AND {live('k')} AND a.agency_id = {agency}" + (f" AND {topic} = ANY(k.topics)" if topic else "")
    )


def grounded(case: str, agency: str, basis: str, topic: str = "") -> str:
    """Return the SQL that sharing rests on a ground in force: one that needs no consent, or consent."""
    free = f"EXISTS (SELECT 1 FROM coordination_legalbasis b WHERE b.id = {basis} AND NOT b.needs_consent)"
    return f"({free} OR ({covered(case, agency, topic)}))"
