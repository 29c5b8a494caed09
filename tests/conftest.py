"""The cast: Petra coordinates for social services, Ulrika (school) and Leyla (leisure) take part, Ali is police."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation

from coordination.cases.actions import open_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.demo import cast as demo_cast
from coordination.models import Agency, Case, LegalBasis, Municipality, User
from coordination.rules.loading import load
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic
from tests.browser.site import Run
from tests.kept import kept

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


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """What this process shares with the others of the same test run."""
    run = Run(os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid():012x}"))
    yield run
    run.end()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix) -> None:
    """Where several processes begin with a new database, let them copy one: migrating takes a quarter of a minute."""
    options = request.config.option
    if "PYTEST_XDIST_TESTRUNUID" in os.environ and (options.create_db or not options.reuse_db):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = request.getfixturevalue("run").template("migrated")


@pytest.fixture
def cast(db) -> demo_cast.Cast:
    """Everybody, without a case, and the rules in force."""
    places, agencies, users = kept("cast", _create_cast)
    towns = dict(_in_order(Municipality, places))
    offices = dict(_in_order(Agency, agencies))
    for office in offices.values():
        office.municipality = next(town for town in towns.values() if town.pk == office.municipality_id)
    return demo_cast.Cast(towns, offices, dict(_in_order(User, users)))


def _create_cast() -> tuple[dict, ...]:
    load()
    made = demo_cast.create(password=None)
    return tuple(
        {key: row.pk for key, row in rows.items()} for rows in (made.municipalities, made.agencies, made.users)
    )


def _in_order(model: type, keys: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    rows = model._default_manager.in_bulk(keys.values())
    return ((name, rows[key]) for name, key in keys.items())


@pytest.fixture
def person(cast) -> Callable:
    """Look a user up by first name: ``person("petra")``."""
    return cast.users.__getitem__


@pytest.fixture
def agency(cast) -> Callable:
    """Look an agency up by number: ``agency("A3")``."""
    return cast.agencies.__getitem__


@pytest.fixture
def stage(request, cast) -> Case:
    """Ebbe's case as far as the test asks for it."""
    as_far_as = next(name for name in ("joint_case", "consents", "case") if name in request.fixturenames)
    pk = kept(as_far_as, lambda: STAGES[as_far_as](cast).pk)
    return Case.objects.select_related("municipality", "lead_agency__municipality", "coordinator").get(pk=pk)


@pytest.fixture
def case(stage) -> Case:
    """Ebbe's case just opened by Petra: nobody else is in it, no consent yet."""
    return stage


@pytest.fixture
def consents(stage) -> list:
    """Both guardians say yes to school and leisure about everything, for six months."""
    return list(stage.consents.order_by("giver__given_name"))


@pytest.fixture
def joint_case(stage) -> Case:
    """Ebbe's case with Ulrika (A3) and Leyla (A4) in it."""
    return stage


def _opened(cast: demo_cast.Cast) -> Case:
    return open_case(
        by=cast.users["petra"],
        agency=cast.agencies["A1"],
        title="Samordnat stöd",
        purpose="Stöd i skola och på fritid",
        people=[EBBE, MALIN, PETER],
    )


def _consented(cast: demo_cast.Cast) -> Case:
    case = _opened(cast)
    consent_of_both(case, cast, ["A3", "A4"])
    return case


def _joint(cast: demo_cast.Cast) -> Case:
    case = _consented(cast)
    for key, contact, worker in (("A3", "henrik", "ulrika"), ("A4", "leyla", "leyla")):
        there = invite(case, cast.agencies[key], by=cast.users["petra"])
        answer_invitation(there, by=cast.users[contact], accept=True, people=[cast.users[worker]])
    return case


STAGES = {"case": _opened, "consents": _consented, "joint_case": _joint}


@pytest.fixture
def read_in_english(cast) -> Iterator[None]:
    """Everybody's language is English, and so is the one spoken now."""
    User.objects.update(language="en")
    for user in cast.users.values():
        user.language = "en"
    with translation.override("en"):
        yield


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
