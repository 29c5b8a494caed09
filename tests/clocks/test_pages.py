"""The pages of the deadlines: what is listed for whom, how it is said, and the decisions on more time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from coordination.clocks.actions import start_clock
from coordination.clocks.extending import pause_clock
from coordination.clocks.names import codes
from coordination.models import Case, Deadline, Notification, Reading, Rule
from coordination.notifications.queries import target_of
from permissions import grants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
DECIDE = "Decide whether to open an investigation</a>"
ANSWER = "Answer the request about personal data</a>"


@pytest.fixture
def page(client, person):
    """Read a page as somebody, as text."""

    def read(name, url, data=None, status=200):
        client.force_login(person(name), backend="permissions.backend.PolicyBackend")
        answer = client.get(url, data)
        assert answer.status_code == status
        return answer.text

    return read


@pytest.fixture
def post(client, person):
    """Post a form as somebody."""

    def send(name, url, data=None):
        client.force_login(person(name), backend="permissions.backend.PolicyBackend")
        return client.post(url, data or {})

    return send


@pytest.fixture
def request_(joint_case, agency):
    return start_clock(joint_case, "SE-D22", agency=agency("A3"))


def day(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def test_each_sees_their_own_the_manager_the_unit_and_nobody_the_others(page, decide, request_):
    url = reverse("deadlines")
    assert DECIDE in page("petra", url)
    assert ANSWER not in page("petra", url)
    assert ANSWER in page("petra", url, {"tab": "all"})
    assert DECIDE in page("samira", url, {"tab": "unit"})
    assert ANSWER in page("ulrika", url)
    assert "No deadline of the law waits for you" in page("leyla", url)
    assert DECIDE not in page("leyla", url, {"tab": "all"})


def test_the_one_with_the_least_time_left_comes_first(page, joint_case, agency, decide):
    start_clock(joint_case, "SE-D03", agency=agency("A1"))
    start_clock(joint_case, "SE-D01", agency=agency("A1"))
    text = page("petra", reverse("deadlines"))
    places = [
        text.index(what) for what in ("Immediate protection assessment</a>", DECIDE, "Finish the investigation</a>")
    ]
    assert places == sorted(places)
    assert "hours left" in text
    assert "14 days left" in text


@pytest.mark.parametrize(
    ("state", "days", "shown"),
    [("late", 15, True), ("late", 5, False), ("soon", 12, True), ("soon", 5, False), ("paused", 5, False)],
)
def test_the_list_is_narrowed_by_state(page, decide, state, days, shown):
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        text = page("petra", reverse("deadlines"), {"state": state})
    assert (DECIDE in text) is shown
    assert ("No deadline fits the filter" in text) is not shown


def test_the_list_is_narrowed_by_what_it_is_and_shows_what_was_met(page, post, decide, joint_case, agency):
    start_clock(joint_case, "SE-D04", agency=agency("A1"))
    text = page("petra", reverse("deadlines"), {"code": "SE-D04"})
    assert "Inform that an investigation is open</a>" in text
    assert DECIDE not in text
    now = timezone.localtime(timezone=STOCKHOLM)
    done = post("petra", reverse("deadline_met", args=[decide.pk]), {"day": now.date(), "time": f"{now:%H:%M}"})
    assert done.status_code == 302
    assert "Met in time" in page("petra", reverse("deadlines"), {"state": "done"})


def test_the_state_is_said_in_words(page, decide):
    url = reverse("deadline", args=[decide.pk])
    assert "On time" in page("petra", url)
    # Fourteen days and the rest of the first: whatever time of day it is now.
    states = ((11.3, "Three quarters of the time used"), (13.6, "Nine tenths of the time used"), (15.1, "Missed"))
    for days, words in states:
        with time_machine.travel(decide.started_at + timedelta(days=days), tick=False):
            assert words in page("petra", url)
    assert Reading.objects.filter(what="deadline", object_id=decide.pk).count() == 4


def test_a_last_day_that_is_free_is_said_with_the_day_to_aim_at(page, joint_case, agency):
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=STOCKHOLM), tick=False):
        found = start_clock(joint_case, "SE-D02", agency=agency("A1"))
        text = page("petra", reverse("deadline", args=[found.pk]))
        assert "The last day is free" in text
        assert "2026-12-23" in text
        assert "The last day is free." in page("petra", reverse("deadlines"))
        assert "The last day is free." in page("petra", joint_case.get_absolute_url())


def test_the_manager_decides_on_more_time_and_everybody_concerned_reads_who_and_why(page, post, decide):
    url = reverse("deadline_extend", args=[decide.pk])
    assert "synnerliga skäl" in page("samira", url), "what the law demands stands beside the form"
    answer = post("samira", url, {"until": day(30), "reason": "Familjen är bortrest"})
    assert answer.status_code == 302
    text = page("petra", reverse("deadline", args=[decide.pk]))
    assert "Familjen är bortrest" in text
    assert "Decided by Samira Lindqvist" in text
    assert "Extended" in text


def test_a_refused_decision_loses_nothing_that_was_typed(post, decide):
    url = reverse("deadline_extend", args=[decide.pk])
    for data in ({"until": day(1), "reason": "Långt skäl"}, {"until": "", "reason": "Långt skäl"}):
        answer = post("samira", url, data)
        assert answer.status_code == 422
        assert "Långt skäl" in answer.text
    assert "Choose a day after the last day" in post("samira", url, {"until": day(1), "reason": "x"}).text
    assert not Deadline.objects.exclude(extended_to=None).exists()


def test_nobody_but_the_manager_meets_the_pages_of_decisions(page, post, decide, request_):
    for name in ("petra", "henrik", "ulrika"):
        page(name, reverse("deadline_extend", args=[decide.pk]), status=404)
        assert post(name, reverse("deadline_pause", args=[decide.pk]), {"reason": "x"}).status_code == 404
    page("ulrika", reverse("deadline", args=[decide.pk]), status=404)
    page("samira", reverse("deadline", args=[request_.pk]), status=404)
    assert "Decide on more time" not in page("petra", reverse("deadline", args=[decide.pk]))


def test_the_time_stands_still_and_runs_on(page, post, request_):
    url = reverse("deadline", args=[request_.pk])
    post("henrik", reverse("deadline_pause", args=[request_.pk]), {"reason": "Vem frågar?"})
    assert "Vem frågar?" in page("ulrika", url)
    assert "Let the time run on" in page("henrik", url)
    assert post("henrik", reverse("deadline_resume", args=[request_.pk])).status_code == 302
    assert "Vem frågar?" not in page("ulrika", url)
    assert "runs already" in str(
        list(post("henrik", reverse("deadline_resume", args=[request_.pk])).wsgi_request._messages)[-1]
    )


def test_a_moment_that_cannot_be_is_refused_when_it_is_noted_as_done(post, decide):
    url = reverse("deadline_met", args=[decide.pk])
    answer = post("petra", url, {"day": day(-3), "time": "10:00"})
    assert answer.status_code == 422
    assert "between the start of the deadline and now" in answer.text
    assert Deadline.objects.get().is_open


def test_what_is_closed_meanwhile_is_told_not_an_error(page, post, decide):
    url = reverse("deadline_extend", args=[decide.pk])
    Deadline.objects.update(met_at=timezone.now())
    answer = post("samira", url, {"until": day(30), "reason": "x"})
    assert answer.status_code == 302
    page("samira", url, status=302)


def test_every_rule_has_its_page_with_text_source_and_example(page):
    for code in codes():
        text = page("petra", reverse("deadline_rule", args=[code]))
        assert "Read the law itself" in text
        assert "How it is reckoned" in text
    page("petra", reverse("deadline_rule", args=["SE-D99"]), status=404)
    assert "Counted from" in page("petra", reverse("deadline_rule", args=["SE-D02"]))
    assert "House rule" in page("petra", reverse("deadline_rule", args=["SE-D01"]))
    assert "Not verified" in page("petra", reverse("deadline_rule", args=["SE-D21"]))


def test_the_case_the_cover_and_the_start_page_show_what_is_due(page, joint_case, decide):
    url = joint_case.get_absolute_url()
    assert "Deadlines of the law" in page("petra", url)
    assert "Decide whether" in page("samira", url), "who leads the unit sees it on the cover"
    assert "Decide whether" not in page("ulrika", url)
    assert "Decide whether" in page("petra", reverse("start"))
    assert "Decide whether" in page("samira", reverse("start"))
    assert reverse("deadlines") in page("petra", reverse("my_steps"))


def test_lists_say_nothing_of_a_case_of_the_highest_class(page, joint_case, decide, person):
    Case.objects.update(confidentiality=3)
    grants.of_case(joint_case).filter(user=person("petra")).update(clearance=3, approved_by=person("samira"))
    for url in (reverse("deadlines"), reverse("start")):
        text = page("petra", url)
        assert "A deadline of the law" in text
        assert DECIDE not in text
    assert "No deadline of the law" in page("samira", reverse("deadlines"), {"tab": "unit"})


def test_a_notice_leads_to_the_deadline_for_who_may_see_it(person, request_):
    pause_clock(request_, by=person("henrik"), reason="x")
    notice = Notification.objects.get(event__kind="clock-paused")
    assert notice.recipient == person("ulrika")
    assert target_of(person("ulrika"), notice.event) == request_.get_absolute_url()
    assert target_of(person("henrik"), notice.event) == request_.get_absolute_url()
    assert target_of(person("leyla"), notice.event) != request_.get_absolute_url()


def test_a_page_is_read_with_few_queries(client, person, joint_case, agency, django_assert_max_num_queries):
    for number in range(12):
        start_clock(joint_case, "SE-D02", agency=agency("A1"), subject=f"report-{number}")
    client.force_login(person("petra"), backend="permissions.backend.PolicyBackend")
    with django_assert_max_num_queries(25):
        client.get(reverse("deadlines"))


def test_a_municipalitys_own_rule_has_its_page_too(page, joint_case, agency):
    value = {"unit": "calendar_days", "length": 10, "may_extend": "special_reasons"}
    town = joint_case.municipality
    Rule.objects.create(
        code="clock.SE-D02",
        country="SE",
        municipality=town,
        value=value,
        valid_from=timezone.localdate(),
        source="Beslut",
    )
    text = page("petra", reverse("deadline_rule", args=["SE-D02"]))
    assert "10 days" in text
    assert "Other versions" in text
    found = start_clock(joint_case, "SE-D02", agency=agency("A1"))
    assert "synnerliga skäl" in page("petra", reverse("deadline", args=[found.pk]))
