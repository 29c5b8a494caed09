"""The weekly picture, the joint priority list, and what is done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.models import PlaceAction, PlaceEvent, PlaceReport, Priority, Week
from coordination.places.reports import actions as gate
from coordination.places.weeks import actions, queries

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 15, tzinfo=ZoneInfo("Europe/Stockholm"))
MONDAY = THURSDAY.date() - timedelta(days=3)


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(THURSDAY):
        yield


@pytest.fixture
def checked(reports, person):
    """Reports that are through the gate: ``checked(3, days_ago=7)``."""

    def let(number=1, **what):
        return [gate.check(reports(**what), by=person("karin")) for _n in range(number)]

    return let


@pytest.fixture
def week(checked, person, town):
    """Four, then nine reports; the picture of the later week."""
    checked(4, days_ago=7)
    checked(9)
    return actions.make_week(town, MONDAY, by=person("karin"))


@pytest.fixture
def priority(week, square, person):
    return actions.add_priority(week, by=person("karin"), title="Norra torget", place=square, why="Ökar")


def plan(priority, cast, agency="A4", **changes):
    said = {"what": "Fältgrupp på plats", "due_on": THURSDAY.date() + timedelta(days=7)} | changes
    if agency:
        said["agency"] = cast.agencies[agency]
    return actions.add_action(priority, by=cast.users["karin"], **said)


def test_the_picture_counts_places_and_kinds_and_compares_with_the_weeks_before(week, checked, square):
    checked(2, category="vehicles", severity=3)
    seen = queries.picture(week)
    assert (seen.total, seen.before) == (11, 1.0)
    assert [count for _monday, count in seen.trend] == [0, 0, 0, 4, 11]
    (line,) = seen.by_place
    assert (line.place, line.count, line.before, line.change, line.severe) == (square, 11, 1.0, 10.0, 2)
    assert [kind.count for kind in seen.by_category] == [9, 2]


def test_bounced_reports_and_second_ones_are_not_counted(week, reports, person):
    gate.bounce(reports(text="Kevin"), by=person("karin"), answer="Ett namn.")
    gate.close(reports(), by=person("karin"), answer="Polisen.", elsewhere=True)
    first, second = reports(), reports()
    gate.merge(second, first, by=person("karin"))
    gate.check(first, by=person("karin"))
    reports()  # Nobody has checked it.
    seen = queries.picture(week)
    assert (seen.total, seen.came_in, seen.bounced) == (10, 14, 1)


def test_a_report_at_midnight_belongs_to_the_week_where_the_municipality_is(town, checked):
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    (report,) = checked(1)
    PlaceReport.objects.filter(pk=report.pk).update(happened_at=sunday_night)
    assert queries.picture(Week(municipality=town, monday=MONDAY)).total == 0
    PlaceReport.objects.filter(pk=report.pk).update(happened_at=sunday_night + timedelta(hours=1))
    assert queries.picture(Week(municipality=town, monday=MONDAY)).total == 1


def test_checked_reports_come_into_the_picture_and_again_when_it_is_made_again(week, checked, person, town):
    assert set(PlaceReport.objects.values_list("state", flat=True)) == {"in_picture"}
    checked(1)
    assert actions.make_week(town, MONDAY, by=person("karin")) == week
    assert set(PlaceReport.objects.values_list("state", flat=True)) == {"in_picture"}


def test_a_week_that_has_not_begun_has_no_picture(town, person):
    for day in (MONDAY + timedelta(days=7), MONDAY + timedelta(days=1)):
        with pytest.raises(ValidationError):
            actions.make_week(town, day, by=person("karin"))


def test_only_who_cares_for_the_places_makes_pictures_and_lists(week, priority, person, town, cast):
    for who in ("leyla", "ali", "henrik", "samira", "elina", "petra"):
        by = person(who)
        for act in (
            lambda by=by: actions.make_week(town, MONDAY, by=by),
            lambda by=by: actions.add_priority(week, by=by, title="x"),
            lambda by=by: actions.decide(week, by=by),
            lambda by=by: actions.close_priority(priority, by=by, outcome="done"),
            lambda by=by: actions.add_action(priority, by=by, what="x", body="x", due_on=MONDAY),
        ):
            with pytest.raises(Http404):
                act()


def test_the_reports_about_a_place_follow_its_priority_and_its_actions(priority, cast):
    assert set(PlaceReport.objects.values_list("state", "priority")) == {("prioritised", priority.pk)}
    plan(priority, cast)
    assert set(PlaceReport.objects.values_list("state", flat=True)) == {"action"}


def test_an_action_has_one_who_and_no_person(priority, cast):
    for agency, changes in ((None, {}), ("A4", {"body": "Lindåkershem"}), ("A6", {}), ("A10", {}),
                            ("A4", {"what": "Prata med Kevin Andersson"})):  # fmt: skip
        with pytest.raises(ValidationError):
            plan(priority, cast, agency, **changes)
    assert plan(priority, cast, None, body="Lindåkershem").who == "Lindåkershem"
    assert PlaceAction.objects.count() == 1


def test_its_own_agency_tells_how_an_action_goes_and_nobody_else(priority, cast):
    action = plan(priority, cast)
    for who in ("ulrika", "ali", "elina", "petra", "samira"):
        with pytest.raises(Http404):
            actions.update_action(action, by=cast.users[who], status="done")
    with pytest.raises(ValidationError):
        actions.update_action(action, by=cast.users["leyla"], status="not_done")
    actions.update_action(action, by=cast.users["leyla"], status="done", text="Två kvällar")
    action.refresh_from_db()
    assert (action.status, action.note) == ("done", "Två kvällar")
    event = PlaceEvent.objects.first()
    assert (event.kind, event.actor, event.facts["status"]) == ("action-changed", cast.users["leyla"], "done")


def test_a_priority_is_done_when_its_actions_are_and_those_who_reported_are_told(priority, cast):
    action = plan(priority, cast)
    with pytest.raises(ValidationError):
        actions.close_priority(priority, by=cast.users["karin"], outcome="done")
    actions.update_action(action, by=cast.users["karin"], status="done")
    actions.close_priority(priority, by=cast.users["karin"], outcome="done", answer="Belysningen är lagad.")
    assert set(PlaceReport.objects.values_list("state", "answer")) == {("done", "Belysningen är lagad.")}
    with pytest.raises(ValidationError):
        actions.close_priority(priority, by=cast.users["karin"], outcome="done")


def test_a_priority_is_given_up_with_a_reason(priority, cast):
    with pytest.raises(ValidationError):
        actions.close_priority(priority, by=cast.users["karin"], outcome="not_actionable")
    actions.close_priority(priority, by=cast.users["karin"], outcome="not_actionable", answer="Privat mark.")
    assert set(PlaceReport.objects.values_list("state", flat=True)) == {"not_actionable"}


def test_what_is_not_finished_goes_on_in_the_list_of_the_next_week(priority, cast, week):
    action = plan(priority, cast)
    with pytest.raises(ValidationError):  # The next week has not begun.
        actions.carry_over(priority, by=cast.users["karin"])
    with time_machine.travel(THURSDAY + timedelta(days=7)):
        new = actions.carry_over(priority, by=cast.users["karin"])
    assert new.week.monday == MONDAY + timedelta(days=7)
    action.refresh_from_db()
    priority.refresh_from_db()
    assert (action.priority, priority.outcome, new.continues) == (new, "carried", priority)
    assert set(PlaceReport.objects.values_list("state", "priority")) == {("action", new.pk)}


def test_last_weeks_actions_are_followed_up(priority, cast, town):
    action = plan(priority, cast)
    with time_machine.travel(THURSDAY + timedelta(days=7)):
        after = actions.make_week(town, MONDAY + timedelta(days=7), by=cast.users["karin"])
        actions.update_action(action, by=cast.users["leyla"], status="done")
        assert list(queries.followed_up(after)) == [action]
    with time_machine.travel(THURSDAY + timedelta(days=14)):
        later = actions.make_week(town, MONDAY + timedelta(days=14), by=cast.users["karin"])
        assert not queries.followed_up(later)


def test_a_list_is_decided_once_and_not_while_it_is_empty(week, square, person):
    with pytest.raises(ValidationError):
        actions.decide(week, by=person("karin"))
    actions.add_priority(week, by=person("karin"), title="Norra torget", place=square)
    actions.decide(week, by=person("karin"))
    with pytest.raises(ValidationError):
        actions.decide(week, by=person("karin"))


@pytest.mark.usefixtures("read_in_english")
class TestPages:
    def go(self, client, person, who, url, data=None):
        client.force_login(person(who))
        return client.get(url) if data is None else client.post(url, data)

    def test_the_agencies_look_at_the_picture_and_only_their_own_actions_ask_them(self, client, person, priority, cast):
        action = plan(priority, cast)
        url = reverse("week", args=["2026-W48"])
        for who, status in (("karin", 200), ("leyla", 200), ("samira", 200), ("petra", 404), ("elina", 404)):
            assert self.go(client, person, who, url).status_code == status, who
        assert "How does it go?" in self.go(client, person, "leyla", url).content.decode()
        assert "How does it go?" not in self.go(client, person, "ali", url).content.decode()
        change = reverse("place_action", args=[action.pk])
        assert self.go(client, person, "ali", change).status_code == 404
        assert self.go(client, person, "leyla", change, {"status": "going"}).status_code == 302
        assert PlaceEvent.objects.filter(kind="week-read", actor=person("leyla")).exists()

    def test_the_trend_and_the_map_say_the_same_in_words(self, client, person, week):
        page = self.go(client, person, "ali", reverse("week", args=["2026-W48"])).content.decode()
        assert "9 reports this week; on average 1.0 a week in the weeks before" in page
        assert '<desc id="map-text">Norra torget 9</desc>' in page
        assert '<th scope="row">2026-W47</th><td>4</td>' in page

    def test_a_week_is_made_from_the_list_of_weeks(self, client, person, town, checked):
        checked(1)
        assert self.go(client, person, "leyla", reverse("weeks"), {"week": "2026-W48"}).status_code == 404
        assert self.go(client, person, "karin", reverse("weeks"), {"week": "2026-W48"}).url.endswith("2026-W48/")
        for wrong in ("2026-W99", "x", "", "2026-W4-8"):
            assert self.go(client, person, "karin", reverse("weeks"), {"week": wrong}).status_code == 404

    def test_a_whole_round_by_the_pages(self, client, person, week, square, cast):
        new = reverse("priority_new", args=["2026-W48"])
        assert self.go(client, person, "karin", new, {"title": "Kevin Andersson"}).status_code == 422
        self.go(client, person, "karin", new, {"title": "Torget", "place": str(square.pk)})
        priority = Priority.objects.get()
        add = reverse("action_new", args=[priority.pk])
        assert self.go(client, person, "karin", add, {"what": "Laga lampor", "term": "short"}).status_code == 422
        said = {"what": "Laga lampor", "body": "Lindåkershem", "due_on": "2026-12-04", "term": "short"}
        self.go(client, person, "karin", add, said)
        self.go(client, person, "karin", reverse("week", args=["2026-W48"]), {})
        self.go(
            client, person, "karin", reverse("place_action", args=[PlaceAction.objects.get().pk]), {"status": "done"}
        )
        close = reverse("priority_close", args=[priority.pk])
        assert (
            self.go(client, person, "karin", close, {"outcome": "done", "answer": "Lamporna lyser."}).status_code == 302
        )
        mine = self.go(client, person, "leyla", "/places/reports/mine/").content.decode()
        assert "Lamporna lyser." in mine
        assert "Laga lampor" in mine
        assert Week.objects.get().decided_at

    def test_the_meeting_is_a_page_and_a_paper(self, client, person, priority, cast):
        plan(priority, cast)
        edit = reverse("week_edit", args=["2026-W48"])
        assert self.go(client, person, "karin", edit, {"text": "Ökar", "day": "2026-11-27"}).status_code == 422
        said = {"text": "Ökar", "day": "2026-11-27", "time": "10:00", "meets_in": "Navet"}
        assert self.go(client, person, "karin", edit, said).status_code == 302
        page = self.go(client, person, "ali", reverse("week_meeting", args=["2026-W48"])).content.decode()
        assert "Navet" in page
        assert "Fältgrupp på plats" in page
        paper = reverse("week_paper", args=["2026-W48"])
        assert self.go(client, person, "ali", paper).status_code == 404
        answer = self.go(client, person, "karin", paper)
        assert answer.content.startswith(b"%PDF-")
        assert PlaceEvent.objects.filter(kind="paper-made").exists()
        assert timezone.localtime(Week.objects.get().meets_at).hour == 10
