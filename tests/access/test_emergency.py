"""Emergency access: a day, seen by those who answer for it, judged afterwards; else the answer of nothing there."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from coordination.access import emergency
from coordination.access.reviews import decide
from coordination.models import Case, Conflict, EmergencyAccess, Event, Membership, Review
from coordination.notifications.queries import known, target_of
from permissions import policy
from permissions.models import Grant
from permissions.roles import Act
from tests.access.shapes import shapes

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
WHY = "Barnet är försvunnet sedan i går kväll"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def duty(cast, agency):
    """Somebody at the school without access to the case."""
    user = type(cast.users["petra"]).objects.create_user("jour@example.org", "x", first_name="Jo", last_name="Ur")
    user.memberships.create(agency=agency("A3"), post="member")
    user.language = "en"
    user.save()
    return user


def opened(case, user, agency, **more):
    return emergency.open_case(case.reference, by=user, agency=agency, category="missing", reason=WHY, **more)


def post(client, user, reference, agency, **more):
    if user:
        client.force_login(user)
    told = {"reference": reference, "agency": agency.pk, "category": "missing", "reason": WHY, **more}
    return client.post("/emergency/", told)


def same(answer, reference):
    return answer.status_code, CSRF.sub(b"", answer.content).replace(reference.encode(), b"REF")


def test_it_opens_for_a_day_and_no_longer(joint_case, duty, agency):
    opened(joint_case, duty, agency("A3"))
    assert policy.can(duty, Act.VIEW, joint_case)
    assert not policy.can(duty, Act.COORDINATE, joint_case)
    assert Grant.objects.get(user=duty).kind == Grant.Kind.EMERGENCY
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert not policy.can(duty, Act.VIEW, joint_case)


def test_the_coordinator_and_the_unit_manager_are_told_at_once(joint_case, duty, person, agency):
    access = opened(joint_case, duty, agency("A3"))
    for name in ("petra", "henrik"):
        (told,) = known(person(name)).filter(event__kind="emergency-opened")
    assert target_of(person("henrik"), told.event) == f"/emergency/{access.pk}/"
    review = Review.objects.get()
    assert (review.cause, review.grant) == ("emergency", access.grant)
    assert timedelta(hours=71) < review.due_at - timezone.now() <= timedelta(hours=72)


def test_where_the_notice_cannot_be_written_nothing_is_opened(joint_case, duty, agency, monkeypatch):
    monkeypatch.setattr("coordination.history.recording._notify", lambda *args: None)
    with pytest.raises(emergency.NotOpened):
        opened(joint_case, duty, agency("A3"))
    assert not EmergencyAccess.objects.exists()
    assert not Grant.objects.filter(user=duty).exists()
    assert not Event.objects.filter(kind="emergency-opened").exists()


def test_a_unit_without_a_manager_is_answered_for_by_those_who_audit_the_case(joint_case, duty, person, agency):
    Membership.objects.filter(user=person("henrik")).delete()
    access = opened(joint_case, duty, agency("A3"))
    assert [a.pk for a in emergency.to_judge(person("samira"))] == [access.pk]


HINDRANCES = {
    "highest class": lambda case, user: Case.objects.update(confidentiality=3),
    "closed": lambda case, user: Case.objects.update(status="closed"),
    "frozen": lambda case, user: Case.objects.update(frozen_at=timezone.now()),
    "conflict": lambda case, user: Conflict.objects.create(case=case, user=user, why="friend", declared_by=user),
    "agency left": lambda case, user: case.participations.filter(agency__kind="school").update(status="left"),
    "no consent": lambda case, user: case.consents.update(valid_until=timezone.now()),
}


@pytest.mark.parametrize("name", sorted(HINDRANCES))
def test_whatever_is_in_the_way_the_answer_is_that_of_no_case(client, joint_case, duty, agency, name):
    HINDRANCES[name](joint_case, duty)
    hidden = post(client, duty, joint_case.reference, agency("A3"))
    absent = post(client, duty, "SAM-1999-0001", agency("A3"))
    assert hidden.status_code == 422
    assert same(hidden, joint_case.reference) == same(absent, "SAM-1999-0001")
    assert not EmergencyAccess.objects.exists()
    assert not Grant.objects.filter(user=duty).exists()


@pytest.mark.parametrize("name", [*sorted(HINDRANCES), "nobody to tell"])
def test_the_database_is_asked_the_same_whatever_is_in_the_way(client, joint_case, duty, agency, person, name):
    if name in HINDRANCES:
        HINDRANCES[name](joint_case, duty)
    else:
        Membership.objects.filter(post="manager").delete()
        Grant.objects.filter(user=person("petra")).update(ended_at=timezone.now())
    client.force_login(duty)
    seen = []
    for reference in (joint_case.reference, "SAM-1999-0001"):
        with CaptureQueriesContext(connection) as asked:
            assert post(client, None, reference, agency("A3")).status_code == 422
        seen.append(shapes(asked))
    assert any("coordination_participation" in sql for sql in seen[0])
    assert seen[0] == seen[1]


def test_an_agency_outside_the_case_and_one_that_is_not_ones_own_open_nothing(client, joint_case, person, duty, agency):
    hidden = post(client, person("ali"), joint_case.reference, agency("A5"))
    absent = post(client, person("ali"), "SAM-1999-0001", agency("A5"))
    assert same(hidden, joint_case.reference) == same(absent, "SAM-1999-0001")
    assert post(client, person("ali"), joint_case.reference, agency("A3")).status_code == 422
    with pytest.raises(emergency.NotOpened):
        opened(joint_case, person("ali"), agency("A3"))


def test_a_short_reason_is_asked_for_again_and_what_was_typed_stays(client, joint_case, duty, agency):
    answer = post(client, duty, joint_case.reference, agency("A3"), reason="bråttom")
    assert answer.status_code == 422
    assert "bråttom" in answer.content.decode()
    with pytest.raises(ValidationError):
        emergency.open_case(joint_case.reference, by=duty, agency=agency("A3"), category="life", reason=" " * 30)


def test_three_within_thirty_days_are_enough_whatever_is_sought(client, joint_case, duty, agency, person):
    for _time in range(3):
        access = opened(joint_case, duty, agency("A3"))
        Grant.objects.filter(pk=access.grant_id).update(ended_at=timezone.now())
    hidden = post(client, duty, joint_case.reference, agency("A3"))
    absent = post(client, duty, "SAM-1999-0001", agency("A3"))
    assert "too often" in hidden.content.decode()
    assert same(hidden, joint_case.reference) == same(absent, "SAM-1999-0001")
    EmergencyAccess.objects.update(opened_at=timezone.now() - timedelta(days=31))
    assert post(client, duty, joint_case.reference, agency("A3")).status_code == 302


def test_who_has_access_already_needs_none(joint_case, person, agency):
    with pytest.raises(ValidationError, match="already"):
        opened(joint_case, person("ulrika"), agency("A3"))


def test_the_manager_judges_with_what_was_read_before_them(client, joint_case, duty, person, agency):
    assert post(client, duty, joint_case.reference, agency("A3")).url == joint_case.get_absolute_url()
    assert client.get(joint_case.get_absolute_url()).status_code == 200
    url = f"/emergency/{EmergencyAccess.objects.get().pk}/"
    for name, status in (("henrik", 200), ("samira", 200), ("petra", 200), ("ulrika", 404), ("ali", 404)):
        client.force_login(person(name))
        assert client.get(url).status_code == status
    client.force_login(person("henrik"))
    page = client.get(url).content.decode()
    assert WHY in page
    assert "The page of the case" in page
    assert "Emergency access to judge" in client.get("/").content.decode()
    assert client.post(url, {"decision": "justified", "note": ""}).status_code == 422
    assert client.post(url, {"decision": "justified", "note": "Polisen sökte barnet"}).status_code == 302
    assert policy.can(duty, Act.VIEW, joint_case)
    assert Review.objects.get().decision == "keep"
    assert client.post(url, {"decision": "not", "note": "ångrar"}).status_code == 422


def test_what_was_not_justified_ends_also_when_the_lead_s_manager_judges(joint_case, duty, person, agency):
    access = opened(joint_case, duty, agency("A3"))
    emergency.judge(access, by=person("samira"), justified=False, note="Ingen fara")
    assert not policy.can(duty, Act.VIEW, joint_case)


def test_nobody_judges_themself(client, joint_case, person, agency):
    access = opened(joint_case, person("henrik"), agency("A3"))
    assert emergency.to_judge(person("henrik")) == []
    client.force_login(person("henrik"))
    assert client.get(f"/emergency/{access.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        decide(Review.objects.get(), by=person("henrik"), end=False, note="Det var jag")
    assert emergency.to_judge(person("samira"))


def test_a_judgement_that_is_late_alarms_the_managers_once(joint_case, duty, person, agency):
    opened(joint_case, duty, agency("A3"))
    assert emergency.tell_overdue() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert emergency.tell_overdue() == 1
        assert emergency.tell_overdue() == 0
        assert known(person("henrik")).filter(event__kind="emergency-overdue").exists()
        assert known(person("samira")).filter(event__kind="emergency-overdue").exists()
