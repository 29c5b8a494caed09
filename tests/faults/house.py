"""A whole installation of its own: PostgreSQL, Valkey, a web server and a worker that a test may kill."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
from django.conf import settings

from coordination import embedded

PATIENCE = 40  # seconds until a test gives up; nothing waits this long when all is well
# Rows that change when somebody looks or that belong to the machinery, not to the work.
NOT_THE_WORK = ("django_session", "cache", "coordination_reading", "fault_gate", "procrastinate_")
GATE = """
CREATE TABLE fault_gate (shut boolean);
CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WHILE EXISTS (SELECT FROM fault_gate) LOOP PERFORM pg_sleep(0.01); END LOOP;
    RETURN NEW;
END $$;
"""


def wait_for(says: Callable, what: str, seconds: float = PATIENCE):
    """Ask again and again until the answer is true, and return it; fail after so many seconds."""
    until = time.monotonic() + seconds
    while not (answer := says()):
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.05)  # To ask often takes from those who are waited for.
    return answer


class House:
    """One installation below ``home``; ``data`` is the home of a stopped PostgreSQL to begin with a copy of."""

    AT_ONCE = signal.SIGQUIT  # PostgreSQL's "immediate": everybody out, as in a crash.

    def __init__(self, home: Path, data: Path | None = None) -> None:
        self.home = home
        self.postgres = embedded.Postgres(home / "postgresql")
        self.valkey = embedded.Valkey(home / "valkey")
        self.web: subprocess.Popen | None = None
        self.workers: list[subprocess.Popen] = []
        self.port = 0
        if data:
            self.postgres.home.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-a", str(data), str(self.postgres.home)], check=True)
        self.postgres.start()
        self.valkey.start()

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
        return {
            **kept,
            "DEMO": "1",
            "DEBUG": "0",  # Whatever a .env that lies about says.
            "RUN_DIR": str(self.home / "run"),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
        }

    def manage(self, *words: str, check: bool = True) -> str:
        """Run a command of the product and return what it said."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done.stdout

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = ["uvicorn", "coordination.asgi:application", "--host", "127.0.0.1", "--port", str(self.port)]
        self.web = self._start([*command, "--lifespan", "off", "--log-level", "warning"])
        wait_for(self._listens, "the web server answers")

    def start_worker(self) -> None:
        """Start a worker and wait until it is at work."""
        known = self._newest_worker()
        self.workers.append(
            self._start([str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker"], module=False)
        )
        wait_for(lambda: self._newest_worker() > known, "the worker signs on")

    def kill(self, process: subprocess.Popen) -> None:
        """Kill -9 a process and all that it started."""
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for member in family:
            member.kill()
        process.wait()
        psutil.wait_procs(family)

    def kill_web(self) -> None:
        """Kill -9 the web server."""
        self.kill(self.web)
        self.web = None

    def sql(self, query: str, *values: object) -> list[tuple]:
        """Ask the database directly, past the product."""
        with psycopg.connect(self.postgres.url, autocommit=True, application_name="test") as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def work(self) -> dict[str, str | None]:
        """The whole of the work as one digest a table: equal before and after means that nothing happened at all."""
        names = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in names if not name.startswith(NOT_THE_WORK)]
        digest = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
        return {name: self.sql(digest.format(name))[0][0] for name in tables}

    def gate(self, where: str) -> None:
        """Let whoever comes to ``where`` (what a trigger fires on) wait inside the database until `open_gate`."""
        self.sql(GATE)
        self.sql("INSERT INTO fault_gate VALUES (true)")
        kind = "CONSTRAINT TRIGGER" if where.startswith("AFTER") else "TRIGGER"
        self.sql(f"CREATE {kind} stands_at_gate {where} EXECUTE FUNCTION wait_at_gate()")

    def wait_at_gate(self) -> None:
        """Wait until somebody of the product stands there."""
        asks = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'samverkan'"
        wait_for(lambda: self.sql(asks), "somebody comes to the gate")

    def open_gate(self) -> None:
        """Let everybody through from now on."""
        self.sql("DELETE FROM fault_gate")

    def wait_for_silence(self) -> None:
        """Wait until PostgreSQL has seen the end of every connection of the product."""
        asks = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'samverkan'"
        wait_for(lambda: not self.sql(asks), "the dead connections are gone")

    def restart_postgres(self) -> None:
        """Throw everybody out of PostgreSQL at once, as a crash does, and start it again."""
        self.postgres.stop(how=self.AT_ONCE)
        self.postgres.start()

    def check(self) -> None:
        """Everything that must hold does."""
        assert self.manage("check_invariants") == "All invariants hold.\n"

    def end(self) -> None:
        """Stop everything and leave nothing behind."""
        for process in [*([self.web] if self.web else []), *self.workers]:
            if process.poll() is None:
                self.kill(process)
        self.postgres.stop(how=self.AT_ONCE)
        self.valkey.stop()
        for server in (self.postgres, self.valkey):
            shutil.rmtree(server.home, ignore_errors=True)
            shutil.rmtree(server.socket_folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self, command: list[str], *, module: bool = True) -> subprocess.Popen:
        with (self.home / "said").open("ab") as said:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", sys.executable, *(["-m"] if module else []), *command],
                cwd=settings.BASE_DIR,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def _newest_worker(self) -> int:
        return self.sql("SELECT coalesce(max(id), 0) FROM procrastinate_workers")[0][0]

    def _listens(self) -> bool:
        assert self.web.poll() is None, (self.home / "said").read_text()
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0
