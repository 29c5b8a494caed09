"""Stopping stories at some of their moments, to see who reads what there."""

from contextlib import contextmanager
from datetime import UTC, datetime

from coordination.models import Person
from coordination.rules.loading import load
from permissions import policy
from permissions.roles import Act
from tests.stories.oracle import about, disagreements, entries_read_by
from workflows.demo.stories import at_the_beginning, begin

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Stop:
    """What could be seen at one moment, in each case by the day it was opened."""

    def __init__(self, cast, moment):
        users = list(cast.users.values())
        read = entries_read_by(users)
        self.disagreements = disagreements(moment, read)
        self.cases = [p.case for p in Person.objects.filter(role="child").order_by("case__opened_at")]
        self._read = {key: read[user] for key, user in cast.users.items()}
        pairs = policy.pairs_that_can(Act.VIEW, users, self.cases)
        self._views = [{key for key, u in cast.users.items() if (u.pk, case.pk) in pairs} for case in self.cases]

    def views(self, number=0):
        """Who sees the case."""
        return self._views[number]

    def reads(self, key, number=0):
        """What somebody reads in the case, as (agency, topic)."""
        return about(e for e in self._read[key] if e.case_id == self.cases[number].pk)

    def titles(self, key, number=0):
        """The titles of what somebody reads in the case."""
        return {e.title for e in self._read[key] if e.case_id == self.cases[number].pk}


@contextmanager
def played(one_transaction, tellings, stops, at_each=None):
    """Play ``tellings``; yield the cast and what was to be seen at each (telling, day, hour), in their order.

    With ``at_each(cast, stop)`` that is what it returns there.
    """
    with one_transaction():
        load()
        with at_the_beginning(tellings, NOW) as clock:
            cast, stage = begin(tellings, clock, NOW)
            found = []
            for telling, number, hour in stops:
                moment = telling.days(cast, NOW).at(number, hour)
                stage.until(moment)
                stop = Stop(cast, moment)
                found.append(at_each(cast, stop) if at_each else stop)
            yield cast, found
