"""Omsorg Norrsken AB: from hours that no day has to the money that came back, with every client's file closed."""

from decimal import Decimal

import pytest
import time_machine

from coordination.models import ContractAction, Entry, Matter, MatterEvent, MatterNotice, Person, Reading
from coordination.rules.loading import load
from permissions import policy
from permissions.roles import MatterAct
from tests.stories.stops import NOW
from workflows.demo.stories import NORRSKEN, at_the_beginning, begin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STOPS = ((0, "12:00"), (1, "12:00"), (9, "12:00"), (11, "12:00"), (13, "12:00"), (21, "12:00"), (63, "12:00"))


@pytest.fixture(scope="module")
def norrsken(one_transaction):
    """The cast, and where the matter stood at each stop."""
    with one_transaction():
        load()
        with at_the_beginning((NORRSKEN,), NOW) as clock:
            cast, stage = begin((NORRSKEN,), clock, NOW)
            stood = []
            for number, hour in STOPS:
                stage.until(NORRSKEN.days(cast, NOW).at(number, hour))
                stood.append(Matter.objects.get().status)
            stage.until(NOW)
        with time_machine.travel(NOW):
            yield cast, stood


def test_the_matter_goes_its_way_on_its_days(norrsken):
    _cast, stood = norrsken
    assert stood == ["signal", "signal", "checking", "checking", "notified", "contract_action", "recovering"]
    matter = Matter.objects.get()
    assert (matter.reference, matter.status, matter.end_state) == ("VAL-2026-0001", "closed", "recovered")
    assert matter.organisation_number == "000000-0000"


def test_the_payments_stop_before_anybody_is_told_and_the_money_comes_back(norrsken):
    days = NORRSKEN.days(norrsken[0], NOW)
    actions = list(ContractAction.objects.values_list("kind", "decided_on"))
    assert sorted(actions) == [("claim", days.day(60)), ("stop", days.day(10)), ("terminate", days.day(60))]
    sent = list(MatterNotice.objects.values_list("kind", "recipient", "basis__code", "sent_on"))
    assert sent == [
        ("notify", "fk", "SE-2008-206", days.day(12)),
        ("police", "", "SE-OSL-10-24", days.day(20)),
    ]
    matter = Matter.objects.get()
    assert (matter.recovered, matter.stopped) == (Decimal(412000), Decimal(186000))
    assert matter.invoicerows.get().billed == 31


def test_no_case_and_no_client_is_touched(norrsken):
    assert not Person.objects.exists()
    assert not Entry.objects.exists()
    assert not Reading.objects.exists()


def test_the_lawyer_read_it_before_she_agreed_and_social_services_never_see_it(norrsken):
    cast, _stood = norrsken
    gun = MatterEvent.objects.filter(actor=cast.users["gun"]).order_by("at", "pk")
    assert list(gun.values_list("kind", flat=True)) == ["read", "triage-agreed", "moved"]
    matter = Matter.objects.get()
    for key in ("jonas", "samira", "petra", "ali", "sanna", "aino"):
        assert not policy.can_in_matter(cast.users[key], MatterAct.READ, matter), key
