"""Random histories of one case: what can happen to consents, disclosures, grants and the rest, in any order.

An operation is a name and three numbers that choose among what there is, so
that every list of operations can be played and a failing one can be shortened.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from coordination.demo import cast as demo_cast
from coordination.models import Absence, Case, Conflict, Consent, Disclosure, Entry, LegalBasis, Participation
from coordination.rules.loading import load
from coordination.rules.queries import consent_basis
from permissions import grants
from permissions.models import Grant
from permissions.roles import Role
from tests.stories.oracle import Oracle

BEGINS = datetime(2026, 1, 7, 9, tzinfo=UTC)
TOPICS = ("school", "health")
READERS = ("petra", "mira", "ulrika", "henrik", "leyla", "samira", "ali")
WORKS_AT = {"petra": 0, "mira": 0, "ulrika": 1, "henrik": 1, "leyla": 2}
STAND_INS = (("petra", "mira"), ("ulrika", "henrik"))


@dataclass
class World:
    """The case, and what an operation may choose among."""

    case: Case
    users: dict[str, Any]
    agencies: list
    places: list
    givers: list
    entries: list
    bases: list
    clock: Any = None
    played: list[str] = field(default_factory=list)

    def do(self, name: str, a: int, b: int, c: int) -> None:
        """Play one operation."""
        OPERATIONS[name](self, a, b, c)
        self.played.append(name)

    def grant_of(self, a: int) -> Any:
        """Return the un-ended grants of one of the people."""
        key = list(WORKS_AT)[a % len(WORKS_AT)]
        return Grant.objects.filter(content_object=self.case, user=self.users[key], ended_at=None)


def build() -> World:
    """Store a case of social services with school and leisure in it, on consent; each has written about two topics."""
    load()
    cast = demo_cast.create(password=None)
    petra, (social, school, leisure) = cast.users["petra"], (cast.agencies[key] for key in ("A1", "A3", "A4"))
    case = Case.objects.create(
        reference="T-1", title="T", kind="sspf", purpose="P", municipality=social.municipality, lead_agency=social,
        coordinator=petra, opened_by=petra, status="active",
    )  # fmt: skip
    givers = [
        case.people.create(role="guardian", given_name=name, family_name="T", consent_required=True)
        for name in ("A", "B")
    ]
    basis = consent_basis(social.municipality)
    places = [
        Participation.objects.create(
            case=case, agency=agency, is_lead=agency == social, basis=basis, status="accepted", invited_by=petra
        )
        for agency in (social, school, leisure)
    ]
    entries = [
        Entry.objects.create(case=case, agency=agency, author=petra, kind="note", topic=topic, title=topic)
        for agency in (social, school, leisure)
        for topic in TOPICS
    ]
    world = World(case, cast.users, [social, school, leisure], places, givers, entries, [basis, *_bases()])
    for number in range(len(WORKS_AT)):
        give(world, number, 0, 5)
    for number in range(len(givers)):
        consent(world, number, 7, 3)
    disclose(world, 2, 2, 0)
    return world


def _bases() -> list:
    told = {"country": "SE", "kind": "permission", "name_sv": "x", "name_fi": "x", "name_en": "x"}
    told |= {"valid_from": BEGINS.date(), "source": "tests"}
    return [
        LegalBasis.objects.create(code="T-FREE", **told),
        LegalBasis.objects.create(code="T-APPROVED", needs_approver=True, **told),
    ]


def consent(world: World, a: int, b: int, c: int) -> None:
    """Somebody says yes, to some of the partners and topics, for some time; it replaces what they said before."""
    giver = world.givers[a % 2]
    giver.consents.filter(ended_at=None).update(ended_at=timezone.now())
    said = Consent.objects.create(
        case=world.case,
        giver=giver,
        given=b % 8 != 0,
        purpose="P",
        topics=[topic for n, topic in enumerate(TOPICS) if (c % 4) >> n & 1],
        form="oral",
        valid_until=timezone.now() + timedelta(days=20 + 60 * (b % 3)),
        recorded_by=world.users["petra"],
    )
    said.agencies.set([agency for n, agency in enumerate(world.agencies) if (b % 8) >> n & 1])


def withdraw(world: World, a: int, b: int, c: int) -> None:
    """Somebody takes their consent back."""
    world.givers[a % 2].consents.filter(ended_at=None).update(ended_at=timezone.now())


def must(world: World, a: int, b: int, c: int) -> None:
    """Somebody must consent from now on, or no longer."""
    giver = world.givers[a % 2]
    giver.consent_required = bool(b % 2)
    giver.save()


def disclose(world: World, a: int, b: int, c: int) -> None:
    """An entry is given to an agency: on consent, on another ground, or on one that waits for its approver."""
    entry, agency, basis = world.entries[a % 6], world.agencies[b % 3], world.bases[c % 3]
    entry.disclosures.filter(agency=agency, ended_at=None).update(ended_at=timezone.now())
    Disclosure.objects.create(
        case=world.case,
        entry=entry,
        agency=agency,
        basis=basis,
        approval_needed=basis.needs_approver,
        disclosed_by=world.users["petra"],
        valid_until=timezone.now() + timedelta(days=15 + 40 * (a % 3)),
    )


def approve(world: World, a: int, b: int, c: int) -> None:
    """What waits is approved."""
    Disclosure.objects.waiting().update(approved_at=timezone.now(), approved_by=world.users["samira"])


def revoke(world: World, a: int, b: int, c: int) -> None:
    """What was given of an entry is taken back."""
    world.entries[a % 6].disclosures.filter(ended_at=None).update(ended_at=timezone.now())


def give(world: World, a: int, b: int, c: int) -> None:
    """Somebody gets access, for some time."""
    key = list(WORKS_AT)[a % len(WORKS_AT)]
    if world.case.conflicts.filter(user=world.users[key], ended_at=None).exists():
        return
    there, until = world.places[WORKS_AT[key]], timezone.now() + timedelta(days=30 * (1 + c % 6))
    grants.give(there, world.users[key], Role.WORKER, by=world.users["petra"], reason="x", until=until)


def end(world: World, a: int, b: int, c: int) -> None:
    """Somebody's access ends."""
    grants.end(world.grant_of(a), by=world.users["petra"], reason="x")


