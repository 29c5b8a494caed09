"""A case that nobody coordinates: who hears of it in time, who asks, and the two who bring it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.access import restoring
from coordination.access.classes import ask_to_lower
from coordination.access.conflicts import declare
from coordination.access.countersigning import answer, to_answer, withdraw
from coordination.access.lapsing import OVER, SOON, tell_lapsing
from coordination.access.leaving.actions import take_leave
from coordination.models import Case, Conflict, Countersignature, Event, Notification
from coordination.notifications.digests import send_digests
from coordination.notifications.queries import known, target_of
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act

pytestmark = pytest.mark.django_db


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def told(kind):
    rows = Notification.objects.filter(event__kind=kind)
    return set(rows.values_list("recipient__email", flat=True))


@pytest.fixture
def second(person, agency):
    """Another unit manager of the agency that leads the case."""
    person("mira").memberships.create(agency=agency("A1"), post="manager")
    return person("mira")


@pytest.fixture
def lost_case(hushed_case):
    """The case in the highest class after everybody's access has run out."""
    Grant.objects.update(valid_until=timezone.now())
    return hushed_case


def propose(case, person, to="petra", by="samira"):
    return restoring.propose(case, by=person(by), to=person(to), reason="ledig")


def test_two_bring_it_back_and_read_nothing_of_it(lost_case, person, second):
    request = propose(lost_case, person)
    assert list(to_answer(second)) == [request]
    answer(request, by=second, approve=True)
    grant = grants.of_case(lost_case).live().get()
    assert (grant.user, grant.clearance, grant.approved_by, grant.given_by) == (
        person("petra"),
        3,
        second,
        person("samira"),
    )
    assert policy.can(person("petra"), Act.COORDINATE, lost_case)
    assert grant.valid_until < timezone.now() + timedelta(days=31)
    for user in (second, person("samira")):
        assert policy.acts_on(user, lost_case) == set()
    kinds = set(Event.objects.filter(case=lost_case).values_list("kind", flat=True))
    assert {"countersign-asked", "countersign-given", "coordinator-changed", "person-named"} <= kinds
    assert "petra@example.org" in told("coordinator-changed")


def test_somebody_else_takes_over_with_the_open_steps(lost_case, person, second, agency):
    newcomer = type(second).objects.create_user("ny@example.org", "x", first_name="Ny", last_name="Ek")
    newcomer.memberships.create(agency=agency("A1"), post="member")
    steps = set(lost_case.steps.open().filter(owner=person("petra")).values_list("pk", flat=True))
    request = restoring.propose(lost_case, by=person("samira"), to=newcomer, reason="ledig")
    answer(request, by=second, approve=True)
    lost_case.refresh_from_db()
    assert lost_case.coordinator == newcomer
    assert steps
    assert set(lost_case.steps.open().filter(owner=newcomer).values_list("pk", flat=True)) == steps
    assert not policy.can(person("petra"), Act.SEE_COVER, lost_case)
    assert not restoring.run_out(person("petra")).exists()


