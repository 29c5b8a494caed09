"""What to mind in a step by the way of working, beside its form."""

from typing import Any

from django.utils.translation import gettext_lazy

NO_CONSENT = gettext_lazy(
    "Without consent there is no joint support. The person's ordinary rights to help from social services remain."
)
NAMED = gettext_lazy(
    "In the highest class each person who works with the case is named: ask for it under People and access."
)
NOTICES: dict[tuple[str, str], Any] = {
    ("exit", "consent"): gettext_lazy(
        "The consent must be in writing and name every agency it concerns. Without it there is no exit support; "
        "the person's ordinary rights to help from social services remain."
    ),
    ("exit", "invite"): NAMED,
    ("exit", "needs"): NAMED,
    ("exit", "call_meeting"): gettext_lazy("Say by word of mouth where the meeting is, if the place must be secret."),
    ("exit", "pass_on"): NAMED,
    ("gvi", "consent"): NO_CONSENT,
    ("gvi", "invite"): gettext_lazy("The police are kept apart from this support and cannot be invited."),
    ("ankkuri", "consent"): gettext_lazy(
        "The young person and the guardian consent in writing to what is exchanged. Each profession acts under its own "
        "law."
    ),
}


def notice_of(case: Any, kind: str) -> Any:
    """Return what to mind in a kind of step of a case, or nothing."""
    return NOTICES.get((case.kind, kind), "")
