import pytest
from django.db import transaction

from tests.authorization import world as worlds
from tests.authorization.crawl import cookies_of


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all cells, with everybody logged in; each cell is undone after it."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        world = worlds.build()
        world.cookies = {persona: cookies_of(user) for persona, user in world.users.items()}
        yield world
        transaction.set_rollback(True)
        block.__exit__(None, None, None)
