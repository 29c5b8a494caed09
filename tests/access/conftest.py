"""Everybody reads English here, so that what pages and actions say can be looked for; and the highest class."""

import pytest
from django.utils import translation

from coordination.access.classes import raise_class
from coordination.access.countersigning import answer
from coordination.models import Case, User
from permissions import grants


@pytest.fixture(autouse=True)
def english(db, request):
    """Let the cast, if there is one, read English."""
    if "cast" in request.fixturenames:
        request.getfixturevalue("cast")
        User.objects.update(language="en")
        for user in request.getfixturevalue("cast").users.values():
            user.language = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def hushed_case(joint_case, person) -> Case:
    """The joint case in the highest class: Petra coordinates, Ulrika is named, Leyla is not."""
    named = grants.of_case(joint_case).live().filter(user=person("ulrika"))
    request = raise_class(joint_case, 3, by=person("petra"), reason="hot", named=named)
    answer(request, by=person("samira"), approve=True)
    joint_case.refresh_from_db()
    return joint_case
