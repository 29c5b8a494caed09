"""Asking to join a case: the same answer whatever the reference stands for."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from coordination.access import joining
from coordination.access.tasks import tell_of_join_request
from coordination.models import Case, Conflict, Event, JoinRequest
from coordination.notifications.queries import known, target_of
from permissions import grants, policy
from permissions.roles import Act
from tests.access.shapes import shapes

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def ask(client, person, case_or_reference, agency, **more):
    if person:
        client.force_login(person)
    reference = getattr(case_or_reference, "reference", case_or_reference)
    told = {"reference": reference, "agency": agency.pk, "reason": "Jag ska ta över", **more}
    return client.post("/join/", told)


def page(client, person, hide="-"):
    client.force_login(person)
    body = CSRF.sub(b"", client.get("/join/").content).replace(hide.encode(), b"REF")
    return re.sub(rb"<time.*?</time>", b"", body)


def test_hidden_secret_closed_and_missing_cases_answer_alike(client, joint_case, person, agency):
    shown = []
    for state in ({}, {"confidentiality": 3}, {"status": "closed"}):
        JoinRequest.objects.all().delete()
        Case.objects.update(**{"confidentiality": 1, "status": "mapping", **state})
        answer = ask(client, person("ali"), joint_case, agency("A5"))
        shown.append((answer.status_code, answer.url, page(client, person("ali"), joint_case.reference)))
    JoinRequest.objects.all().delete()
    answer = ask(client, person("ali"), "SAM-1999-0001", agency("A5"))
    shown.append((answer.status_code, answer.url, page(client, person("ali"), "SAM-1999-0001")))
    assert all(one == shown[0] for one in shown)
    assert b"Waiting for an answer" in shown[0][2]


def test_the_database_is_asked_the_same_whatever_the_reference_stands_for(client, joint_case, person, agency):
    seen = []
    for reference, state in (
        (joint_case.reference, {}),
        (joint_case.reference, {"confidentiality": 3}),
        (joint_case.reference, {"status": "closed"}),
        ("SAM-1999-0001", {}),
    ):
        JoinRequest.objects.all().delete()
        Case.objects.update(**{"confidentiality": 1, "status": "mapping", **state})
        client.force_login(person("ali"))
        with CaptureQueriesContext(connection) as asked:
            assert ask(client, None, reference, agency("A5")).status_code == 302
        seen.append(shapes(asked))
    assert any("coordination_joinrequest" in sql for sql in seen[0])
    for one in seen[1:]:
        assert one == seen[0]


def test_a_job_tells_the_coordinator_of_what_still_waits_and_can_be_asked(joint_case, person, agency):
    nothing = joining.ask("SAM-1999-0001", by=person("ali"), agency=agency("A5"), reason="x")
    assert not joining.tell(nothing.pk)
    asked = joining.ask(joint_case.reference, by=person("ali"), agency=agency("A5"), reason="x")
    jobs = ProcrastinateJob.objects.filter(task_name="tell_of_join_request")
    assert [job.args for job in jobs.order_by("id")] == [{"request": str(r.pk)} for r in (nothing, asked)]
    Case.objects.update(confidentiality=3)
    assert not joining.tell(asked.pk)
    Case.objects.update(confidentiality=1)
    assert joining.tell(asked.pk)
    assert not joining.tell(asked.pk)


def test_only_a_case_that_can_be_joined_hears_of_it(joint_case, person, agency):
    joining.ask(joint_case.reference.lower(), by=person("ali"), agency=agency("A5"), reason="x")
    assert JoinRequest.objects.get().case == joint_case
    assert not Event.objects.filter(kind="join-asked").exists()
    tell_of_join_request(request=str(JoinRequest.objects.get().pk))
    tell_of_join_request(request=str(JoinRequest.objects.get().pk))
    (told,) = known(person("petra")).filter(event__kind="join-asked")
    assert target_of(person("petra"), told.event).endswith("/people/")
    assert not known(person("ulrika")).filter(event__kind="join-asked").exists()
    JoinRequest.objects.all().delete()
    Case.objects.update(confidentiality=3)
    assert joining.ask(joint_case.reference, by=person("ali"), agency=agency("A5"), reason="x").case is None
    Case.objects.update(confidentiality=1)
    Conflict.objects.create(case=joint_case, user=person("tove"), why="friend", declared_by=person("tove"))
    assert joining.ask(joint_case.reference, by=person("tove"), agency=agency("A6"), reason="x").case is None
    assert joining.ask(joint_case.reference, by=person("aino"), agency=agency("A9"), reason="x").case is None


def test_asking_twice_changes_nothing_and_too_many_wait(client, joint_case, person, agency):
    for number in range(5):
        assert ask(client, person("ali"), f"SAM-1999-000{number}", agency("A5")).status_code == 302
    assert ask(client, person("ali"), "SAM-1999-0000", agency("A5")).status_code == 302
    assert JoinRequest.objects.count() == 5
    for reference in (joint_case.reference, "SAM-1999-0009"):
        answer = ask(client, person("ali"), reference, agency("A5"))
        assert answer.status_code == 422
        assert "too many requests" in answer.content.decode()
        assert "Jag ska ta över" in answer.content.decode()


def test_one_asks_for_an_agency_of_ones_own_and_for_a_case_one_is_not_in(client, joint_case, person, agency):
    assert ask(client, person("ali"), joint_case, agency("A3")).status_code == 422
    answer = ask(client, person("ulrika"), joint_case, agency("A3"))
    assert "You have access to this case already" in answer.content.decode()
    assert not JoinRequest.objects.exists()


def test_the_coordinator_lets_in_who_works_at_an_agency_that_takes_part(client, joint_case, person, agency):
    ask(client, person("henrik"), joint_case, agency("A3"))
    url = f"/join/{JoinRequest.objects.get().pk}/"
    client.force_login(person("petra"))
    assert "Somebody asks to join" in client.get(f"{joint_case.get_absolute_url()}people/").content.decode()
    assert "Jag ska ta över" in client.get(url).content.decode()
    assert client.post(url, {"answer": "yes", "until": ""}).status_code == 302
    assert policy.can(person("henrik"), Act.VIEW, joint_case)
    grant = grants.of_case(joint_case).live().get(user=person("henrik"))
    assert grant.reason == "Asked to join: Jag ska ta över"
    assert client.get(url).status_code == 404
    assert b"Accepted" in page(client, person("henrik"))


def test_an_agency_that_does_not_take_part_must_be_invited_first(client, joint_case, person, agency):
    ask(client, person("ali"), joint_case, agency("A5"))
    client.force_login(person("petra"))
    answer = client.post(f"/join/{JoinRequest.objects.get().pk}/", {"answer": "yes"})
    assert answer.status_code == 422
    assert "Invite the agency first" in answer.content.decode()
    assert JoinRequest.objects.get().status == "waiting"


def test_a_no_needs_a_reason_that_the_asker_alone_reads(client, joint_case, person, agency):
    ask(client, person("ali"), joint_case, agency("A5"))
    url = f"/join/{JoinRequest.objects.get().pk}/"
    client.force_login(person("petra"))
    assert client.post(url, {"answer": "no", "reason": ""}).status_code == 422
    assert client.post(url, {"answer": "no", "reason": "Ring mig i stället"}).status_code == 302
    assert "Ring mig i stället".encode() in page(client, person("ali"))
    assert known(person("ali")).filter(event__kind="join-declined").exists()
    assert "Ring mig i stället".encode() not in page(client, person("mira"))


def test_nobody_but_the_coordinator_answers(client, joint_case, person, agency):
    joining.ask(joint_case.reference, by=person("ali"), agency=agency("A5"), reason="x")
    asked = JoinRequest.objects.get()
    for name in ("ulrika", "samira", "henrik", "ali"):
        client.force_login(person(name))
        assert client.get(f"/join/{asked.pk}/").status_code == 404
        with pytest.raises((Http404, policy.PermissionDenied)):
            joining.accept(asked, by=person(name))
    nothing = joining.ask("SAM-1999-0001", by=person("ali"), agency=agency("A5"), reason="x")
    with pytest.raises(Http404):
        joining.decline(nothing, by=person("petra"), reason="x")
    joining.decline(asked, by=person("petra"), reason="x")
    with pytest.raises(ValidationError, match="answered already"):
        joining.accept(asked, by=person("petra"))
