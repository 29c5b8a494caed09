"""Work that belongs to no case is told of too: on the start page, above the notifications, in the mail; and no word."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from coordination.matters import actions as matters
from coordination.models import Area, Aside, Membership, Place
from coordination.notifications.actions import mark_all_read
from coordination.notifications.asides import unread
from coordination.notifications.digests import send_digests
from coordination.notifications.queries import badge_count
from coordination.places.queries import week_of
from coordination.places.reports import actions as gate
from coordination.places.walks import actions as walks
from coordination.places.weeks import actions as weeks
from coordination.rounds import actions as rounds

pytestmark = pytest.mark.django_db
SECRET = "Krossat glas vid Norra torget"


@pytest.fixture
def square(cast):
    town = cast.municipalities["lindaker"]
    area = Area.objects.create(municipality=town, name="Centrum", outline=[[0, 0], [9000, 0], [9000, 9000]])
    return Place.objects.create(municipality=town, area=area, name="Norra torget", east=5000, north=5000)


@pytest.fixture
def report(cast, square):
    """Leyla of leisure reports something at the square."""
    what, where = gate.What("damage", 1, text=SECRET), gate.Where(square)
    return gate.make_report(
        by=cast.users["leyla"], agency=cast.agencies["A4"], client_id=uuid4(), what=what, where=where
    )


@pytest.fixture
def week(report, cast, square):
    """Karin checks it and makes the picture of the week."""
    gate.check(report, by=cast.users["karin"])
    return weeks.make_week(square.municipality, week_of(timezone.now(), square.municipality), by=cast.users["karin"])


@pytest.fixture
def told(cast):
    """What somebody has not looked at: ``told("leyla")``, as kind and address."""
    return lambda name: [(one.aside.kind, one.url) for one in unread(cast.users[name])]


@pytest.fixture
def at(client, cast):
    def log_in(name):
        client.force_login(cast.users[name], backend="permissions.backend.PolicyBackend")
        return client

    return log_in


def test_who_is_given_an_action_is_told_and_it_is_done_when_the_week_was_looked_at(week, square, cast, told, at):
    priority = weeks.add_priority(week, by=cast.users["karin"], title="Torget", place=square)
    day = timezone.localdate() + timedelta(days=7)
    weeks.add_action(priority, by=cast.users["karin"], what="Plats", due_on=day, agency=cast.agencies["A4"])
    weeks.add_action(priority, by=cast.users["karin"], what="Igen", due_on=day, agency=cast.agencies["A4"])
    url = reverse("week", args=[week.key])
    assert told("leyla") == [("place-action", url)]
    assert told("karin") == told("henrik") == []
    assert badge_count(cast.users["leyla"]) == 1
    for page in ("start", "notifications"):
        assert url in at("leyla").get(reverse(page)).content.decode()
    at("leyla").get(url)
    assert told("leyla") == []
    assert badge_count(cast.users["leyla"]) == 0


def test_who_is_to_say_what_comes_first_is_told_of_the_meeting_once(week, cast, told):
    meets = timezone.now() + timedelta(days=1)
    weeks.write_week(week, by=cast.users["karin"], text="", meets_at=meets)
    assert [kind for kind, _url in told("leyla")] == ["place-meeting"]
    mark_all_read(cast.users["leyla"])
    weeks.write_week(week, by=cast.users["karin"], text="Mer", meets_at=meets)
    assert told("leyla") == []


def test_who_reported_is_told_of_the_answer_and_nobody_else(report, cast, told):
    gate.close(report, by=cast.users["karin"], answer="Redan lagat")
    assert told("leyla") == [("place-answer", reverse("place_reports_mine"))]
    assert not Aside.objects.exclude(recipient=cast.users["leyla"]).exists()


def test_a_report_that_is_let_through_without_a_word_tells_nobody(report, cast):
    gate.check(report, by=cast.users["karin"])
    assert not Aside.objects.exists()


def test_when_a_priority_is_closed_those_who_reported_are_told(week, square, cast, told):
    priority = weeks.add_priority(week, by=cast.users["karin"], title="Torget", place=square)
    weeks.close_priority(priority, by=cast.users["karin"], outcome="not_actionable", answer="Inget att göra")
    assert [kind for kind, _url in told("leyla")] == ["place-answer"]


def test_who_answers_for_a_stop_of_a_walk_is_told(cast, square, told):
    karin, day = cast.users["karin"], timezone.localdate()
    days = {"pre_meeting_on": day, "walk_on": day + timedelta(days=15), "report_back_on": day + timedelta(days=30)}
    walk = walks.plan_walk(cast.agencies["A7"], by=karin, place=square, title="Kväll", **days)
    walks.move_walk(walk, "pre_meeting", by=karin)
    said = {"where": "Trappan", "light": "dark", "observation": "Mörkt"}
    walks.add_stop(walk, by=karin, agency=cast.agencies["A4"], **said)
    assert told("leyla") == [("place-stop", reverse("walk", args=[walk.pk]))]


def test_a_seat_in_a_steering_group_is_told_and_so_is_the_evaluation(cast, told):
    ali, petra = cast.users["ali"], cast.users["petra"]
    days = {"begins_on": date(2026, 8, 1), "ends_on": date(2026, 10, 31)}
    found = rounds.open_round(by=ali, agency=cast.agencies["A5"], areas="Norra torget", **days)
    rounds.seat(found, [cast.agencies["A1"]], by=ali)
    url = reverse("round", args=[found.pk])
    assert told("petra") == [("round-seat", url)]
    rounds.seat(found, [], by=ali)
    assert told("petra") == [], "who has no seat any more is not told of the round"
    rounds.seat(found, [cast.agencies["A1"]], by=ali)
    rounds.note_selection(found, by=ali, selected=8)
    script = ("value", "stop", "help", "consequence")
    rounds.note_message(found, by=ali, way="custom", script=script, called=None, came=None, visited=6)
    mark_all_read(petra)
    rounds.evaluate(found, by=ali, evaluation="Lugnare i området.", end="ended")
    assert told("petra") == [("round-done", url)]


def test_a_matter_about_a_provider_is_told_to_the_lawyer_and_back(cast, told, at):
    elsa, gun = cast.users["elsa"], cast.users["gun"]
    said = {"provider": "Omsorg Exempel AB", "source": "invoice", "signal": "Fler timmar än möjligt."}
    matter = matters.open_matter(by=elsa, agency=cast.agencies["A7"], **said)
    matters.propose_triage(matter, by=elsa, kind="fraud", reason="x")
    url = reverse("matter", args=[matter.reference])
    assert told("gun") == [("matter-triage", url)]
    page = at("gun").get(reverse("notifications")).content.decode()
    assert "Omsorg Exempel" not in page
    at("gun").get(url)
    assert told("gun") == []
    matters.rule_on_triage(matter, by=gun, agree=True)
    assert told("elsa") == [("matter-on", url)]
    assert told("karin") == [], "she has done nothing in it"


def test_who_left_the_agency_hears_no_more_of_it(report, cast, told):
    gate.close(report, by=cast.users["karin"], answer="Redan lagat")
    Membership.objects.filter(user=cast.users["leyla"]).update(ended_at=timezone.now())
    assert told("leyla") == []
    assert badge_count(cast.users["leyla"]) == 0


def test_the_mail_says_how_many_and_no_word_of_what(report, cast):
    gate.close(report, by=cast.users["karin"], answer="Redan lagat vid Norra torget")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert send_digests() == 1
        assert send_digests() == 0
    (one,) = mail.outbox
    assert one.to == [cast.users["leyla"].email]
    assert "Arbete som inte hör till något ärende: 1 ny avisering." in one.body
    assert not any(word in f"{one.subject} {one.body}" for word in ("torget", "glas", "lagat", "Karin", "plats"))
