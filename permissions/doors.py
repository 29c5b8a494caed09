"""What is asked of the policy about things that are no case: it answers there, and is kept in modules of its own."""

from permissions import places
from permissions.matters import (
    agencies_with_matters,
    can_in_matter,
    people_to_rule,
    require_in_matter,
    visible_matters,
)
from permissions.missing import led, managers_leading, run_out, uncoordinated

__all__ = [
    "agencies_with_matters",
    "can_in_matter",
    "led",
    "managers_leading",
    "people_to_rule",
    "places",
    "require_in_matter",
    "run_out",
    "uncoordinated",
    "visible_matters",
]
