import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from coordination import embedded


@pytest.fixture(params=[embedded.Postgres, embedded.Valkey])
def server(request, tmp_path_factory):
    """A server of our own, stopped afterwards."""
    folder = Path(embedded.throw_away_folder())
    made = request.param(folder / "home")
    yield made
    made.stop()
    shutil.rmtree(made.socket_folder, ignore_errors=True)


def wait_until(says) -> bool:
    """Whether the answer turns true within some seconds."""
    until = time.monotonic() + 20
    while not says() and time.monotonic() < until:
        time.sleep(0.02)
    return says()


def test_a_server_starts_stops_and_starts_again(server):
    assert not server.answers()
    server.start()
    assert server.answers()
    server.stop()
    assert not server.answers()
    server.start()
    assert server.answers()


def test_what_was_written_is_there_after_the_server_was_killed():
    server = embedded.Postgres(embedded.throw_away_folder() / "home")
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Åbrinken' AS name")
    server.stop(how=signal.SIGKILL)
    server.start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT upper(name) FROM kept").fetchall() == [("ÅBRINKEN",)]
    server.stop()


def test_a_server_ends_with_the_process_that_started_it_however_that_ends(server):
    script = (
        "import sys, time; from pathlib import Path; from coordination import embedded; "
        f"embedded.{type(server).__name__}(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", script, str(server.home)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE) as starter:
        assert starter.stdout.readline() == b"up\n"
        assert server.answers()
        starter.kill()
    assert wait_until(lambda: not server.answers())


def test_only_what_the_environment_does_not_name_is_started(tmp_path):
    environ = {"DATABASE_URL": "postgres://db.example", "REDIS_URL": "redis://redis.example"}
    embedded.fill_in(environ, tmp_path / "home", keep=True)
    assert environ == {"DATABASE_URL": "postgres://db.example", "REDIS_URL": "redis://redis.example"}
    assert not (tmp_path / "home").exists()


def test_a_folder_of_somebody_else_is_refused_in_one_line(tmp_path):
    (tmp_path / "link").symlink_to("/etc")
    with pytest.raises(embedded.EmbeddedError, match="belongs to somebody else"):
        embedded.make_private(tmp_path / "link", None)


def test_a_server_that_cannot_start_says_why_in_one_line():
    server = embedded.Postgres(embedded.throw_away_folder() / "home")
    server.start()
    server.stop()
    (server.home / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.EmbeddedError, match=r"^the embedded PostgreSQL does not start: .*") as told:
        server.start()
    assert "\n" not in str(told.value)


def test_data_is_kept_where_the_servers_account_can_reach_it(tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    nobody = pwd.getpwnam("nobody")
    assert embedded.home_for(hidden / "home", nobody).is_relative_to("/var/lib/samverkan-embedded")
    assert embedded.home_for(hidden / "home", None) == hidden / "home"
