"""`manage.py demo_data` is for this machine, for an empty database, and leaves all or nothing."""

import pytest
from django.core.management import CommandError, call_command

from coordination.demo import cast
from coordination.models import Rule, User
from workflows.demo import stories

pytestmark = pytest.mark.django_db


def test_it_refuses_outside_the_demonstration(settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_data")


def test_a_story_that_fails_leaves_nothing_behind(monkeypatch):
    def tell():
        cast.create(password=None)
        raise LookupError("a scene that cannot be played")

    monkeypatch.setattr(stories, "tell", tell)
    with pytest.raises(LookupError):
        call_command("demo_data")
    assert not User.objects.exists()
    assert not Rule.objects.exists()
