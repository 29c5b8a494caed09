"""Access lasts until somebody says again that it is needed: who is told, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from coordination.access.lapsing import OVER, SOON, tell_lapsing, to_confirm
from coordination.cases.inviting import confirm
from coordination.cases.terms import access_until, longest_until
from coordination.history.models import Event, Notification
from coordination.models import Case
from coordination.notifications.queries import known
from permissions import grants, policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


def told(kind):
    return {
        (n.recipient.email.split("@")[0], n.event.facts["person"])
        for n in Notification.objects.filter(event__kind=kind).select_related("event", "recipient")
    }


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def place(case, kind):
    return case.participations.get(agency__kind=kind)


def test_nobody_is_told_while_there_is_time(joint_case):
    with in_days(70):
        assert tell_lapsing() == 0


def test_those_who_can_confirm_are_told_two_weeks_before_and_once(joint_case, person):
    with in_days(77):
        assert tell_lapsing() == 3
        assert tell_lapsing() == 0
        ulrika, petra = person("ulrika").pk, person("petra").pk
        assert {who for who, about in told(SOON) if about == ulrika} == {"henrik", "petra"}
        assert {who for who, about in told(SOON) if about == petra} == {"petra", "samira"}
        for name in ("henrik", "petra", "samira", "leyla"):
            assert known(person(name)).filter(event__kind=SOON).exists()


def test_after_a_confirmation_they_are_told_anew_when_it_is_time_again(joint_case, person):
    with in_days(77):
        tell_lapsing()
        confirm(place(joint_case, "school"), by=person("henrik"))
        assert tell_lapsing() == 0
    with in_days(77 + 77):
        assert Event.objects.filter(kind=SOON, facts__person=person("ulrika").pk).count() == 1
        tell_lapsing()
        assert Event.objects.filter(kind=SOON, facts__person=person("ulrika").pk).count() == 2


def test_when_it_has_run_out_the_person_hears_it_too_and_once(joint_case, person):
    with in_days(91):
        assert tell_lapsing() == 3
        assert tell_lapsing() == 0
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)
        assert known(person("ulrika")).filter(event__kind=OVER).exists()
        assert known(person("henrik")).filter(event__kind=OVER).exists()


def test_a_closed_case_and_an_agency_that_left_trouble_nobody(joint_case):
    Case.objects.update(status="closed")
    with in_days(91):
        assert tell_lapsing() == 0


def test_the_hint_names_the_places_that_one_may_confirm(joint_case, person):
    with in_days(77):
        assert [there.agency.kind for there in to_confirm(person("henrik"))] == ["school"]
        assert {there.agency.kind for there in to_confirm(person("petra"))} == {"social", "school", "leisure"}
        assert to_confirm(person("ulrika")) == []
        assert to_confirm(person("ali")) == []
    assert to_confirm(person("henrik")) == []


def test_the_start_page_and_my_steps_hint_at_it(client, joint_case, person):
    with in_days(77):
        client.force_login(person("henrik"))
        assert "Access to confirm" in client.get("/").content.decode()
        assert "must be confirmed" in client.get("/steps/").content.decode()
        client.force_login(person("ulrika"))
        assert "Access to confirm" not in client.get("/").content.decode()


def test_the_manager_and_the_coordinator_confirm_on_the_page_a_worker_does_not(client, joint_case, person):
    there = place(joint_case, "school")
    url = f"/participations/{there.pk}/confirm/"
    with in_days(80):
        for name, status in (("ulrika", 403), ("ali", 404), ("henrik", 200), ("petra", 200)):
            client.force_login(person(name))
            assert client.get(url).status_code == status
        client.force_login(person("henrik"))
        page = client.get(url).content.decode()
        assert "Ulrika Sand, Worker" in page
        assert client.post(url).status_code == 302
        grant = grants.of_case(joint_case).get(user=person("ulrika"))
        assert grant.valid_until > timezone.now() + timedelta(days=89)


def test_the_people_page_says_why_and_until_when_somebody_has_access(client, joint_case, person):
    client.force_login(person("henrik"))
    page = client.get(f"{joint_case.get_absolute_url()}people/").content.decode()
    for text in ("Ulrika Sand", "Worker", "Confirmed until", "Henrik Dahlberg", "Named when the agency accepted"):
        assert text in page
    assert f"/participations/{place(joint_case, 'school').pk}/confirm/" in page


def test_access_is_given_for_as_long_as_the_rules_say_and_no_longer(client, joint_case, person):
    there = place(joint_case, "school")
    url = f"/participations/{there.pk}/access/"
    client.force_login(person("henrik"))
    proposed = timezone.localdate() + timedelta(days=90)
    assert f'value="{proposed:%Y-%m-%d}"' in client.get(url).content.decode()
    told = {"user": person("henrik").pk, "reason": "Vikarie"}
    late = client.post(url, {**told, "until": timezone.localdate() + timedelta(days=181)})
    assert late.status_code == 422
    assert "at the latest" in late.content.decode()
    assert "Vikarie" in late.content.decode()
    assert client.post(url, {**told, "until": ""}).status_code == 422
    assert client.post(url, {**told, "until": timezone.localdate() + timedelta(days=180)}).status_code == 302


def test_no_last_day_moves_when_the_clocks_are_set_forward_in_between(joint_case):
    with time_machine.travel(datetime(2026, 11, 27, 22, 46, tzinfo=UTC), tick=False):
        assert timezone.localdate(longest_until(joint_case)) == timezone.localdate() + timedelta(days=180)
        assert timezone.localtime(access_until(joint_case)).time() == timezone.localtime().time()


def test_a_manager_may_give_the_coordination_back_when_it_has_run_out(client, joint_case, person):
    url = f"{joint_case.get_absolute_url()}coordinator/"
    with in_days(91):
        client.force_login(person("samira"))
        assert client.post(url, {"user": person("petra").pk}).status_code == 302
        assert policy.can(person("petra"), Act.COORDINATE, joint_case)