def confirm(world: World, a: int, b: int, c: int) -> None:
    """Somebody's access is confirmed."""
    grants.confirm(world.grant_of(a), until=timezone.now() + timedelta(days=90))


def name(world: World, a: int, b: int, c: int) -> None:
    """Somebody is named for the highest class."""
    for grant in world.grant_of(a).filter(kind="ordinary"):
        grants.name(grant, approved_by=world.users["samira"], until=timezone.now() + timedelta(days=30))


def stand_in(world: World, a: int, b: int, c: int) -> None:
    """Somebody stands in for a colleague, now or from a later day."""
    absent, substitute = (world.users[key] for key in STAND_INS[a % 2])
    own = world.case.grants.live().filter(user=absent, kind="ordinary").first()
    if own is None or world.case.conflicts.filter(user=substitute, ended_at=None).exists():
        return
    since = timezone.now() + timedelta(days=5 * (b % 2))
    until = since + timedelta(days=10 + c)
    Absence.objects.create(user=absent, substitute=substitute, set_by=absent, valid_from=since, valid_until=until)
    grants.give(
        own.participation, substitute, Role.WORKER, by=absent, reason="x", since=since, until=until,
        kind=Grant.Kind.SUBSTITUTE, on_behalf_of=absent,
    )  # fmt: skip


def conflict(world: World, a: int, b: int, c: int) -> None:
    """Somebody has a conflict of interest, or has one no longer."""
    user = world.users[list(WORKS_AT)[a % len(WORKS_AT)]]
    if not Conflict.objects.filter(case=world.case, user=user, ended_at=None).update(ended_at=timezone.now()):
        Conflict.objects.create(case=world.case, user=user, why="other", declared_by=user)


