"""A story is played once for all tests of a module, in a transaction that is rolled back when they are done."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def one_transaction(django_db_setup, django_db_blocker, tmp_path_factory):
    """Let a whole module work on the same data."""

    @contextmanager
    def hold():
        files = tmp_path_factory.mktemp("files")
        with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return hold
