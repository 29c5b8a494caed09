"""A unit manager approves what goes out on a ground that asks for it: Henrik leads the school."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.models import Conflict, Disclosure, Entry, LegalBasis, Membership, Reading
from coordination.sharing.actions import disclose
from coordination.sharing.approving import approve_disclosure, refuse_disclosure
from permissions import policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(note, basis, person, agency):
    """A note of Ulrika's that waits for Henrik before Leyla can read it."""
    LegalBasis.objects.filter(pk=basis.pk).update(needs_approver=True)
    basis.refresh_from_db()
    return disclose(note, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="Skälet")


def told(user, kind):
    return user.notifications.filter(event__kind=kind).exists()


def test_the_manager_reads_it_and_approves_and_both_sides_are_told(client, waiting, person):
    henrik = person("henrik")
    client.force_login(henrik)
    assert reverse("approval", args=[waiting.pk]) in client.get(reverse("start")).content.decode()
    assert reverse("approval", args=[waiting.pk]) in client.get(reverse("approvals")).content.decode()
    page = client.get(reverse("approval", args=[waiting.pk])).content.decode()
    for words in ("KANARIEFÅGEL", "Skälet", "It is needed", "not verified by a lawyer"):
        assert words in page
    assert Reading.objects.filter(reader=henrik, what="approval", object_id=waiting.entry_id).exists()
    assert not policy.can(person("leyla"), Act.VIEW, waiting.entry)
    client.post(reverse("approval", args=[waiting.pk]), {"decision": "yes"})
    assert policy.can(person("leyla"), Act.VIEW, waiting.entry)
    assert told(person("leyla"), "entry-shared")
    assert told(person("ulrika"), "share-approved")


def test_a_refusal_needs_a_reason_and_tells_the_proposer_only(client, waiting, person):
    client.force_login(person("henrik"))
    url = reverse("approval", args=[waiting.pk])
    assert client.post(url, {"decision": "no"}).status_code == 422
    assert client.post(url, {"decision": "no", "reason": "Inte nödvändigt"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.end_reason == "Inte nödvändigt"
    assert not policy.can(person("leyla"), Act.VIEW, waiting.entry)
    assert told(person("ulrika"), "share-refused")
    assert not person("leyla").notifications.filter(event__kind__startswith="share-").exists()
    client.force_login(person("leyla"))
    history = client.get(reverse("case_history", args=[waiting.case.reference])).content.decode()
    assert "asks for approval" not in history
    assert "did not approve" not in history


def test_of_two_at_once_the_second_is_told_who_was_first(client, waiting, person, agency):
    Membership.objects.create(user=person("samira"), agency=agency("A3"), post="manager")
    approve_disclosure(waiting, by=person("henrik"))
    with pytest.raises(ValidationError, match="Henrik Dahlberg was first and approved it"):
        refuse_disclosure(waiting, by=person("samira"), reason="nej")
    client.force_login(person("samira"))
    page = client.post(reverse("approval", args=[waiting.pk]), {"decision": "no", "reason": "nej"}, follow=True)
    assert "Henrik Dahlberg was first" in page.content.decode()
    assert policy.can(person("leyla"), Act.VIEW, waiting.entry)


@pytest.mark.parametrize("name", ["ulrika", "leyla", "petra", "samira", "ali"])
def test_nobody_but_the_unit_s_manager_may(client, waiting, person, name):
    assert not policy.approvable(person(name), Disclosure.objects.all()).exists()
    client.force_login(person(name))
    url = reverse("approval", args=[waiting.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "yes"}).status_code == 404
    with pytest.raises(Http404):
        approve_disclosure(waiting, by=person(name))


def test_not_with_a_conflict_of_interest_nor_in_the_highest_class_nor_one_s_own_proposal(waiting, person):
    henrik, rows = person("henrik"), Disclosure.objects.all()
    assert policy.approvable(henrik, rows).exists()
    Entry.objects.update(confidentiality=3)
    assert not policy.approvable(henrik, rows).exists()
    Entry.objects.update(confidentiality=2)
    rows.update(disclosed_by=henrik)
    assert not policy.approvable(henrik, rows).exists()
    rows.update(disclosed_by=person("ulrika"))
    Conflict.objects.create(case=waiting.case, user=henrik, why="friend", declared_by=henrik)
    assert not policy.approvable(henrik, rows).exists()


@pytest.mark.parametrize("change", [{"valid_to": date(2024, 1, 1)}, {"valid_from": date(2100, 1, 1)}])
def test_a_ground_that_no_longer_holds_is_not_approved(client, waiting, basis, person, change):
    LegalBasis.objects.filter(pk=basis.pk).update(**change)
    client.force_login(person("henrik"))
    page = client.post(reverse("approval", args=[waiting.pk]), {"decision": "yes"})
    assert page.status_code == 422
    assert "no ground in force" in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.approved_at is None


def test_an_agency_that_has_left_gets_no_approval(waiting, person, agency):
    waiting.case.participations.filter(agency=agency("A4")).update(status="left")
    with pytest.raises(ValidationError, match="does not take part"):
        approve_disclosure(waiting, by=person("henrik"))


def test_the_desk_names_who_must_approve_and_refuses_where_nobody_can(desk, note, basis, person, agency):
    LegalBasis.objects.filter(pk=basis.pk).update(needs_approver=True)
    desk.to_confirm(agency("A4"), note, basis)
    assert "Henrik Dahlberg" in desk.get("confirm").content.decode()
    Membership.objects.filter(user=person("henrik"), post="manager").update(ended_at=timezone.now())
    page = desk.confirm()
    assert page.status_code == 422
    assert "nobody in Åbrinkens skola can give it" in page.content.decode()
    assert not Disclosure.objects.exists()
    Membership.objects.filter(user=person("henrik")).update(ended_at=None)
    done = desk.confirm()
    assert "It waits for approval" in desk.client.get(done.url).content.decode()
    assert told(person("henrik"), "share-proposed")
