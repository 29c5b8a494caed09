"""My steps: right rows for the right people, few queries, served by the indexes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coordination.models import Step
from coordination.steps.queries import Desk
from permissions import policy

pytestmark = pytest.mark.django_db
NOW = timezone.now


def rows_of(client, **query):
    answer = client.get(reverse("my_steps"), query)
    assert answer.status_code == 200
    return [step for group in answer.context["groups"] for step in group["rows"]]


def make(case, agency, owner=None, *, kind="map", due=3, number=1, **more):
    return Step.objects.bulk_create(
        Step(case=case, agency=agency, owner=owner, kind=kind, due_at=NOW() + timedelta(days=due, minutes=n), **more)
        for n in range(number)
    )


@pytest.fixture
def steps(joint_case, cast):
    """No steps but those a test makes."""
    joint_case.steps.update(withdrawn_at=NOW())
    return joint_case


def test_mine_and_the_groups_are_apart(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"))
    make(steps, cast.agencies["A3"], None, kind="approve")
    client.force_login(person("ulrika"))
    assert [s.kind for s in rows_of(client)] == ["map"]
    assert [s.kind for s in rows_of(client, tab="group")] == ["approve"]


def test_others_steps_are_in_nobodys_list_but_the_coordinators(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"))
    for name in ("leyla", "ali", "henrik"):
        client.force_login(person(name))
        assert not rows_of(client)
        assert not rows_of(client, tab="group")
    make(steps, cast.agencies["A1"], None)
    make(steps, cast.agencies["A4"], None)
    client.force_login(person("petra"))
    assert {str(s.agency) for s in rows_of(client, tab="waiting")} == {"Åbrinkens skola", "Kultur och fritid"}


def test_a_manager_sees_the_units_steps_and_a_member_has_no_such_tab(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"))
    client.force_login(person("henrik"))
    page = client.get(reverse("my_steps"), {"tab": "unit"})
    assert len(page.context["groups"][0]["rows"]) == 1
    assert "E.S." not in page.content.decode()
    client.force_login(person("ulrika"))
    assert client.get(reverse("my_steps"), {"tab": "unit"}).context["tab"] == "mine"


def test_steps_stand_in_groups_by_urgency(client, steps, cast, person):
    for days in (-2, 3, 20):
        make(steps, cast.agencies["A3"], person("ulrika"), due=days)
    client.force_login(person("ulrika"))
    groups = client.get(reverse("my_steps")).context["groups"]
    assert [(g["id"], len(g["rows"])) for g in groups] == [("late", 1), ("week", 1), ("later", 1)]


def test_what_happened_lately_is_for_information_and_what_i_did_is_done(client, steps, cast, person):
    make(steps, cast.agencies["A4"], person("leyla"), completed_at=NOW(), completed_by=person("leyla"))
    make(steps, cast.agencies["A4"], None, requested_at=NOW() - timedelta(days=40))
    client.force_login(person("ulrika"))
    assert person("leyla") in {s.completed_by for s in rows_of(client, tab="info")}
    assert all(s.requested_at > NOW() - timedelta(days=14) for s in rows_of(client, tab="info"))
    client.force_login(person("leyla"))
    assert len(rows_of(client, tab="done")) == 1
    assert not rows_of(client, tab="info") or person("leyla") not in {s.owner for s in rows_of(client, tab="info")}


def test_the_list_is_narrowed_by_agency_and_kind_and_nonsense_shows_all(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"), kind="map")
    make(steps, cast.agencies["A3"], person("ulrika"), kind="approve")
    client.force_login(person("ulrika"))
    assert len(rows_of(client, kind="map")) == 1
    assert len(rows_of(client, agency=cast.agencies["A3"].pk)) == 2
    for odd in ("x", "\0", "' OR 1=1", str(cast.agencies["A1"].pk)):
        assert len(rows_of(client, kind=odd, agency=odd, mark=odd, tab=odd)) == 2


def test_pages_follow_the_last_row_seen_and_miss_nobody(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"), number=60)
    client.force_login(person("ulrika"))
    seen, mark = [], ""
    while True:
        page = client.get(reverse("my_steps"), {"mark": mark})
        seen += [s.pk for g in page.context["groups"] for s in g["rows"]]
        mark = page.context["page_slice"].older
        if not mark:
            break
    assert len(seen) == len(set(seen)) == 60


def test_counting_stops_at_a_thousand(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"), number=1100)
    client.force_login(person("ulrika"))
    assert "1000+" in client.get(reverse("my_steps")).content.decode()


@pytest.mark.parametrize("tab", ["mine", "group", "waiting", "info", "done", "unit"])
def test_twelve_queries_are_enough_however_many_rows(client, steps, cast, person, tab, django_assert_max_num_queries):
    for name, key in (("henrik", "A3"), ("ulrika", "A3"), ("leyla", "A4")):
        make(steps, cast.agencies[key], person(name), number=40)
    make(steps, cast.agencies["A3"], None, number=40)
    name = {"waiting": "petra", "info": "petra", "unit": "henrik"}.get(tab, "ulrika")
    Step.objects.filter(owner=person("leyla")).update(completed_at=NOW(), completed_by=person("ulrika"))
    client.force_login(person(name))
    with django_assert_max_num_queries(14):  # Two of them open and close the test's savepoint.
        client.get(reverse("my_steps"), {"tab": tab})


def test_the_partial_indexes_serve_mine_and_the_groups(steps, cast, person):
    for key, name in (("A1", "petra"), ("A4", "leyla")):
        make(steps, cast.agencies[key], person(name), number=2000)
        make(steps, cast.agencies[key], None, number=2000)
    make(steps, cast.agencies["A3"], person("ulrika"), number=30)
    make(steps, cast.agencies["A3"], None, number=30)
    # As in every office that has worked for a year: most of what somebody ever had is done.
    make(steps, cast.agencies["A3"], person("ulrika"), number=3000)
    done = Step.objects.filter(owner=person("ulrika")).order_by("pk").values("pk")[:3000]
    Step.objects.filter(pk__in=done).update(completed_at=NOW(), completed_by=person("ulrika"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coordination_step")
    desk = Desk(person("ulrika"))
    for tab, index in (("mine", "open_steps_by_owner"), ("group", "open_steps_by_agency")):
        plan = desk.rows(tab).order_by("due_at", "pk")[:26].explain()
        assert index in plan, plan


def test_a_lost_right_empties_the_list_at_once(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"))
    client.force_login(person("ulrika"))
    assert rows_of(client)
    person("ulrika").memberships.update(ended_at=NOW())
    assert not rows_of(client)
    assert not policy.agencies_for(person("ulrika"), "view", steps)


def test_the_claim_button_takes_the_step(client, steps, cast, person):
    (step,) = make(steps, cast.agencies["A3"], None)
    client.force_login(person("ulrika"))
    page = client.get(reverse("my_steps"), {"tab": "group"}).content.decode()
    assert reverse("step_take", args=[step.pk]) in page
    client.post(reverse("step_take", args=[step.pk]))
    step.refresh_from_db()
    assert step.owner == person("ulrika")


def test_the_coordinator_reminds_an_agency_and_only_they(client, steps, cast, person):
    (step,) = make(steps, cast.agencies["A3"], person("ulrika"))
    url = reverse("step_nudge", args=[step.pk])
    client.force_login(person("leyla"))
    assert client.post(url).status_code == 403
    client.force_login(person("petra"))
    assert client.post(url).status_code == 302
    assert person("ulrika").notifications.filter(event__kind="step-nudged").exists()


def test_the_list_alone_answers_a_page_that_is_open(client, steps, cast, person):
    make(steps, cast.agencies["A3"], person("ulrika"))
    client.force_login(person("ulrika"))
    answer = client.get(reverse("my_steps"), headers={"X-Fragment": "1"})
    assert "<html" not in answer.content.decode()
    assert "<table" in answer.content.decode()
