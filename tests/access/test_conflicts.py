"""Conflicts of interest: said by oneself or of a colleague, with what follows at once."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import translation

from coordination.access import conflicts
from coordination.cases.inviting import admit
from coordination.models import Conflict, Event, Membership
from coordination.notifications.queries import known
from permissions import grants, policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def sees(user, case):
    return any(policy.can(user, act, case) for act in Act)


def told(user, kind="conflict-declared"):
    return known(user).filter(event__kind=kind).exists()


def test_who_says_so_of_themself_loses_access_and_their_steps_go_back(joint_case, person):
    step = joint_case.steps.open().first()
    grant = grants.of_case(joint_case).live().get(user=person("ulrika"))
    joint_case.steps.filter(pk=step.pk).update(owner=person("ulrika"), agency=grant.agency)
    conflicts.declare(joint_case, person("ulrika"), by=person("ulrika"), why="family", note="kusin")
    step.refresh_from_db()
    assert step.owner is None
    assert not sees(person("ulrika"), joint_case)
    assert not grants.of_case(joint_case).live().filter(user=person("ulrika")).exists()


def test_the_coordinator_and_the_unit_manager_are_told_but_nobody_is_told_why(client, joint_case, person):
    conflicts.declare(joint_case, person("ulrika"), by=person("henrik"), why="family", note="kusin")
    assert told(person("petra"))
    assert told(person("ulrika"))
    assert Event.objects.get(kind="conflict-declared").facts == {"person": person("ulrika").pk}
    for name, reads in (("petra", False), ("leyla", False), ("henrik", True)):
        client.force_login(person(name))
        page = client.get(f"{joint_case.get_absolute_url()}people/").content.decode()
        assert ("kusin" in page) is reads
        assert ("Related to somebody" in page) is reads
        history = client.get(f"{joint_case.get_absolute_url()}history/").content.decode()
        assert "kusin" not in history
        assert "Related to" not in history


def test_who_did_not_know_of_the_case_is_not_told_of_it(joint_case, person):
    conflicts.declare(joint_case, person("mira"), by=person("samira"), why="friend")
    assert not person("mira").notifications.exists()


def test_nobody_says_it_of_people_who_are_not_theirs(joint_case, person):
    for by, whom in (("ulrika", "leyla"), ("henrik", "leyla"), ("leyla", "ulrika"), ("ali", "ali"), ("petra", "ali")):
        with pytest.raises(Http404):
            conflicts.declare(joint_case, person(whom), by=person(by), why="friend")
    assert not Conflict.objects.exists()


def test_it_is_ended_by_somebody_else_with_a_reason_and_gives_nothing_back(joint_case, person):
    conflict = conflicts.declare(joint_case, person("ulrika"), by=person("ulrika"), why="family")
    for name in ("ulrika", "leyla", "ali"):
        with pytest.raises(Http404):
            conflicts.end(conflict, by=person(name), reason="x")
    with pytest.raises(ValidationError, match="Say why"):
        conflicts.end(conflict, by=person("henrik"), reason=" ")
    conflicts.end(conflict, by=person("henrik"), reason="Fel person")
    assert not sees(person("ulrika"), joint_case)
    admit(joint_case.participations.get(agency__kind="school"), person("ulrika"), by=person("henrik"), reason="x")
    assert sees(person("ulrika"), joint_case)
    with pytest.raises(ValidationError, match="already"):
        conflicts.end(conflict, by=person("petra"), reason="igen")


def test_the_unit_manager_takes_over_when_the_coordinator_has_one(client, joint_case, person):
    conflicts.declare(joint_case, person("petra"), by=person("petra"), why="friend")
    assert not sees(person("petra"), joint_case)
    assert told(person("samira"), "coordinator-missing")
    client.force_login(person("samira"))
    url = f"{joint_case.get_absolute_url()}coordinator/"
    assert client.post(url, {"user": person("petra").pk}).status_code == 422
    assert client.post(url, {"user": person("mira").pk}).status_code == 302
    assert policy.can(person("mira"), Act.COORDINATE, joint_case)


def test_where_nobody_could_take_over_the_coordinator_hands_over_first(joint_case, person):
    Membership.objects.filter(user=person("samira")).delete()
    with pytest.raises(ValidationError, match="Hand the coordination over first"):
        conflicts.declare(joint_case, person("petra"), by=person("petra"), why="friend")
    assert sees(person("petra"), joint_case)
    assert not Conflict.objects.exists()


def test_the_page_tells_what_follows_and_then_leads_away(client, joint_case, person):
    url = f"{joint_case.get_absolute_url()}conflict/"
    client.force_login(person("ulrika"))
    assert "Your access ends at once" in client.get(url).content.decode()
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "party"}).url == "/cases/"
    assert client.get(url).status_code == 404
    client.force_login(person("petra"))
    assert "You coordinate the case" in client.get(url).content.decode()


def test_a_manager_notes_it_on_a_page_and_ends_it_on_another(client, joint_case, person):
    url = f"{joint_case.get_absolute_url()}conflict/colleague/"
    client.force_login(person("henrik"))
    text = client.get(url).content.decode()
    assert "Ulrika Sand" in text
    assert "Leyla" not in text
    assert client.post(url, {"user": person("leyla").pk, "why": "friend"}).status_code == 422
    assert client.post(url, {"user": person("ulrika").pk, "why": "friend"}).status_code == 302
    end = f"/conflicts/{Conflict.objects.get().pk}/end/"
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "Utrett"}).status_code == 302
    assert Conflict.objects.get().ended_by == person("henrik")
    client.force_login(person("ulrika"))
    assert client.get(url).status_code == 404
