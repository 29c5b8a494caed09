"""Giving an entry to another agency: on a ground, with its conditions, for a time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from coordination.models import Disclosure, LegalBasis
from coordination.sharing.actions import disclose, write_entry
from coordination.sharing.grounds import offers
from permissions import policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db
GOOD = {"conditions": ["needed"], "reason": "Behövs"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def entry(joint_case, person, agency):
    return write_entry(
        joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="T", text="X"
    )


def test_it_is_read_as_long_as_the_ground_lasts(entry, basis, person, agency):
    disclosure = disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **GOOD)
    assert policy.can(person("leyla"), Act.VIEW, entry)
    assert (disclosure.valid_until - timezone.now()).days in (29, 30)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not policy.can(person("leyla"), Act.VIEW, entry)


def test_where_the_ground_asks_for_an_approver_nobody_reads_before(entry, basis, person, agency):
    basis.needs_approver = True
    basis.save()
    disclosure = disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **GOOD)
    assert not policy.can(person("leyla"), Act.VIEW, entry)
    assert person("henrik").notifications.filter(event__kind="share-proposed").exists()
    Disclosure.objects.filter(pk=disclosure.pk).update(approved_by=person("henrik"), approved_at=timezone.now())
    assert policy.can(person("leyla"), Act.VIEW, entry)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"conditions": []}, "Every condition"),
        ({"reason": " "}, "Say why the ground applies"),
        ({"family_told": False}, "why the family was not told"),
        ({"until": timezone.now() - timedelta(days=1)}, "has passed"),
        ({"until": timezone.now() + timedelta(days=90)}, "longer than the ground allows"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_given(entry, basis, person, agency, change, words):
    with pytest.raises(ValidationError, match=words):
        disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **(GOOD | change))
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"valid_to": date(2024, 1, 1)},
        {"valid_from": date(2100, 1, 1)},
        {"recipient_kinds": ["police"]},
        {"discloser_kinds": ["health"]},
        {"age_max": 13},
        {"informs_only": True},
        {"topics": ["health"]},
    ],
)
def test_a_ground_that_does_not_fit_is_neither_offered_nor_taken(entry, basis, person, agency, change):
    LegalBasis.objects.filter(pk=basis.pk).update(**change)
    basis.refresh_from_db()
    on = date(2026, 11, 25)
    assert basis not in offers(entry.case, agency("A3"), agency("A4"), topic="school", on=on)
    with pytest.raises(ValidationError, match="no ground in force"):
        disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **GOOD)


def test_an_agency_outside_the_case_gets_nothing(entry, basis, person, agency):
    with pytest.raises(ValidationError, match="does not take part"):
        disclose(entry, agency("A6"), by=person("ulrika"), basis=basis, **GOOD)


def test_nothing_is_given_twice(entry, basis, person, agency):
    disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **GOOD)
    with pytest.raises(ValidationError, match="read it already"):
        disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, **GOOD)
