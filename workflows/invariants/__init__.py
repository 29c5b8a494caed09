"""What must hold at every moment, whatever died, was cut off or happened twice. Read by ``check_invariants``."""

from collections.abc import Callable, Iterator

from workflows.invariants.records import misfiled, unrecorded, untold, without_right
from workflows.invariants.runs import done_twice, hanging

RULES: dict[str, Callable[[], Iterator[str]]] = {
    "I1": done_twice,
    "I2": hanging,
    "I3": unrecorded,
    "I4": untold,
    "I6": misfiled,
    "I8": without_right,
}


def breaches() -> Iterator[str]:
    """Yield one line for each breach: the rule, and what breaks it by ids and codes only."""
    for rule, find in RULES.items():
        yield from (f"{rule} {what}" for what in find())