def test_the_same_person_is_never_both(lost_case, person, second):
    request = propose(lost_case, person)
    with pytest.raises(PermissionDenied):
        answer(request, by=person("samira"), approve=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Countersignature.objects.filter(pk=request.pk).update(answered_by=person("samira"))
    assert not policy.can(person("petra"), Act.VIEW, lost_case)


def test_who_would_coordinate_does_not_countersign(lost_case, person, second):
    with pytest.raises(ValidationError, match="nobody who could countersign"):
        propose(lost_case, person, to="mira")
    assert not Countersignature.objects.filter(kind="restore").exists()
    request = propose(lost_case, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Countersignature.objects.filter(pk=request.pk).update(answered_by=person("petra"))


def test_a_manager_may_be_the_one_if_another_agrees(lost_case, person, second):
    answer(propose(lost_case, person, to="samira"), by=second, approve=True)
    assert policy.can(person("samira"), Act.COORDINATE, lost_case)


def test_a_named_colleague_of_the_lead_agency_can_be_the_second(lost_case, person, agency):
    there = lost_case.participations.get(is_lead=True)
    named = {"clearance": 3, "approved_by": person("samira"), "until": timezone.now() + timedelta(days=5)}
    grants.give(there, person("mira"), grants.Role.WORKER, by=person("petra"), reason="x", **named)
    request = propose(lost_case, person)
    answer(request, by=person("mira"), approve=True)
    assert policy.can(person("petra"), Act.COORDINATE, lost_case)


@pytest.mark.parametrize("name", ["petra", "ulrika", "henrik", "jonas", "ali"])
def test_nobody_but_the_unit_manager_proposes_and_nobody_else_countersigns(lost_case, person, second, name):
    with pytest.raises(Http404):
        propose(lost_case, person, by=name)
    request = propose(lost_case, person)
    with pytest.raises(PermissionDenied):
        answer(request, by=person(name), approve=True)


def test_a_conflict_of_interest_of_any_of_them_is_in_the_way(lost_case, person, second):
    def conflict(name):
        return Conflict.objects.create(case=lost_case, user=person(name), why="family", declared_by=person(name))

    conflict("petra")
    with pytest.raises(ValidationError, match="conflict of interest"):
        propose(lost_case, person)
    assert not restoring.run_out(person("petra")).exists()
    Conflict.objects.all().delete()
    request = propose(lost_case, person)
    conflict("mira")
    with pytest.raises(PermissionDenied):
        answer(request, by=second, approve=True)
    Conflict.objects.all().delete()
    conflict("samira")
    with pytest.raises(Http404):
        propose(lost_case, person)
    with pytest.raises(ValidationError, match="no longer open"):
        answer(request, by=second, approve=True)
    Conflict.objects.all().delete()
    conflict("petra")
    with pytest.raises(ValidationError, match="conflict of interest"):
        answer(request, by=second, approve=True)
    assert not grants.of_case(lost_case).live().exists()


def test_who_works_elsewhere_is_refused(lost_case, person, second):
    with pytest.raises(ValidationError, match="does not work at"):
        propose(lost_case, person, to="jonas")


def test_a_case_that_somebody_coordinates_is_not_open_to_it(client, hushed_case, person, second):
    with pytest.raises(Http404):
        propose(hushed_case, person)
    client.force_login(person("samira"))
    assert client.get(reverse("coordinator_restore", args=[hushed_case.reference])).status_code == 404
    assert hushed_case.reference not in client.get(reverse("coordinators")).content.decode()


def test_a_closed_case_is_not_open_to_it(lost_case, person, second):
    Case.objects.update(status="closed")
    with pytest.raises(Http404):
        propose(lost_case, person)


def test_what_has_changed_meanwhile_is_looked_at_again_before_it_is_done(lost_case, person, second):
    request = propose(lost_case, person)
    Grant.objects.filter(user=person("petra")).update(valid_until=timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="has a coordinator now"):
        answer(request, by=second, approve=True)
    request.refresh_from_db()
    assert request.answered_at is None


def test_it_is_asked_for_once_and_can_be_taken_back(lost_case, person, second):
    request = propose(lost_case, person)
    with pytest.raises(ValidationError, match="waits for its countersignature"):
        propose(lost_case, person, by="mira")
    withdraw(request, by=person("samira"))
    answer(propose(lost_case, person), by=second, approve=False, note="nej")
    assert not grants.of_case(lost_case).live().exists()
    assert propose(lost_case, person) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_asks_and_one_is_done(lost_case, person, second):
    def ask(name):
        try:
            return propose(lost_case, person, by=name)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    def agree(request):
        try:
            return answer(request, by=second if request.asked_by != second else person("samira"), approve=True)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(ask, ["samira", "mira"]))
    (request,) = (one for one in made if isinstance(one, Countersignature))
    assert sorted(type(one).__name__ for one in made) == ["Countersignature", "str"]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(agree, [request, request]))
    assert sorted(type(one).__name__ for one in done) == ["Countersignature", "str"]
    assert grants.of_case(lost_case).live().count() == 1


def test_the_manager_and_the_coordinator_hear_in_time_and_without_a_word_of_the_case(
    client, hushed_case, person, mailoutbox
):
    hushed_case.title = "RUBRIKEN"
    hushed_case.save()
    with in_days(17):
        tell_lapsing()
        for name in ("petra", "samira"):
            assert known(person(name)).filter(event__kind=SOON, event__facts__person=person("petra").pk).exists()
        client.force_login(person("samira"))
        center = client.get(reverse("notifications")).content.decode()
        assert "Something needs you" in center
        for page in (center, client.get(reverse("coordinators")).content.decode()):
            assert hushed_case.reference in page
            assert hushed_case.title not in page
            assert hushed_case.purpose not in page
        assert "Petra" not in center
        assert "needs a coordinator, now or soon" in client.get("/").content.decode()
        notice = Notification.objects.filter(recipient=person("samira"), event__kind=SOON).latest("pk")
        assert target_of(person("samira"), notice.event) == reverse("coordinators")
    with in_days(18):
        send_digests()
    said = "".join(f"{m.subject} {m.body}" for m in mailoutbox)
    assert "samira@example.org" in [to for m in mailoutbox for to in m.to]
    assert "RUBRIKEN" not in said
    assert hushed_case.reference not in said


def test_of_the_access_of_others_in_the_highest_class_the_manager_hears_nothing(hushed_case, person):
    with in_days(17):
        tell_lapsing()
        about = Notification.objects.filter(event__facts__person=person("ulrika").pk, event__kind=SOON)
        assert set(about.values_list("recipient__email", flat=True)) == {"petra@example.org"}


def test_a_case_confirmed_in_time_troubles_nobody(hushed_case, person):
    with in_days(15):
        assert restoring.soon(person("samira")) == []
    with in_days(17):
        assert [case.pk for case in restoring.soon(person("samira"))] == [hushed_case.pk]


