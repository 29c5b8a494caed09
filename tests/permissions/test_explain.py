"""Explanations of access agree with the policy, whatever the world is like."""

import random
from datetime import timedelta
from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from coordination.models import Case, Conflict, Consent, Disclosure, Entry, Membership, Participation, User
from coordination.sharing.actions import end_sharing, share, write_entry
from coordination.sharing.consent import withdraw_consent
from permissions import grants, policy
from permissions.explain import explain, explain_entry
from permissions.models import Grant
from permissions.roles import Act
from tests.authorization import world as worlds

pytestmark = pytest.mark.django_db


def disagreements(users=(), acts=tuple(Act)):
    """Every person, act and thing about which the explanation and the policy say different things."""
    found, entries = [], list(Entry.objects.select_related("case"))
    for user in users or User.objects.all():
        for case, act in product(Case.objects.all(), acts):
            if explain(user, act, case).allowed != policy.can(user, act, case):
                found.append((user.email, act, case.reference))
        found += [
            (user.email, case.reference)
            for case in Case.objects.all()
            if policy.acts_on(user, case) != {act for act in Act if policy.can(user, act, case)}
        ]
        for act in (Act.VIEW, Act.WRITE):
            allowed = set(policy.visible(user, act, Entry.objects.all()))
            found += [
                (user.email, act, e.title) for e in entries if explain_entry(user, act, e).allowed != (e in allowed)
            ]
    return found


def why(user, act, case):
    answer = explain(user, act, case)
    assert not answer.allowed
    return {name for way in answer.ways for name in way.failing}


def test_it_agrees_over_the_whole_world_of_the_access_tests(db):
    worlds.build()
    assert disagreements() == []


# What may happen to a case, each a change of one row behind the back of the actions.
SHOCKS = {
    "freeze": lambda dice: Case.objects.update(frozen_at=timezone.now()),
    "close": lambda dice: Case.objects.update(status="closed"),
    "class": lambda dice: Case.objects.update(confidentiality=dice.choice([0, 1, 2, 3])),
    "entry class": lambda dice: Entry.objects.filter(pk=one(Entry, dice)).update(confidentiality=dice.choice([2, 3])),
    "end grant": lambda dice: Grant.objects.filter(pk=one(Grant, dice)).update(ended_at=timezone.now()),
    "run out": lambda dice: Grant.objects.filter(pk=one(Grant, dice)).update(valid_until=timezone.now()),
    "not yet": lambda dice: Grant.objects.filter(pk=one(Grant, dice)).update(valid_from=later()),
    "leave": lambda dice: Participation.objects.filter(pk=one(Participation, dice)).update(status="left"),
    "invite": lambda dice: Participation.objects.filter(pk=one(Participation, dice)).update(status="invited"),
    "ground ends": lambda dice: Participation.objects.filter(pk=one(Participation, dice)).update(
        ground_until=timezone.now()
    ),
    "quit": lambda dice: Membership.objects.filter(pk=one(Membership, dice)).update(ended_at=timezone.now()),
    "consent ends": lambda dice: Consent.objects.filter(pk=one(Consent, dice)).update(valid_until=timezone.now()),
    "sharing ends": lambda dice: Disclosure.objects.filter(pk=one(Disclosure, dice)).update(ended_at=timezone.now()),
    "conflict": lambda dice: Conflict.objects.get_or_create(
        case=Case.objects.get(),
        user_id=one(User, dice),
        ended_at=None,
        defaults={"why": "friend", "declared_by": User.objects.first()},
    ),
    "deactivate": lambda dice: User.objects.filter(pk=one(User, dice)).update(is_active=False),
}


def one(model, dice):
    return dice.choice(sorted(model.objects.values_list("pk", flat=True), key=str))


def later():
    return timezone.now() + timedelta(days=1)


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_whatever_happens_to_a_case(joint_case, agency, person, seed):
    dice = random.Random(seed)
    acts = (Act.SEE_COVER, Act.VIEW, Act.WRITE, Act.ADMIT, Act.AUDIT)
    for name, key in (("ulrika", "A3"), ("petra", "A1")):
        entry = write_entry(
            joint_case, by=person(name), agency=agency(key), kind="note", topic="school", title=name, text="X"
        )
        share(entry, [agency("A4")], by=person(name), reason="x")
    for _round in range(2):
        for shock in dice.sample(sorted(SHOCKS), 2):
            SHOCKS[shock](dice)
        people = [User.objects.get(pk=person(name).pk) for name in ("petra", "ulrika", "leyla", "henrik", "samira")]
        assert disagreements(people, acts) == [], (seed, shock)