def classify(world: World, a: int, b: int, c: int) -> None:
    """The case or an entry gets another class."""
    if a % 3 == 0:
        Case.objects.filter(pk=world.case.pk).update(confidentiality=b % 4)
    else:
        Entry.objects.filter(pk=world.entries[c % 6].pk).update(confidentiality=b % 4)


def freeze(world: World, a: int, b: int, c: int) -> None:
    """The case is frozen, or no longer."""
    Case.objects.filter(pk=world.case.pk).update(frozen_at=timezone.now() if a % 2 else None)


def leave(world: World, a: int, b: int, c: int) -> None:
    """A partner leaves the case, or is there again; on consent, or on another ground that ends."""
    there = Participation.objects.get(pk=world.places[1 + a % 2].pk)
    there.status = "left" if b % 2 else "accepted"
    there.basis = world.bases[c % 2]
    there.ground_until = timezone.now() + timedelta(days=12) if c % 2 else None
    there.save()


def member(world: World, a: int, b: int, c: int) -> None:
    """Somebody leaves their post, or has it again."""
    user = world.users[list(WORKS_AT)[a % len(WORKS_AT)]]
    user.memberships.update(ended_at=timezone.now() if b % 2 else None)


def wait(world: World, a: int, b: int, c: int) -> None:
    """Time passes."""
    world.clock.shift(timedelta(days=1 + 6 * (a % 8)))


OPERATIONS = {
    op.__name__: op
    for op in (
        consent, withdraw, must, disclose, approve, revoke, give, end, confirm, name, stand_in, conflict, classify,
        freeze, leave, member, wait,
    )
}  # fmt: skip


# Mistakes somebody could make: the oracle with one rule forgotten. Each must be told from the policy.


class ForgetsTheTopic(Oracle):
    def grounded(self, case, agency, basis, topic=None):
        return super().grounded(case, agency, basis)


class AsksOneGiver(Oracle):
    def covered(self, case, agency, topic=None):
        return any(
            c.case_id == case and agency in {a.pk for a in c.agencies.all()} and (topic is None or topic in c.topics)
            for c in self.consents
        )


class ForgetsConflicts(Oracle):
    conflicted = property(lambda self: set(), lambda self, value: None)


class ForgetsPosts(Oracle):
    posts = property(lambda self: {(g.user_id, g.agency_id) for g in self.grants}, lambda self, value: None)


class ForgetsGroundsThatEnd(Oracle):
    def lasts(self, there):
        return True


class ForgetsTheAbsent(Oracle):
    def stands(self, grant):
        return True


class ForgetsEnds(Oracle):
    def holds(self, row):
        return row.valid_from <= self.now and row.ended_at is None


class ForgetsApproval(Oracle):
    def __init__(self, now):
        super().__init__(now)
        self.given = [d for d in Disclosure.objects.select_related("basis") if self.holds(d)]


class ForgetsTheClassOfEntries(Oracle):
    def agencies_of(self, user, case, level=0):
        return super().agencies_of(user, case)


# Each with a short history that brings it to light.
MISTAKES = {
    ForgetsTheTopic: [("consent", 0, 7, 2)],
    AsksOneGiver: [("withdraw", 0, 0, 0)],
    ForgetsConflicts: [("conflict", 2, 0, 0)],
    ForgetsPosts: [("member", 2, 1, 0)],
    ForgetsGroundsThatEnd: [("leave", 0, 0, 1), ("wait", 2, 0, 0)],
    ForgetsTheAbsent: [
        ("end", 0, 0, 0),
        ("give", 0, 0, 0),
        ("wait", 3, 0, 0),
        ("end", 1, 0, 0),
        ("stand_in", 0, 0, 7),
        ("wait", 2, 0, 0),
    ],
    ForgetsEnds: [("wait", 7, 0, 0), ("wait", 7, 0, 0)],
    ForgetsApproval: [("disclose", 2, 0, 2)],
    ForgetsTheClassOfEntries: [("classify", 1, 3, 0)],
}