def test_when_it_has_run_out_both_hear_it_and_are_led_to_what_they_can_do(client, hushed_case, person, second):
    with in_days(31):
        tell_lapsing()
        missing = known(person("samira")).get(event__kind="coordinator-missing")
        assert target_of(person("samira"), missing.event) == reverse("coordinators")
        over = known(person("petra")).get(event__kind=OVER, event__facts__person=person("petra").pk)
        ask = reverse("coordinator_ask", args=[hushed_case.reference])
        assert target_of(person("petra"), over.event) == ask
        client.force_login(person("petra"))
        assert "you coordinated has run out" in client.get("/").content.decode()
        assert client.get(hushed_case.get_absolute_url()).status_code == 404
        page = client.get(ask).content.decode()
        assert hushed_case.reference in page
        assert hushed_case.title not in page
        assert client.post(ask).status_code == 302
        assert "Your unit manager has been asked." in client.get(reverse("coordinators")).content.decode()
        assert client.post(ask).status_code == 422
        assert {"samira@example.org", "mira@example.org"} == told("coordinator-wanted")
        assert known(person("samira")).filter(event__kind="coordinator-wanted").exists()


def test_the_pages_bring_it_back(client, lost_case, person, second):
    url = reverse("coordinator_restore", args=[lost_case.reference])
    for name in ("petra", "ulrika", "henrik", "ali", "jonas"):
        client.force_login(person(name))
        assert client.get(url).status_code == 404
        assert client.post(url, {"person": person("petra").pk, "reason": "x"}).status_code == 404
    client.force_login(person("samira"))
    assert url in client.get(reverse("coordinators")).content.decode()
    page = client.get(url).content.decode()
    assert "Petra Holm" in page
    assert lost_case.title not in page
    assert lost_case.readings.filter(what="coordinator", reader=person("samira")).exists()
    assert client.post(url, {"person": person("petra").pk, "reason": ""}).status_code == 422
    lacking = client.post(url, {"person": person("mira").pk, "reason": "SKALET"})
    assert lacking.status_code == 422
    assert "SKALET" in lacking.content.decode()
    assert client.post(url, {"person": person("petra").pk, "reason": "SKALET"}).url == reverse("countersign")
    assert "waits for its countersignature already" in client.get(url).content.decode()
    assert "Waits for its countersignature" in client.get(reverse("coordinators")).content.decode()
    client.force_login(second)
    answer_url = reverse("countersign_answer", args=[Countersignature.objects.get(kind="restore").pk])
    page = client.get(answer_url).content.decode()
    for shown in (lost_case.reference, "SKALET", "Petra Holm"):
        assert shown in page
    assert lost_case.title not in page
    assert client.post(answer_url, {"answer": "yes"}).status_code == 302
    assert client.get(reverse("coordinator_restore", args=[lost_case.reference])).status_code == 404


@pytest.mark.parametrize("level", [0, 1, 2])
def test_below_the_highest_class_the_manager_gives_it_back_alone(client, joint_case, person, level):
    Case.objects.update(confidentiality=level)
    with in_days(91):
        tell_lapsing()
        missing = known(person("samira")).get(event__kind="coordinator-missing")
        page = reverse("change_coordinator", args=[joint_case.reference])
        assert target_of(person("samira"), missing.event) == page
        client.force_login(person("petra"))
        assert client.post(reverse("coordinator_ask", args=[joint_case.reference])).status_code == 302
        wanted = known(person("samira")).get(event__kind="coordinator-wanted")
        assert target_of(person("samira"), wanted.event) == page
        client.force_login(person("samira"))
        assert page in client.get(reverse("coordinators")).content.decode()
        assert client.post(page, {"user": person("petra").pk}).status_code == 302
        assert policy.can(person("petra"), Act.COORDINATE, joint_case)
        assert client.get(reverse("coordinator_restore", args=[joint_case.reference])).status_code == 404


def test_who_leaves_or_has_a_conflict_of_interest_leaves_a_way_back(hushed_case, person, second):
    declare(hushed_case, person("petra"), by=person("petra"), why="family")
    assert told("coordinator-missing") == {"samira@example.org", "mira@example.org"}
    assert [case.pk for case in restoring.missing(person("samira"))] == [hushed_case.pk]


def test_when_the_coordinator_of_a_hidden_case_leaves_the_managers_hear_of_it(hushed_case, person, second):
    take_leave(person("petra"), by=person("samira"), reason="slutar")
    assert told("coordinator-missing") == {"mira@example.org"}
    assert [case.pk for case in restoring.missing(person("samira"))] == [hushed_case.pk]
    with pytest.raises(ValidationError, match="does not work at"):
        propose(hushed_case, person)


def test_a_request_to_lower_the_class_that_waited_still_opens_the_ordinary_way(hushed_case, person, second):
    request = ask_to_lower(hushed_case, 2, by=person("petra"), reason="lugnt")
    Grant.objects.update(valid_until=timezone.now())
    answer(request, by=second, approve=True)
    assert policy.can(person("samira"), Act.REASSIGN, hushed_case.participations.get(is_lead=True))
    with pytest.raises(Http404):
        propose(hushed_case, person)


def test_nobody_to_ask_is_said(lost_case, person):
    person("samira").memberships.all().delete()
    with pytest.raises(ValidationError, match="no other unit manager"):
        restoring.ask_back(lost_case, by=person("petra"))
