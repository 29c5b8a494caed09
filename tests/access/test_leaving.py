"""Somebody leaves a unit: everything finds somebody else or ends, row by row, and can be done again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.access.absence.actions import set_absence
from coordination.access.leaving.actions import take_leave
from coordination.access.leaving.queries import burden_of, people_of
from coordination.cases.inviting import admit
from coordination.models import Absence, Case, Conflict, Event, Membership, Notification, Step
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sees(user):
    return policy.visible(user, Act.VIEW, Case.objects.all()).exists()


def step_of(case, agency, owner, kind="map"):
    return Step.objects.create(case=case, agency=agency, owner=owner, kind=kind, due_at=timezone.now() + DAY)


def kinds(results, *, done):
    return [row.kind for row in results if bool(row.why_not) is not done]


@pytest.fixture
def left(joint_case, person):
    """Petra leaves; Mira takes over."""
    return take_leave(person("petra"), by=person("samira"), to=person("mira"), reason="Petra has left")


def test_coordination_steps_access_and_posts_are_handed_over_or_ended(left, joint_case, person):
    joint_case.refresh_from_db()
    assert not [row for row in left if row.why_not]
    assert joint_case.coordinator == person("mira")
    assert set(joint_case.steps.open().filter(agency__kind="social").values_list("owner", flat=True)) == {
        person("mira").pk
    }
    assert not sees(person("petra"))
    assert sees(person("mira"))
    assert not Membership.objects.live().filter(user=person("petra")).exists()
    assert not Grant.objects.live().filter(user=person("petra")).exists()


def test_both_sides_and_the_coordinators_are_told(joint_case, person, cast):
    step_of(joint_case, cast.agencies["A3"], person("ulrika"))
    person("gun").memberships.create(agency=cast.agencies["A3"], post="member")
    take_leave(person("ulrika"), by=person("henrik"), to=person("gun"), reason="x")
    told = {(n.event.kind, n.recipient) for n in Notification.objects.select_related("event")}
    assert ("step-reassigned", person("gun")) in told
    assert ("grant-given", person("gun")) in told
    assert ("grant-ended", person("ulrika")) in told
    assert ("colleague-left", person("petra")) in told
    assert Event.objects.filter(kind="colleague-left").count() == 1


def test_who_takes_over_a_step_gets_access_and_a_step_with_nobody_goes_back(joint_case, person, cast):
    person("gun").memberships.create(agency=cast.agencies["A3"], post="member")
    given = step_of(joint_case, cast.agencies["A3"], person("ulrika"))
    free = step_of(joint_case, cast.agencies["A3"], person("ulrika"))
    take_leave(person("ulrika"), by=person("henrik"), steps={given.pk: person("gun")}, reason="x")
    assert Step.objects.get(pk=given.pk).owner == person("gun")
    assert Step.objects.get(pk=free.pk).owner is None
    assert sees(person("gun"))


def test_a_row_that_cannot_be_done_says_why_and_the_rest_goes_on_and_it_can_be_done_again(joint_case, person):
    Conflict.objects.create(case=joint_case, user=person("mira"), why="family", declared_by=person("mira"))
    results = take_leave(person("petra"), by=person("samira"), to=person("mira"), reason="x")
    assert "case" in kinds(results, done=False)
    assert "conflict of interest" in next(row.why_not for row in results if row.kind == "case")
    assert results[-1].kind == "post"
    assert results[-1].why_not
    assert Membership.objects.live().filter(user=person("petra")).exists()
    assert sees(person("petra"))
    Conflict.objects.update(ended_at=timezone.now())
    again = take_leave(person("petra"), by=person("samira"), to=person("mira"), reason="x")
    assert not [row for row in again if row.why_not]
    assert not sees(person("petra"))


def test_a_case_without_a_new_coordinator_holds_the_person_there(joint_case, person):
    results = take_leave(person("petra"), by=person("samira"), reason="x")
    assert "case" in kinds(results, done=False)
    assert sees(person("petra"))


def test_a_closed_case_needs_no_new_coordinator(joint_case, person):
    joint_case.status = Case.Status.CLOSED
    joint_case.save()
    results = take_leave(person("petra"), by=person("samira"), reason="x")
    assert not [row for row in results if row.why_not]
    assert not sees(person("petra"))


def test_absences_end_with_the_person(joint_case, person):
    now = timezone.now()
    said = {"since": now, "until": now + 5 * DAY, "why": "leave"}
    set_absence(person("petra"), person("mira"), by=person("petra"), **said)
    take_leave(person("mira"), by=person("samira"), reason="x")
    assert Absence.objects.get().ended_at
    assert not sees(person("mira"))
    assert sees(person("petra"))


def test_sessions_end_where_no_post_is_left_and_stay_where_one_is(client, joint_case, person, cast):
    client.force_login(person("petra"))
    person("mira").memberships.create(agency=cast.agencies["A3"], post="member")
    take_leave(person("petra"), by=person("samira"), to=person("mira"), reason="x")
    assert not Session.objects.exists()
    assert client.get(reverse("start")).status_code == 302
    client.force_login(person("mira"))
    results = take_leave(person("mira"), by=person("samira"), to=person("petra"), reason="x", deactivate=True)
    assert Session.objects.count() == 1 or any(row.why_not for row in results)


def test_the_account_is_closed_only_if_no_post_is_left_elsewhere(joint_case, person, cast):
    person("gun").memberships.create(agency=cast.agencies["A3"], post="member")
    results = take_leave(person("gun"), by=person("henrik"), reason="x", deactivate=True)
    person("gun").refresh_from_db()
    assert "account" in kinds(results, done=False)
    assert person("gun").is_active
    take_leave(person("ulrika"), by=person("henrik"), reason="x", deactivate=True)
    person("ulrika").refresh_from_db()
    assert not person("ulrika").is_active


def test_what_only_named_persons_know_of_is_neither_counted_nor_kept(joint_case, person, cast):
    admit(joint_case.participations.get(agency=cast.agencies["A1"]), person("mira"), by=person("petra"), reason="x")
    Case.objects.update(confidentiality=3)
    grants.name(
        grants.of_case(joint_case).get(user=person("mira")),
        approved_by=person("samira"),
        until=timezone.now() + 30 * DAY,
    )
    assert burden_of(person("mira"), person("samira")).grants == []
    assert {c.counts["grants"] for c in people_of(person("samira"))} == {0}
    results = take_leave(person("mira"), by=person("samira"), reason="x")
    assert {row.kind for row in results} == {"post", "session"}
    assert not Grant.objects.live().filter(user=person("mira")).exists()


def test_only_the_persons_own_unit_manager_does_it(joint_case, person):
    for stranger in ("henrik", "petra", "mira", "aino"):
        with pytest.raises(Http404):
            take_leave(person("petra"), by=person(stranger), reason="x")
    with pytest.raises(Http404):
        take_leave(person("samira"), by=person("samira"), reason="x")


def test_the_pages_list_preview_and_tell_what_came_of_it(client, joint_case, person):
    client.force_login(person("samira"))
    people = client.get(reverse("unit_people"))
    assert "Petra Holm" in people.text
    assert next(c.counts for c in people.context["people"] if c.user == person("petra"))["cases"] == 1
    page = client.get(reverse("leaving", args=[person("petra").pk]))
    assert joint_case.reference in page.text
    assert "The last contact person" in page.text
    assert sees(person("petra"))
    failed = client.post(reverse("leaving", args=[person("petra").pk]), {"to": "", "reason": "x"})
    assert "Not done" in failed.text
    assert client.post(reverse("leaving", args=[person("petra").pk]), {"to": "", "reason": ""}).status_code == 422
    done = client.post(reverse("leaving", args=[person("petra").pk]), {"to": person("mira").pk, "reason": "x"})
    assert "has left the unit" in done.text
    assert not sees(person("petra"))
    assert client.get(reverse("leaving", args=[person("petra").pk])).status_code == 404
