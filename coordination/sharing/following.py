"""What follows when the consents of a case change: agencies that leave it, and sharing that ends or lasts longer."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from coordination.cases import process
from coordination.cases.actions import end_participation
from coordination.history.recording import record
from coordination.sharing.models import Disclosure
from coordination.sharing.queries import Cover, yes_of
from permissions import policy

Closed = Callable[..., bool]


def follow(case: Any, before: Cover, *, said: Any = None, by: Any, reason: str) -> None:
    """Bring the record in line with what the consents cover now. Part of the action that changed them.

    The policy has refused from the moment the consent changed; here what ended
    is closed with ``reason``, so that a later consent does not open it again.
    ``said`` is the yes that was recorded: it closes what it leaves out and what
    was open before, not what waits for somebody else's yes (after the consents
    of several have run out, each renews in turn). Without it, it was a no.
    """
    after, yes = Cover(case), said and yes_of(said)

    def closed(agency: Any, topic: str | None = None) -> bool:
        kept = yes is not None and yes.names(agency, topic) and before.until(agency, topic) is None
        return after.until(agency, topic) is None and not kept

    _end_sharing(case, before, after, closed, by=by, reason=reason)
    _drop(case, closed, by=by)


def resting_on_consent(case: Any) -> Iterable[Disclosure]:
    """Return the disclosures of a case that rest on consent and are not ended, those that wait for approval too."""
    rows = Disclosure.objects.filter(case=case, ended_at=None, basis__needs_consent=True)
    return rows.select_related("entry", "agency").order_by("pk")


def _drop(case: Any, closed: Closed, *, by: Any) -> None:
    """Take agencies out of the case that no ground carries any more."""
    for there in case.participations.filter(is_lead=False, status__in=["invited", "accepted"]):
        if policy.is_grounded(there) or not closed(there.agency):
            continue
        lost = end_participation(there, by=by, reason=gettext_noop("The consent no longer covers the agency"))
        process.engine().leave(there, by=by)
        users = there.agency.memberships.live().filter(user__in=lost).select_related("user")
        record(case, "agency-left", actor=by, agency=there.agency, tell=[m.user for m in users])


def _end_sharing(case: Any, before: Cover, after: Cover, closed: Closed, *, by: Any, reason: str) -> None:
    """Close the disclosures without cover; let those that lasted as long as the old cover last as the new one."""
    now, ended = timezone.now(), []
    for given in resting_on_consent(case).select_for_update(of=("self",)):  # type: ignore[attr-defined]
        covered, was = after.until(given.agency, given.entry.topic), before.until(given.agency, given.entry.topic)
        if closed(given.agency, given.entry.topic):
            given.ended_at, given.ended_by, given.end_reason = now, by, reason[:300]
            given.save(update_fields=["ended_at", "ended_by", "end_reason"])
            ended.append(str(given.pk))
        elif covered and (given.valid_until is None or given.valid_until > covered or given.valid_until == was):
            given.valid_until = covered
            given.save(update_fields=["valid_until"])
    if ended:
        record(case, "shares-ended", actor=by, disclosures=ended, tell=[])
