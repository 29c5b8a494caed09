"""The same case in other states and classes: who loses it is shown nothing of it by any page, list, file or mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from coordination.models import Case, Consent, Person, User
from coordination.notifications.digests import send_digests
from permissions import grants
from tests.authorization import world as worlds
from tests.authorization.crawl import canaries_in, log_in
from tests.authorization.table import PUBLIC, TABLE
from tests.authorization.world import ALL_CANARIES, COVER, PRIVATE, without_access

pytestmark = pytest.mark.django_db
PARTNERS = ("school", "leisure", "partner_manager")


def for_named(case):
    Case.objects.filter(pk=case.pk).update(confidentiality=3)
    second = User.objects.get(email="samira@example.org")
    grants.of_case(case).filter(user=case.coordinator).update(clearance=3, approved_by=second)
    known = without_access(worlds.KNOWN, *PARTNERS, "lead_manager", "lawyer")
    return known | {"invited_contact": COVER}


def frozen(case):
    Case.objects.filter(pk=case.pk).update(frozen_at=timezone.now())
    return without_access(worlds.KNOWN, *PARTNERS, "invited_contact")


def consent_ran_out(case):
    Consent.objects.filter(case=case).update(valid_until=timezone.now())
    return without_access(worlds.KNOWN, *PARTNERS)


def closed_and_sensitive(case):
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=timezone.now(), confidentiality=2)
    return worlds.KNOWN


def protected(case):
    Person.objects.filter(case=case).update(protection="registered", phone="", address="", school="")
    return {persona: known - (PRIVATE & {"KANARITELEFON"}) for persona, known in worlds.KNOWN.items()}


def nameless_consultation(case):
    """Nobody has been asked to consent, and nobody but social services is in it."""
    Case.objects.filter(pk=case.pk).update(status="consultation")
    Consent.objects.filter(case=case).update(ended_at=timezone.now())
    return without_access(worlds.KNOWN, *PARTNERS, "invited_contact")


def consent_asked(case):
    """Consent is asked for, and the answer so far is no."""
    Case.objects.filter(pk=case.pk).update(status="consent")
    Consent.objects.filter(case=case).update(given=False)
    return without_access(worlds.KNOWN, *PARTNERS, "invited_contact")


def planning(case):
    Case.objects.filter(pk=case.pk).update(status="planning")
    return worlds.KNOWN


def active_and_sensitive(case):
    Case.objects.filter(pk=case.pk).update(status="active", confidentiality=2)
    return worlds.KNOWN


def aftercare(case):
    Case.objects.filter(pk=case.pk).update(status="aftercare")
    return worlds.KNOWN


# And for whom each is walked: those for whom it changes something. The middle of mapping is what `test_crawl` walks.
WORLDS = {
    for_named: ("leisure", "lead_manager", "lawyer", "coordinator"),
    frozen: ("school", "invited_contact"),
    consent_ran_out: ("leisure", "partner_manager"),
    closed_and_sensitive: ("coordinator",),
    protected: ("coordinator",),
    nameless_consultation: ("school",),
    consent_asked: ("leisure", "invited_contact"),
    planning: ("leisure",),
    active_and_sensitive: ("lead_manager", "school"),
    aftercare: ("partner_manager",),
}


@pytest.mark.parametrize("change", WORLDS, ids=lambda change: change.__name__)
def test_in_each_world_nobody_is_shown_more_than_they_may_know(world, change):
    wrong = []
    with transaction.atomic():
        known = change(world.case)
        for persona in WORLDS[change]:
            client = log_in(world, persona)
            for name, row in TABLE.items():
                if row.no_get or row.get == PUBLIC:
                    continue
                with transaction.atomic():
                    response = client.get(world.url(name, row.args), row.data)
                    transaction.set_rollback(True)
                if response.status_code >= 500:
                    wrong.append(f"{persona} {name}: {response.status_code}")
                if leaked := canaries_in(response) - known[persona]:
                    wrong.append(f"{persona} {name}: shown {sorted(leaked)}")
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("change", WORLDS, ids=lambda change: change.__name__)
def test_no_mail_says_anything_of_a_case(world, change, mailoutbox):
    with transaction.atomic():
        change(world.case)
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            assert send_digests()
        transaction.set_rollback(True)
    assert mail.outbox
    said = "\n".join(f"{m.subject} {m.body}" for m in mail.outbox)
    assert not {word for word in ALL_CANARIES if word.casefold() in said.casefold()}
