"""The cast: Petra coordinates for social services, Ulrika (school) and Leyla (leisure) take part, Ali is police."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from coordination.cases.actions import open_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.demo import cast as demo_cast
from coordination.models import Case, LegalBasis
from coordination.rules.loading import load
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic

EBBE = {
    "role": "child",
    "given_name": "Ebbe",
    "family_name": "Sundgren",
    "identity_number": "20130310-2394",
    "birth_date": date(2013, 3, 10),
    "school": "Åbrinkens skola",
}
MALIN = {
    "role": "guardian",
    "given_name": "Malin",
    "family_name": "Sundgren",
    "identity_number": "19820425-9264",
    "birth_date": date(1982, 4, 25),
    "phone": "070-1740640",
}
PETER = {
    "role": "guardian",
    "given_name": "Peter",
    "family_name": "Sundgren",
    "identity_number": "19800926-9252",
    "birth_date": date(1980, 9, 26),
}
ALL_TOPICS = [t.value for t in Topic]


@pytest.fixture
def cast(db) -> demo_cast.Cast:
    """Everybody, without a case, and the rules in force."""
    load()
    return demo_cast.create(password=None)


@pytest.fixture
def person(cast) -> Callable:
    """Look a user up by first name: ``person("petra")``."""
    return cast.users.__getitem__


@pytest.fixture
def agency(cast) -> Callable:
    """Look an agency up by number: ``agency("A3")``."""
    return cast.agencies.__getitem__


@pytest.fixture
def case(cast) -> Case:
    """Ebbe's case just opened by Petra: nobody else is in it, no consent yet."""
    return open_case(
        by=cast.users["petra"],
        agency=cast.agencies["A1"],
        title="Samordnat stöd",
        purpose="Stöd i skola och på fritid",
        people=[EBBE, MALIN, PETER],
    )


@pytest.fixture
def consents(case, cast) -> list:
    """Both guardians say yes to school and leisure about everything, for six months."""
    return consent_of_both(case, cast, ["A3", "A4"])


@pytest.fixture
def joint_case(case, consents, cast) -> Case:
    """Ebbe's case with Ulrika (A3) and Leyla (A4) in it."""
    for key, contact, worker in (("A3", "henrik", "ulrika"), ("A4", "leyla", "leyla")):
        there = invite(case, cast.agencies[key], by=cast.users["petra"])
        answer_invitation(there, by=cast.users[contact], accept=True, people=[cast.users[worker]])
    return case


@pytest.fixture
def basis(cast) -> LegalBasis:
    """A ground other than consent that fits any two agencies, for thirty days, with one condition."""
    return LegalBasis.objects.create(
        code="SE-TEST-1",
        country="SE",
        kind="permission",
        name_sv="Provparagrafen",
        name_fi="Koepykälä",
        name_en="Test provision",
        conditions=[{"code": "needed", "sv": "Det behövs", "fi": "Se on tarpeen", "en": "It is needed"}],
        days=30,
        valid_from=date(2020, 1, 1),
        source="tests",
    )


def consent_of_both(case: Case, cast: demo_cast.Cast, agencies: list[str], topics: list[str] | None = None) -> list:
    """Record both guardians' consent to the named agencies."""
    return [
        record_consent(
            guardian,
            by=cast.users["petra"],
            given=True,
            agencies=[cast.agencies[key] for key in agencies],
            topics=topics or ALL_TOPICS,
            form="written",
            valid_until=timezone.now() + timedelta(days=180),
        )
        for guardian in case.people.filter(role="guardian").order_by("given_name")
    ]
