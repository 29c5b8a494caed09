"""Leo's two cases: what the police know stays theirs, and the help knows nothing of it."""

import pytest

from coordination.models import Disclosure, Entry
from tests.stories.stops import played
from workflows.demo.stories import LEO_MESSAGE, LEO_SUPPORT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POLICE, PROBATION, SUPPORT = "Polisen Lindåker", "Frivården", "Socialtjänsten utredning"
MESSAGE, HELP = 0, 1


@pytest.fixture(scope="module")
def leo(one_transaction):
    stops = [
        (LEO_MESSAGE, 6, "18:00"),
        (LEO_MESSAGE, 16, "18:00"),
        (LEO_SUPPORT, 11, "18:00"),
        (LEO_SUPPORT, 46, "12:00"),
    ]
    with played(one_transaction, (LEO_MESSAGE, LEO_SUPPORT), stops) as (_cast, found):
        yield found


def test_only_a_status_leaves_the_police_and_nothing_of_why(leo):
    assert leo[0].titles("robert") == {"Status"}
    assert leo[0].titles("viktor") == {"Status"}
    assert Disclosure.objects.filter(entry__agency__kind="police").count() == 2
    codes = Disclosure.objects.filter(entry__agency__kind="police").values_list("basis__code", flat=True)
    assert set(codes) == {"SE-PL-6", "SE-POL-35-1"}
    assert len(leo[0].titles("ali")) == 2


def test_the_police_read_nothing_that_others_wrote_about_the_meeting(leo):
    assert {agency for agency, _topic in leo[1].reads("ali", MESSAGE)} == {POLICE}
    assert {agency for agency, _topic in leo[1].reads("viktor", MESSAGE)} == {POLICE, PROBATION}


def test_the_support_is_a_case_of_its_own_that_the_police_do_not_know_of(leo):
    for stop in leo[2:]:
        assert stop.views(HELP) == {"jonas", "viktor"}
        assert stop.reads("ali", HELP) == stop.reads("robert", HELP) == set()
    assert {agency for agency, _topic in leo[3].reads("jonas", HELP)} == {SUPPORT, PROBATION}


def test_who_helps_reads_no_word_of_the_message(leo):
    assert all(stop.reads("jonas", MESSAGE) == set() and "jonas" not in stop.views(MESSAGE) for stop in leo)


def test_nothing_links_the_two_cases(leo):
    support, message = leo[3].cases[HELP], leo[3].cases[MESSAGE]
    assert support.people.get(role="child").pk != message.people.get(role="child").pk
    texts = Entry.objects.filter(case=support).values_list("text", "title", "data")
    assert not any(message.reference in str(row) for row in texts)
    assert not any(support.reference in str(row) for row in Entry.objects.filter(case=message).values_list("text"))


def test_what_came_after_the_shooting_is_the_polices_alone(leo):
    assert "Förstärkt fokus" in leo[3].titles("ali", MESSAGE)
    others = ("jonas", "robert", "viktor", "samira")
    assert not any("Förstärkt fokus" in leo[3].titles(key, case) for key in others for case in (MESSAGE, HELP))


def test_nobody_reads_without_a_ground_at_any_moment(leo):
    assert [stop.disagreements for stop in leo] == [[], [], [], []]
