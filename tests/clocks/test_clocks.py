"""Clocks of the law in a case: started, met, extended, standing still, dropped, and told of in time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone, translation

from coordination.cases.actions import close_case
from coordination.cases.inviting import leave
from coordination.clocks import telling
from coordination.clocks.actions import ClockClosed, drop_clock, meet_by_hand, meet_clock, start_clock
from coordination.clocks.extending import extend_clock, pause_clock, resume_clock
from coordination.clocks.queries import deciders
from coordination.clocks.reckoning import NoLimit
from coordination.clocks.telling import tell_clocks
from coordination.history.sentences import sentence
from coordination.models import Case, Deadline, Event, Notification, Rule
from coordination.rules.queries import NoSuchRule
from permissions import grants, policy
from permissions.roles import Act, Role

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(moment):
    return time_machine.travel(moment, tick=False)


def told(kind):
    rows = Notification.objects.filter(event__kind=kind)
    return set(rows.values_list("recipient__first_name", flat=True))


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def decide(joint_case, agency):
    """The clock of fourteen days, for the agency that leads the case."""
    return start_clock(joint_case, "SE-D02", agency=agency("A1"))


@pytest.fixture
def absence(joint_case, agency):
    """A clock of the school, which has nothing to do with who leads the case."""
    return start_clock(joint_case, "SE-D25", agency=agency("A3"))


def test_a_clock_counts_from_when_the_report_came_in_not_from_when_it_was_opened(joint_case, agency):
    came_in = timezone.now() - timedelta(days=5)
    deadline = start_clock(joint_case, "SE-D02", agency=agency("A1"), since=came_in)
    assert deadline.last_day == days(9)
    assert deadline.rule == Rule.objects.get(code="clock.SE-D02")
    assert Event.objects.filter(kind="clock-started", facts__deadline=str(deadline.pk)).count() == 1


def test_a_clock_that_runs_already_stays_as_it_is(joint_case, agency, decide):
    again = start_clock(joint_case, "SE-D02", agency=agency("A1"), since=timezone.now() - timedelta(days=1))
    assert again == decide
    assert again.due == decide.due
    assert Event.objects.filter(kind="clock-started").count() == 1


def test_two_reports_have_each_their_own_clock(joint_case, agency, decide):
    other = start_clock(joint_case, "SE-D02", agency=agency("A1"), subject="report-2")
    assert other != decide
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=other.pk).update(subject="")


def test_a_clock_of_another_country_or_none_at_all_is_not_started(joint_case, agency):
    with pytest.raises(NoSuchRule):
        start_clock(joint_case, "FI-D02", agency=agency("A1"))
    with pytest.raises(NoLimit):
        start_clock(joint_case, "SE-D20", agency=agency("A1"))
    with pytest.raises(ValidationError):
        start_clock(joint_case, "SE-D02", agency=agency("A1"), since=timezone.now() + timedelta(hours=1))
    assert not Deadline.objects.exists()


def test_what_was_decided_under_an_old_rule_keeps_it(joint_case, agency, decide):
    rule = Rule.objects.get(code="clock.SE-D02")
    changed = Rule.objects.create(
        code=rule.code, country="SE", value={**rule.value, "length": 10}, valid_from=days(0), source="SFS 2026:1"
    )
    assert Deadline.objects.get().rule == rule
    newer = start_clock(joint_case, "SE-D02", agency=agency("A1"), subject="later")
    assert newer.rule == changed
    assert newer.last_day == days(10)


def test_a_clock_is_met_once_also_late_and_not_before_its_start(joint_case, person, decide):
    with pytest.raises(ValidationError):
        meet_clock(joint_case, "SE-D02", by=person("petra"), at=decide.started_at - timedelta(minutes=1))
    assert meet_clock(joint_case, "SE-D02", by=person("petra")).state == "met"
    assert meet_clock(joint_case, "SE-D02") is None
    with pytest.raises(ClockClosed):
        meet_by_hand(decide, by=person("petra"))


def test_a_clock_met_after_its_day_says_so(joint_case, decide):
    with at(decide.due + timedelta(hours=1)):
        assert Deadline.objects.get().state == "breached"
        assert meet_clock(joint_case, "SE-D02").state == "late"


def test_only_the_agency_says_that_it_is_done(person, absence):
    with pytest.raises(PermissionDenied):
        meet_by_hand(absence, by=person("petra"))
    with pytest.raises(Http404):
        meet_by_hand(absence, by=person("leyla"))
    assert meet_by_hand(absence, by=person("ulrika")).met_by == person("ulrika")


def test_the_unit_manager_extends_it_and_name_and_reason_stand_there(person, decide):
    longer = extend_clock(decide, by=person("samira"), until=days(30), reason=" Familjen är bortrest ")
    assert longer.due == datetime.combine(days(30), datetime.max.time().replace(microsecond=0), STOCKHOLM)
    assert longer.due_at == decide.due_at, "what the law says stands beside it"
    (made,) = longer.extensions_made
    assert (made.decided_by, made.reason, made.before) == (person("samira"), "Familjen är bortrest", decide.due)
    assert told("clock-extended") == {"Petra"}


def test_each_extension_is_kept(person, decide):
    for number in (20, 30):
        extend_clock(decide, by=person("samira"), until=days(number), reason="Skäl")
    assert [timezone.localdate(e.until, timezone=STOCKHOLM) for e in Deadline.objects.get().extensions_made] == [
        days(30),
        days(20),
    ]


@pytest.mark.parametrize(("name", "error"), [("petra", PermissionDenied), ("henrik", Http404), ("leyla", Http404)])
def test_nobody_else_extends_it(person, decide, name, error):
    with pytest.raises(error):
        extend_clock(decide, by=person(name), until=days(30), reason="Skäl")
    assert not Deadline.objects.exclude(extended_to=None).exists()


def test_it_is_extended_before_the_limit_only_and_to_a_later_day_with_a_reason(person, decide):
    with pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=days(30), reason="  ")
    with pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=decide.last_day, reason="Skäl")
    with at(decide.due + timedelta(seconds=1)), pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=days(30), reason="Skäl")


def test_where_the_law_knows_no_extension_there_is_none(joint_case, agency, person):
    deadline = start_clock(joint_case, "SE-D04", agency=agency("A1"))
    with pytest.raises(ValidationError):
        extend_clock(deadline, by=person("samira"), until=days(30), reason="Skäl")
    with pytest.raises(ValidationError):
        pause_clock(deadline, by=person("samira"), reason="Skäl")


def test_the_law_says_how_far_at_most(joint_case, agency, person):
    with at(datetime(2027, 1, 10, 9, tzinfo=STOCKHOLM)):
        deadline = start_clock(joint_case, "SE-D22", agency=agency("A1"))
        with pytest.raises(ValidationError):
            extend_clock(deadline, by=person("samira"), until=date(2027, 4, 11), reason="Skäl")
        assert extend_clock(deadline, by=person("samira"), until=date(2027, 4, 10), reason="Skäl").extended_to


def test_a_clock_that_stands_still_gets_the_days_back(joint_case, agency, person):
    deadline = start_clock(joint_case, "SE-D22", agency=agency("A1"))
    before = deadline.last_day
    paused = pause_clock(deadline, by=person("samira"), reason="Oklart vem som frågar")
    with at(timezone.now() + timedelta(days=60)):
        assert Deadline.objects.get().state == "paused", "it is not late while it stands still"
        assert tell_clocks() == 0
        with pytest.raises(ValidationError):
            pause_clock(paused, by=person("samira"), reason="Igen")
        resumed = resume_clock(paused, by=person("samira"))
        assert resumed.last_day == before + timedelta(days=60)
        with pytest.raises(ValidationError):
            resume_clock(paused, by=person("samira"))


def test_a_closed_case_keeps_no_clock(joint_case, person, decide, absence):
    close_case(joint_case, by=person("petra"), end="goals_met")
    assert set(Deadline.objects.values_list("drop_reason", flat=True)) == {"The case was closed"}
    assert not Deadline.objects.open().exists()
    drop_clock(decide, reason="Igen")
    assert Event.objects.filter(kind="clock-dropped").count() == 2


def test_an_agency_that_leaves_takes_its_clocks_along(joint_case, agency, person, decide, absence):
    there = joint_case.participations.get(agency=agency("A3"))
    leave(there, by=person("petra"), reason="Klart")
    assert list(Deadline.objects.open()) == [decide]


def test_people_are_told_at_three_quarters_at_nine_tenths_and_when_it_is_over(decide):
    way = decide.due - decide.started_at
    for percent, kind in ((75, "clock-75"), (90, "clock-90"), (100, "clock-breached")):
        with at(decide.started_at + way * percent / 100 - timedelta(seconds=2)):
            assert tell_clocks() == 0
        with at(decide.started_at + way * percent / 100 + timedelta(seconds=1)):
            assert tell_clocks() == 1
            assert tell_clocks() == 0
        assert Event.objects.filter(kind=kind).count() == 1
    assert told("clock-90") == {"Petra"}
    assert told("clock-breached") == {"Petra", "Samira"}


def test_who_was_not_told_for_long_hears_of_the_last_stage_only(decide):
    with at(decide.due + timedelta(days=1)):
        assert tell_clocks() == 1
    kinds = set(Event.objects.filter(kind__startswith="clock-").values_list("kind", flat=True))
    assert kinds == {"clock-started", "clock-breached"}


def test_after_an_extension_people_are_told_of_the_new_day(person, decide):
    almost = decide.due - timedelta(hours=1)
    with at(almost):
        tell_clocks()
        extend_clock(decide, by=person("samira"), until=days(60), reason="Skäl")
        assert tell_clocks() == 0
    with at(almost + timedelta(days=58)):
        assert tell_clocks() == 1


def test_one_that_fails_stops_no_other_and_is_tried_again(decide, absence, monkeypatch, caplog):
    real = telling.people_of

    def fail(deadline):
        if deadline.pk == decide.pk:
            raise ValueError("Ebbe Sundgren")
        return real(deadline)

    with at(decide.due + timedelta(days=1)):
        monkeypatch.setattr(telling, "people_of", fail)
        assert tell_clocks() == 1
        monkeypatch.setattr(telling, "people_of", real)
        assert tell_clocks() == 1


def test_a_deadline_is_known_to_its_agency_and_to_who_coordinates(person, absence, decide):
    def sees(name, deadline, act=Act.VIEW):
        return policy.can(person(name), act, deadline)

    assert sees("ulrika", absence)
    assert sees("petra", absence)
    assert not sees("leyla", absence)
    assert not sees("ulrika", decide)
    assert sees("henrik", absence, Act.SEE_COVER)
    assert not sees("henrik", absence)
    assert not sees("samira", absence, Act.SEE_COVER)
    assert sees("samira", decide, Act.EXTEND)
    assert not sees("samira", absence, Act.EXTEND)


def test_in_the_highest_class_only_a_named_manager_decides(joint_case, person, agency, decide):
    Case.objects.update(confidentiality=3)
    assert not policy.can(person("samira"), Act.SEE_COVER, decide)
    assert not deciders(decide)
    there = joint_case.participations.get(is_lead=True)
    named = {"clearance": 3, "approved_by": person("petra")}
    until = timezone.now() + timedelta(days=30)
    grants.give(there, person("samira"), Role.WORKER, by=person("petra"), reason="Chef", until=until, **named)
    assert deciders(decide) == [person("samira")]
    assert not policy.can(person("petra"), Act.EXTEND, decide)


def test_history_says_it_in_words_and_holds_codes_only(joint_case, person, decide):
    extend_clock(decide, by=person("samira"), until=days(30), reason="Hemligt skäl om Ebbe")
    event = Event.objects.get(kind="clock-extended")
    with translation.override("en"):
        assert sentence(event) == (
            "Samira Lindqvist gave Socialtjänsten mottagning more time: Decide whether to open an investigation"
        )
    with translation.override("sv"):
        assert "Besluta om utredning ska inledas" in sentence(event)
    assert "Ebbe" not in str(event.facts)
    assert event.agency == decide.agency
