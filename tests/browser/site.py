"""A site of its own for the tests to visit: a database, a web server, and a worker when asked for."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import psycopg
from django.conf import settings

PATIENCE = 60  # seconds until a test gives up; nothing waits this long when all is well
CAST = "from coordination.demo.cast import create; from coordination.rules.loading import load; load(); create()"
# What a database can begin as, and the commands that then fill it.
MADE_BY: dict[str, tuple[str, list[list[str]]]] = {
    "migrated": ("template1", [["migrate", "-v0"], ["createcachetable", "-v0"]]),
    "cast": ("migrated", [["shell", "-v0", "-c", CAST]]),
    "demo": ("migrated", [["demo_data", "-v0"]]),
}


class Run:
    """What the processes of one test run share: templates of databases, made by the first and dropped by the last."""

    def __init__(self, uid: str) -> None:
        self.prefix = f"run_{uid[:12]}"
        self.home = Path(tempfile.gettempdir(), self.prefix)
        self.home.mkdir(exist_ok=True)
        self.server = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        self.server.execute("SELECT pg_advisory_lock_shared(%s)", [self._key("here")])
        self.sites = 0

    @contextmanager
    def site(self, begins_with: str) -> Iterator["Site"]:
        """Run a site whose database is a copy of that template."""
        self.sites += 1
        name = f"{self.prefix}_{os.getpid()}_{self.sites}"
        self.server.execute(f"CREATE DATABASE {name} TEMPLATE {self.template(begins_with)}")
        site = Site(name, self.home)
        try:
            site.start()
            yield site
        finally:
            site.stop()
            self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def end(self) -> None:
        """Drop the templates, unless another process is still here."""
        self.server.execute("SELECT pg_advisory_unlock_shared(%s)", [self._key("here")])
        if self.server.execute("SELECT pg_try_advisory_lock(%s)", [self._key("here")]).fetchone() == (True,):
            for (name,) in self._databases(f"{self.prefix}%"):
                self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(self.home, ignore_errors=True)
        self.server.close()

    def template(self, which: str) -> str:
        """Return the name of a template, made now if nobody has."""
        if which not in MADE_BY:
            return which
        name, making = f"{self.prefix}_{which}", f"{self.prefix}_{which}_making"
        with self._alone(which):
            if not self._databases(name):
                begins_as, commands = MADE_BY[which]
                self.server.execute(f"DROP DATABASE IF EXISTS {making}")
                self.server.execute(f"CREATE DATABASE {making} TEMPLATE {self.template(begins_as)}")
                for words in commands:
                    Site(making, self.home).manage(*words)
                self.server.execute(f"ALTER DATABASE {making} RENAME TO {name}")
        return name

    @contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        self.server.execute("SELECT pg_advisory_lock(%s)", [self._key(what)])
        try:
            yield
        finally:
            self.server.execute("SELECT pg_advisory_unlock(%s)", [self._key(what)])

    def _databases(self, like: str) -> list[tuple]:
        return self.server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like]).fetchall()

    def _key(self, what: str) -> int:
        return crc32(f"{self.prefix} {what}".encode())


@dataclass
class Site:
    """One installation: its database is ``name``, its files lie in ``home``."""

    name: str
    home: Path
    port: int = 0
    web: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}").geturl()

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
        return {
            **kept,
            "DEMO": "1",
            "DEBUG": "0",  # Whatever a .env that lies about says.
            "RUN_DIR": str(self.home),
            "DATABASE_URL": self.database,
            "REDIS_URL": os.environ["REDIS_URL"],
            "REDIS_PREFIX": self.name,
        }

    def start(self) -> None:
        """Start the web server and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = ["-m", "uvicorn", "coordination.asgi:application", "--host", "127.0.0.1", "--port", str(self.port)]
        with self._log.open("wb") as said:
            self.web = subprocess.Popen(
                [
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    sys.executable,
                    *words,
                    "--lifespan",
                    "off",
                    "--log-level",
                    "warning",
                ],
                cwd=settings.BASE_DIR,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        until = time.monotonic() + PATIENCE
        while not self._listens():
            assert time.monotonic() < until, f"the web server does not answer: {self._log.read_text()}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the web server. What it complained about is an error of ours."""
        if self.web is not None:
            self.web.terminate()
            self.web.wait(PATIENCE)
            said = self._log.read_text()
            assert "Traceback" not in said, said

    def manage(self, *words: str) -> str:
        """Run a command of the product and return what it said."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def work(self) -> None:
        """Let a worker do everything that waits to be done."""
        self.manage("procrastinate", "worker", "--one-shot")

    def sql(self, query: str, *values: object) -> list[tuple]:
        """Ask the database directly, past the product."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    @property
    def _log(self) -> Path:
        return self.home / f"{self.name}.log"

    def _listens(self) -> bool:
        assert self.web.poll() is None, self._log.read_text()
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0
