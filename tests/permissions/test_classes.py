"""The highest class, conflicts of interest, and grounds that end: asked of the policy itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from coordination.cases.actions import change_coordinator
from coordination.cases.inviting import admit, confirm
from coordination.models import Case, Conflict, Entry
from coordination.sharing.actions import write_entry
from permissions import grants, policy
from permissions.roles import Act, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sees(user, act=Act.VIEW):
    return policy.visible(user, act, Case.objects.all()).exists()


def write(case, user, agency, **fields):
    entry = write_entry(case, by=user, agency=agency, kind="note", topic="school", title="T", text="X")
    Entry.objects.filter(pk=entry.pk).update(**fields)
    return Entry.objects.get(pk=entry.pk)


def name_in_the_highest_class(case, user, by):
    grant = grants.of_case(case).live().get(user=user)
    grants.name(grant, approved_by=by, until=timezone.now() + timedelta(days=30))


def test_a_case_of_the_highest_class_is_seen_by_named_persons_only(joint_case, person):
    Case.objects.update(confidentiality=3)
    assert not any(sees(person(name), act) for name in ("petra", "ulrika", "leyla", "samira", "henrik") for act in Act)
    name_in_the_highest_class(joint_case, person("petra"), person("samira"))
    assert sees(person("petra"))
    assert not sees(person("samira"), Act.SEE_COVER)
    assert set(policy.people_who_can(Act.SEE_COVER, joint_case)) == {person("petra")}
    assert policy.pairs_that_can(Act.AUDIT, [person("samira")], [joint_case.pk]) == set()


def test_an_entry_of_the_highest_class_is_read_by_named_persons_only(joint_case, person, agency):
    entry = write(joint_case, person("ulrika"), agency("A3"), confidentiality=3)
    assert not policy.can(person("ulrika"), Act.VIEW, entry)
    name_in_the_highest_class(joint_case, person("ulrika"), person("henrik"))
    assert policy.can(person("ulrika"), Act.VIEW, entry)


def test_nobody_is_named_by_one_alone(joint_case, person):
    grant = grants.of_case(joint_case).live().get(user=person("ulrika"))
    grant.clearance = 3
    with pytest.raises(IntegrityError), transaction.atomic():
        grant.save()


@pytest.mark.parametrize("name", ["petra", "ulrika", "samira", "henrik"])
def test_a_conflict_of_interest_closes_every_way(joint_case, person, name):
    acts = [act for act in Act if sees(person(name), act)]
    assert acts
    Conflict.objects.create(case=joint_case, user=person(name), why="family", declared_by=person("petra"))
    assert not any(sees(person(name), act) for act in Act)
    assert not any(policy.people_who_can(act, joint_case).filter(pk=person(name).pk).exists() for act in Act)
    assert policy.pairs_that_can(acts[0], [person(name)], [joint_case.pk]) == set()


def test_nobody_with_a_conflict_of_interest_is_given_access(joint_case, person, agency):
    there = joint_case.participations.get(agency=agency("A1"))
    Conflict.objects.create(case=joint_case, user=person("mira"), why="friend", declared_by=person("mira"))
    with pytest.raises(ValidationError, match="conflict of interest"):
        admit(there, person("mira"), by=person("petra"), reason="x")
    with pytest.raises(ValidationError, match="conflict of interest"):
        change_coordinator(joint_case, by=person("petra"), to=person("mira"))
    with pytest.raises(grants.Conflicted):
        grants.give(there, person("mira"), Role.WORKER, by=person("petra"), reason="x")


def test_access_that_nobody_confirms_runs_out_by_itself(joint_case, person):
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert sees(person("ulrika"))
        confirm(joint_case.participations.get(agency__kind="school"), by=person("henrik"))
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert sees(person("ulrika"))
        assert not sees(person("leyla"))


def test_access_is_not_given_for_longer_than_the_rules_allow(joint_case, person, agency):
    there = joint_case.participations.get(agency=agency("A1"))
    with pytest.raises(ValidationError, match="longer than access"):
        admit(there, person("mira"), by=person("petra"), reason="x", until=timezone.now() + timedelta(days=200))
    assert not grants.of_case(joint_case).filter(user=person("mira")).exists()


def test_a_place_on_another_ground_than_consent_ends_with_it(joint_case, person, basis):
    there = joint_case.participations.get(agency__kind="school")
    there.basis, there.ground_until = basis, timezone.now() + timedelta(days=10)
    there.save()
    joint_case.consents.all().delete()
    assert sees(person("ulrika"))
    assert policy.is_grounded(there)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert not sees(person("ulrika"))
        assert not sees(person("henrik"), Act.REASSIGN)
        assert not policy.is_grounded(there)