def test_each_reason_is_named(joint_case, person):
    assert why(person("ali"), Act.VIEW, joint_case) == set()
    assert why(person("ulrika"), Act.COORDINATE, joint_case) == {"role"}
    grants.of_case(joint_case).filter(user=person("ulrika")).update(valid_until=timezone.now())
    assert why(person("ulrika"), Act.VIEW, joint_case) == {"in_time"}
    person("leyla").memberships.update(ended_at=timezone.now())
    assert why(person("leyla"), Act.VIEW, joint_case) == {"member"}
    assert "post" in why(person("leyla"), Act.ADMIT, joint_case)
    Conflict.objects.create(case=joint_case, user=person("petra"), why="family", declared_by=person("petra"))
    assert why(person("petra"), Act.VIEW, joint_case) == {"no_conflict"}
    Case.objects.update(confidentiality=3)
    assert why(person("samira"), Act.AUDIT, joint_case) == {"class"}


def test_whose_consent_is_missing_is_said(joint_case, consents, person):
    Consent.objects.filter(pk=consents[0].pk).update(valid_until=timezone.now())
    (way,) = (w for w in explain(person("ulrika"), Act.VIEW, joint_case).ways if w.kind == "grant")
    assert way.failing == ("ground",)
    assert [p.pk for p in way.missing] == [consents[0].giver_id]
    withdraw_consent(consents[1], by=person("petra"))
    assert {"not_frozen", "accepted"} & why(person("ulrika"), Act.VIEW, joint_case)


def test_the_sharing_that_lets_somebody_read_is_named(joint_case, agency, person):
    entry = write_entry(
        joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="T", text="X"
    )
    (given,) = share(entry, [agency("A4")], by=person("ulrika"), reason="x")
    opening = explain_entry(person("leyla"), Act.VIEW, entry).opening
    assert (opening.kind, opening.key) == ("disclosure", given.pk)
    assert {n for w in explain_entry(person("petra"), Act.VIEW, entry).ways for n in w.failing} == {"shared"}
    end_sharing(given, by=person("ulrika"), reason="x")
    assert {n for w in explain_entry(person("leyla"), Act.VIEW, entry).ways for n in w.failing} == {"given"}


def test_the_command_prints_act_by_act_which_rule_decides(joint_case, person):
    out = StringIO()
    grants.of_case(joint_case).filter(user=person("ulrika")).update(valid_until=timezone.now())
    call_command("explain_access", "ulrika@example.org", joint_case.reference, stdout=out)
    text = out.getvalue()
    assert "view: no" in text
    assert "run out" in text
    assert "Sundgren" not in text
    out = StringIO()
    call_command("explain_access", "petra@example.org", joint_case.reference, stdout=out)
    assert "coordinate: yes\n    Access" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("explain_access", "petra@example.org", "SAM-1999-0001", stdout=out)
    with pytest.raises(CommandError):
        call_command("explain_access", "petra@example.org", joint_case.reference, "x", stdout=out)


def test_the_page_explains_to_managers_and_is_noted(client, joint_case, person):
    User.objects.update(language="en")
    url = f"{joint_case.get_absolute_url()}access/why/"
    for name, status in (("samira", 200), ("henrik", 200), ("petra", 200), ("ulrika", 404), ("ali", 404)):
        client.force_login(person(name))
        assert client.get(url).status_code == status
    client.force_login(person("samira"))
    page = client.get(url, {"person": person("ulrika").pk}).content.decode()
    assert "Opens the case" in page
    assert joint_case.readings.filter(reader=person("samira"), what="explanation").count() == 2
    client.force_login(person("henrik"))
    assert client.get(url, {"person": person("leyla").pk}).status_code == 422
    assert client.get(url, {"person": person("ulrika").pk}).status_code == 200
