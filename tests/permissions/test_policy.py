"""Who may what in one case, asked of the policy itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from coordination.cases.inviting import confirm, invite, leave, remove
from coordination.history.recording import record
from coordination.models import Case, Entry, User
from coordination.sharing.actions import end_sharing, share, write_entry
from coordination.sharing.consent import withdraw_consent
from permissions import grants, policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


def cases_of(user, act=Act.VIEW):
    return list(policy.visible(user, act, Case.objects.all()))


def confirm_all(case, coordinator):
    for there in case.participations.filter(status="accepted"):
        confirm(there, by=coordinator)


def note(case, user, agency, **more):
    return write_entry(case, by=user, agency=agency, kind="note", topic="school", title="T", text="X", **more)


def reads(user, entry):
    return policy.can(user, Act.VIEW, entry)


def test_the_opener_coordinates_and_nobody_else_sees_the_case(case, cast):
    sees = {key for key, user in cast.users.items() if cases_of(user)}
    assert sees == {"petra"}
    assert policy.can(cast.users["petra"], Act.COORDINATE, case)


def test_the_unit_manager_of_the_lead_audits_without_seeing_the_case(case, person):
    assert policy.can(person("samira"), Act.AUDIT, case)
    assert not policy.can(person("samira"), Act.VIEW, case)
    assert not policy.can(person("henrik"), Act.AUDIT, case)


def test_a_superuser_without_a_grant_sees_nothing(joint_case):
    root = User.objects.create_superuser("root@example.org", "x")
    assert not any(cases_of(root, act) for act in Act)


def test_a_contact_sees_the_cover_until_the_agency_accepts(case, consents, cast):
    henrik = cast.users["henrik"]
    assert not policy.can(henrik, Act.SEE_COVER, case)
    invite(case, cast.agencies["A3"], by=cast.users["petra"])
    assert policy.can(henrik, Act.SEE_COVER, case)
    assert policy.can(henrik, Act.ANSWER, case)
    assert not policy.can(henrik, Act.VIEW, case)
    assert not policy.can(cast.users["ulrika"], Act.SEE_COVER, case)


def test_only_the_people_an_agency_named_see_the_case(joint_case, person):
    assert cases_of(person("ulrika")) == [joint_case]
    assert cases_of(person("leyla")) == [joint_case]
    assert not cases_of(person("henrik"))
    assert not cases_of(person("ali"))


def test_an_entry_is_read_by_its_own_agency_only(joint_case, cast, person):
    entry = note(joint_case, person("ulrika"), cast.agencies["A3"])
    assert reads(person("ulrika"), entry)
    assert not any(reads(person(name), entry) for name in ("petra", "leyla", "henrik", "samira"))


def test_a_disclosed_entry_is_read_by_that_agency_until_it_is_taken_back(joint_case, cast, person):
    entry = note(joint_case, person("ulrika"), cast.agencies["A3"])
    (disclosure,) = share(entry, [cast.agencies["A4"]], by=person("ulrika"), reason="x")
    assert reads(person("leyla"), entry)
    assert not reads(person("petra"), entry)
    end_sharing(disclosure, by=person("ulrika"), reason="x")
    assert not reads(person("leyla"), entry)


def test_a_topic_the_consent_leaves_out_cannot_be_shared(case, cast, person):
    from tests.conftest import consent_of_both

    consent_of_both(case, cast, ["A3", "A4"], topics=["leisure"])
    entry = note(case, person("petra"), cast.agencies["A1"])
    with pytest.raises(ValidationError):
        share(entry, [cast.agencies["A3"]], by=person("petra"), reason="x")


def test_an_expired_consent_ends_access_without_a_job(joint_case, cast, person):
    entry = note(joint_case, person("petra"), cast.agencies["A1"], share_with=[cast.agencies["A3"]])
    assert reads(person("ulrika"), entry)
    for days in (80, 160):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            confirm_all(joint_case, person("petra"))
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        assert not reads(person("ulrika"), entry)
        assert not cases_of(person("ulrika"))
        assert cases_of(person("petra")) == [joint_case]


def test_one_guardian_who_withdraws_ends_it_for_all_partners(joint_case, consents, person):
    withdraw_consent(consents[0], by=person("petra"))
    joint_case.refresh_from_db()
    assert joint_case.status == Case.Status.FROZEN
    assert not cases_of(person("ulrika"))
    assert not cases_of(person("leyla"))
    assert cases_of(person("petra")) == [joint_case]


def test_an_ended_membership_or_grant_ends_access(joint_case, person):
    person("ulrika").memberships.update(ended_at=timezone.now())
    assert not cases_of(person("ulrika"))
    grant = grants.of_case(joint_case).get(user=person("leyla"), ended_at=None)
    remove(grant, by=person("leyla"), reason="moved")
    assert not cases_of(person("leyla"))


def test_an_agency_that_leaves_sees_nothing_more(joint_case, cast, person):
    there = joint_case.participations.get(agency=cast.agencies["A4"])
    leave(there, by=person("petra"), reason="no longer needed")
    assert not cases_of(person("leyla"))
    assert cases_of(person("ulrika"))


def test_a_grant_that_has_run_out_opens_nothing(joint_case, person):
    grants.of_case(joint_case).filter(user=person("ulrika")).update(valid_until=timezone.now())
    assert not cases_of(person("ulrika"))


def test_a_deactivated_person_sees_nothing(joint_case, person):
    ulrika = person("ulrika")
    ulrika.is_active = False
    ulrika.save()
    assert not cases_of(ulrika)
    assert ulrika not in policy.people_who_can(Act.VIEW, joint_case)


def test_require_says_404_to_strangers_and_403_to_those_who_see_the_case(joint_case, person):
    with pytest.raises(Http404):
        policy.require(person("ali"), Act.COORDINATE, joint_case)
    with pytest.raises(PermissionDenied):
        policy.require(person("ulrika"), Act.COORDINATE, joint_case)


def test_people_who_can_agrees_with_can(joint_case, cast):
    for act in Act:
        found = set(policy.people_who_can(act, joint_case))
        assert found == {u for u in cast.users.values() if policy.can(u, act, joint_case)}


def test_an_event_inside_an_agency_is_seen_there_and_by_auditors(joint_case, cast, person):
    event = record(joint_case, "entry-written", agency=cast.agencies["A3"], inside=True)
    rows = type(event).objects.filter(pk=event.pk)
    assert policy.visible(person("ulrika"), Act.READ_HISTORY, rows).exists()
    assert not policy.visible(person("leyla"), Act.READ_HISTORY, rows).exists()
    assert policy.visible(person("samira"), Act.AUDIT, rows).exists()
    assert all(User.objects.filter(pk=n.recipient_id, email__startswith="ulrika") for n in event.notifications.all())


def test_entries_of_others_are_never_in_a_list(joint_case, cast, person):
    for key, name in (("A1", "petra"), ("A3", "ulrika"), ("A4", "leyla")):
        note(joint_case, person(name), cast.agencies[key])
    for name, key in (("petra", "A1"), ("ulrika", "A3"), ("leyla", "A4")):
        seen = policy.visible(person(name), Act.VIEW, Entry.objects.all())
        assert {e.agency for e in seen} == {cast.agencies[key]}
