"""What must hold at every moment, whatever died, was cut off or happened twice. Read by ``check_invariants``."""

from collections.abc import Callable, Iterator

from workflows.invariants import records, runs

RULES: dict[str, Callable[[], Iterator[str]]] = {
    "I1": runs.done_twice,
    "I2": runs.hanging,
    "I3": records.unrecorded,
    "I4": records.untold,
    "I6": records.misfiled,
    "I8": records.without_right,
}


def breaches() -> Iterator[str]:
    """Yield one line for each breach: the rule, and what breaks it by ids and codes only."""
    for rule, find in RULES.items():
        yield from (f"{rule} {what}" for what in find())
