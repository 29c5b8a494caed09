import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "samverkan.example",
    "DATABASE_URL": "postgres://somebody@db.example/samverkan",
    "REDIS_URL": "redis://redis.example",
}


def manage(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command as in production, with only these variables."""
    clean = {"PATH": os.environ["PATH"], "DEBUG": "0", "DEMO": "0", **environ}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", COMPLETE)
def test_production_names_what_is_missing_in_one_line(name):
    told = manage("check", **{key: value for key, value in COMPLETE.items() if key != name})
    assert told.returncode == 1
    missing = f"set {name} in the environment (docs/production.md), or DEMO=1 to try it on this machine."
    assert told.stderr.splitlines() == [f"Samverkan cannot start: {missing}"]


def test_a_database_address_of_another_kind_is_refused_in_one_line():
    told = manage("check", **{**COMPLETE, "DATABASE_URL": "sqlite:///file.db"})
    assert told.returncode == 1
    assert told.stderr.strip() == "Samverkan cannot start: DATABASE_URL is not a postgres:// address."


def test_production_never_loads_the_embedded_servers_and_locks_its_cookies():
    ask = (
        "from django.conf import settings as s; import sys; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG, "
        "'coordination.embedded' in sys.modules)"
    )
    told = manage("shell", "-v0", "-c", ask, **COMPLETE)
    assert told.stdout.split() == ["__Host-session", "__Host-csrftoken", "True", "True", "False", "False"], told.stderr


def test_every_page_carries_the_strict_policy(client, db):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        **dict.fromkeys(["script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"], "'self'"),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "live",
    }
