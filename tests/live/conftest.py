"""What the tests of live pages share."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def prefix(settings):
    """Keep the knocks of tests apart from those of anybody else on the same server."""
    config = settings.CHANNEL_LAYERS["default"]
    settings.CHANNEL_LAYERS = {"default": {**config, "CONFIG": {**config["CONFIG"], "prefix": "test-live"}}}


@pytest.fixture
def one_connection(monkeypatch):
    """Let the sockets see what the test has written: they share its transaction."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)


@pytest.fixture
def cookie(client):
    """Log people in, each in a browser of their own (``client`` is the first), and return the cookie."""
    browsers = iter([client, Client(), Client()])

    def log_in(user):
        browser = next(browsers)
        browser.force_login(user)
        return browser.cookies["sessionid"].value

    return log_in
