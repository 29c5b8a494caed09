import pytest

from coordination.origin import is_own_page


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["samverkan.example", "[::1]"]
    settings.HTTPS = True


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("samverkan.example", "https://samverkan.example"),
        ("samverkan.example:8443", "https://samverkan.example:8443"),
        ("[::1]:8000", "https://[::1]:8000"),
    ],
)
def test_a_page_of_this_site_may_open_a_socket(host, origin):
    assert is_own_page({b"host": host.encode(), b"origin": origin.encode()})


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("samverkan.example", "http://samverkan.example"),
        ("samverkan.example", "https://samverkan.example:8443"),
        ("samverkan.example", "https://samverkan.example.evil"),
        ("samverkan.example", "https://evil.example"),
        ("samverkan.example", "null"),
        ("samverkan.example", ""),
        ("evil.example", "https://evil.example"),
        ("", "https://"),
    ],
)
def test_any_other_page_may_not(host, origin):
    assert not is_own_page({b"host": host.encode(), b"origin": origin.encode()})
