"""The child's role, and what is looked at again when it changes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coordination.access.reviews import ask_for_review, decide, overdue_of_others, to_decide
from coordination.access.roles import change_child_role
from coordination.models import Change, Event, Review
from coordination.sharing.actions import write_entry
from permissions import grants, policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(joint_case, person, agency):
    """What school gave leisure."""
    entry = write_entry(
        joint_case,
        by=person("ulrika"),
        agency=agency("A3"),
        kind="note",
        topic="school",
        title="T",
        text="X",
        share_with=[agency("A4")],
    )
    return entry.disclosures.get()


def test_a_changed_role_has_every_access_and_disclosure_looked_at_again(joint_case, given, person):
    asked = change_child_role(joint_case, "suspected", by=person("petra"), reason="anmälan")
    assert asked == 3
    assert {r.grant.user for r in Review.objects.exclude(grant=None)} == {person("ulrika"), person("leyla")}
    assert Review.objects.get(disclosure=given).agency == given.entry.agency
    change = Change.objects.get()
    assert (change.old, change.new, change.reason) == ("at_risk", "suspected", "anmälan")
    assert "suspected" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_only_the_coordinator_changes_the_role_and_says_why(joint_case, person):
    with pytest.raises(PermissionDenied):
        change_child_role(joint_case, "victim", by=person("ulrika"), reason="x")
    for role, reason in (("at_risk", "x"), ("victim", " "), ("villain", "x")):
        with pytest.raises(ValidationError):
            change_child_role(joint_case, role, by=person("petra"), reason=reason)
    assert not Review.objects.exists()


def test_the_agency_decides_and_ending_ends_it(joint_case, given, person):
    change_child_role(joint_case, "victim", by=person("petra"), reason="x")
    access = Review.objects.get(grant__user=person("ulrika"))
    sharing = Review.objects.get(disclosure=given)
    assert set(to_decide(person("henrik"))) == {access}
    assert set(to_decide(person("ulrika"))) == {sharing}
    assert not to_decide(person("samira")).exists()
    decide(sharing, by=person("ulrika"), end=True, note="inte längre")
    assert not policy.can(person("leyla"), Act.VIEW, given.entry)
    decide(access, by=person("henrik"), end=False, note="behövs")
    assert policy.can(person("ulrika"), Act.VIEW, joint_case)
    with pytest.raises(ValidationError, match="decided already"):
        decide(access, by=person("henrik"), end=True, note="x")


def test_an_access_that_is_ended_by_a_review_is_gone(joint_case, person):
    grant = grants.of_case(joint_case).live().get(user=person("ulrika"))
    review = ask_for_review(joint_case, cause="emergency", by=person("petra"), grant=grant)
    assert ask_for_review(joint_case, cause="emergency", by=person("petra"), grant=grant) == review
    decide(review, by=person("henrik"), end=True, note="x")
    assert not policy.can(person("ulrika"), Act.VIEW, joint_case)


def test_nobody_decides_about_their_own_access(joint_case, person):
    grant = grants.of_case(joint_case).live().get(user=person("leyla"))
    review = ask_for_review(joint_case, cause="child_role", by=person("petra"), grant=grant)
    assert policy.can(person("leyla"), Act.ADMIT, grant.participation)
    assert not to_decide(person("leyla")).exists()
    with pytest.raises(PermissionDenied):
        decide(review, by=person("leyla"), end=False, note="x")


def test_in_the_highest_class_the_coordinator_decides_about_access(hushed_case, person):
    change_child_role(hushed_case, "victim", by=person("petra"), reason="x")
    review = Review.objects.get(grant__user=person("ulrika"))
    assert review in to_decide(person("petra"))
    assert not to_decide(person("henrik")).exists()
    decide(review, by=person("petra"), end=True, note="x")
    assert not policy.can(person("ulrika"), Act.VIEW, hushed_case)


def test_the_coordinator_sees_what_others_are_late_with(client, joint_case, given, person):
    change_child_role(joint_case, "victim", by=person("petra"), reason="x")
    assert not overdue_of_others(person("petra")).exists()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert overdue_of_others(person("petra")).count() == 3
        assert not overdue_of_others(person("ulrika")).exists()
        client.force_login(person("petra"))
        assert "Others are late" in client.get(reverse("reviews")).content.decode()


def test_the_pages_of_reviews_take_a_decision_with_its_reason(client, joint_case, given, person):
    client.force_login(person("petra"))
    url = reverse("child_role", args=[joint_case.reference])
    assert client.post(url, {"role": "suspected"}).status_code == 422
    assert client.post(url, {"role": "suspected", "reason": "ANLEDNING"}).status_code == 302
    assert "Suspected of a crime" in client.get(joint_case.get_absolute_url()).content.decode()
    assert "ANLEDNING" in client.get(url).content.decode()
    client.force_login(person("samira"))
    assert "Suspected of a crime" not in client.get(joint_case.get_absolute_url()).content.decode()
    client.force_login(person("ulrika"))
    review = Review.objects.get(disclosure=given)
    assert str(review.pk) in client.get(reverse("reviews")).content.decode()
    page = reverse("review_decide", args=[review.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"decision": "end"}).status_code == 422
    assert client.post(page, {"decision": "end", "note": "nej"}).status_code == 302
    given.refresh_from_db()
    assert given.end_reason == "nej"
    client.force_login(person("leyla"))
    assert client.get(page).status_code == 404


def test_the_role_is_chosen_when_a_case_is_opened(client, person, agency):
    from coordination.cases.actions import open_case

    case = open_case(by=person("petra"), agency=agency("A1"), title="t", purpose="p", child_role="victim")
    assert case.child_role == "victim"
    client.force_login(person("petra"))
    assert 'name="child_role"' in client.get(reverse("open_case")).content.decode()
