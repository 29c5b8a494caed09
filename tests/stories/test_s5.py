"""Kim's case: protected, on a consent that covers everybody, and handed over by one disclosure."""

import pytest

from coordination.models import Disclosure, Entry
from tests.stories.stops import played
from workflows.demo.s5_kim import HANDOVER
from workflows.demo.stories import KIM

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POLICE, PROBATION, SUPPORT = "Polisen Lindåker", "Frivården", "Socialtjänsten utredning"


@pytest.fixture(scope="module")
def kim(one_transaction):
    stops = [(KIM, 1, "18:00"), (KIM, 8, "12:00"), (KIM, 59, "12:00"), (KIM, 64, "12:00")]
    with played(one_transaction, (KIM,), stops) as (_cast, found):
        yield found


def test_before_the_consent_only_the_coordinator_sees_the_case(kim):
    assert kim[0].views() == {"robert"}


def test_the_consent_lets_each_read_what_was_shared_with_it(kim):
    assert kim[1].views() == {"robert", "ali", "viktor"}
    assert (SUPPORT, "home") in kim[1].reads("ali")
    assert (SUPPORT, "home") not in kim[1].reads("viktor")
    assert {agency for agency, _topic in kim[1].reads("robert")} == {SUPPORT, POLICE, PROBATION}


def test_the_person_is_protected_and_nothing_says_where_they_live(kim):
    case = kim[3].cases[0]
    person = case.people.get()
    assert person.is_protected
    assert case.confidentiality == 3
    assert (person.address, person.phone, person.school) == ("", "", "")


def test_the_new_municipality_reads_the_handover_and_nothing_else(kim):
    assert "sanna" not in kim[2].views()
    assert "sanna" in kim[3].views()
    assert kim[3].titles("sanna") == {"Överlämning"}
    handed = Entry.objects.get(title="Överlämning")
    assert handed.text == HANDOVER
    assert Disclosure.objects.get(entry=handed).basis.needs_consent


def test_what_was_written_for_oneself_stays_there(kim):
    for key in ("ali", "viktor", "sanna", "samira"):
        assert "Skatteverket" not in kim[3].titles(key)


def test_nobody_reads_without_a_ground_at_any_moment(kim):
    assert [stop.disagreements for stop in kim] == [[], [], [], []]
