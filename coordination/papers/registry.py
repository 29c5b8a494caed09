"""Who builds which paper. Features register what they know to put on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Content:
    """What a paper holds: a template below templates/papers, its context and the document's title (no names)."""

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)


Builder = Callable[[Any], Content]
BUILDERS: dict[str, Builder] = {}


def builds(kind: str) -> Callable[[Builder], Builder]:
    """Register a function that builds papers of ``kind``.

    It gets the paper (case, about, requested_by, language) and asks the policy
    as the person it is made for. Raises Http404 for what they may not see.
    """

    def register(builder: Builder) -> Builder:
        BUILDERS[kind] = builder
        return builder

    return register
