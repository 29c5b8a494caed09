"""Everybody reads English here, so that what pages say can be looked for."""

import pytest


@pytest.fixture(autouse=True)
def english(db, request):
    """Let the cast, if there is one, read English."""
    if "cast" in request.fixturenames:
        from coordination.models import User

        request.getfixturevalue("cast")
        User.objects.update(language="en")
        for user in request.getfixturevalue("cast").users.values():
            user.language = "en"
