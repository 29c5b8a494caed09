"""The demo on this machine: servers, invented people and cases, web server and worker."""

import os
import shutil
import sys
import time
from io import StringIO
from pathlib import Path

from coordination import embedded
from coordination.launch import messages, servers
from coordination.launch.children import Children, be_deaf, end_on_signals
from coordination.launch.console import ROOT, give_up, progress, say
from coordination.launch.ports import HERE, wait_for

HOME = Path(os.environ.get("RUN_DIR") or ROOT / ".run")
# There while the stories are being loaded: whoever finds it at the start finds half-made data.
HALF_MADE = HOME / "loading"


def main(words: list[str]) -> None:
    """Do what the word says; Ctrl-C is the ordinary way to end."""
    end_on_signals()
    if words == ["demo-reset"]:
        return reset()
    os.environ.update(DEMO="1", DEBUG="0", DJANGO_SETTINGS_MODULE="coordination.settings")
    # Nothing of a production environment that may be lying about.
    for name in ("HTTPS", "HASHED_STATIC", "SECRET_KEY", "ALLOWED_HOSTS", "FILES_ROOT"):
        os.environ.pop(name, None)
    children = Children({**os.environ})
    try:
        run(children)
    except KeyboardInterrupt:
        say("\nStopping ...")
    finally:
        be_deaf()
        children.stop()
    say("Stopped. The data is kept; make demo goes on with it, make demo-reset forgets it.")
    return None


def run(children: Children) -> None:
    """Start everything, say where, and stay until a child ends or somebody says stop."""
    started = time.monotonic()
    port = os.environ.get("PORT") or "8000"
    if HALF_MADE.exists():
        forget()
    prepare_servers()
    prepare_data()
    children.environ.update(DATABASE_URL=os.environ["DATABASE_URL"], REDIS_URL=os.environ["REDIS_URL"])
    address = f"http://localhost:{port}/"
    with progress("Starting web server and worker"):
        start(children, port)
        answered = wait_for(f"{address}healthz", lambda: children.ended() is None, 60)
    if not answered:
        give_up(f"the {children.ended() or 'web server'} did not start; what it said is above.")
    call("demo_people")
    say(f"\nSamverkan is ready after {time.monotonic() - started:.0f} s: {address}\nCtrl-C stops it.")
    while (gone := children.ended()) is None:
        time.sleep(0.5)
    give_up(f"the {gone} has ended; what it said is above.")


def start(children: Children, port: str) -> None:
    """Start the two processes of the product."""
    web = ["uvicorn", "coordination.asgi:application", "--host", HERE, "--port", port]
    quiet = ["--lifespan", "off", "--no-access-log", "--log-level", "warning"]
    children.start("web server", [sys.executable, "-m", *web, *quiet])
    children.start("worker", [sys.executable, str(ROOT / "manage.py"), "procrastinate", "worker"])


def prepare_servers() -> None:
    """Start the servers that are not named in the environment, and see that the named ones answer."""
    named = os.environ.get("DATABASE_URL")
    with progress("Connecting to PostgreSQL and Redis" if named else "Starting PostgreSQL and Valkey"):
        servers.ensure(HOME, keep=True)


def prepare_data() -> None:
    """Bring the tables up to date; fill them the first time."""
    import django

    with progress("Preparing tables and texts"):
        messages.compile_stale(ROOT / "locale")  # Before Django looks: it keeps that there were none.
        django.setup()
        call("migrate", verbosity=0, interactive=False)
        call("createcachetable", verbosity=0)
    from django.contrib.auth import get_user_model

    if get_user_model()._default_manager.exists():
        return
    HOME.mkdir(exist_ok=True)
    HALF_MADE.touch()
    with progress("Loading the demo's people and cases (once)"):
        call("load_rules", verbosity=0, stdout=StringIO())
        call("demo_data", verbosity=0, stdout=StringIO())
    HALF_MADE.unlink()


def call(name: str, **options: object) -> None:
    """Run one of Django's commands here; a refusal of it is one line for the person at the keyboard."""
    from django.core.management import CommandError, call_command

    try:
        call_command(name, **options)
    except CommandError as error:
        give_up(f"{name}: {error}")


def reset() -> None:
    """Forget the demo's data, unless it is running."""
    if embedded.Postgres(HOME / "postgresql").answers():
        give_up("the demo is running; stop it with Ctrl-C first.")
    forget()
    say("The demo's data is forgotten; make demo starts over.")


def forget() -> None:
    """Remove all that the demo keeps on this machine."""
    for folder in (HOME, *(kind(HOME / kind.name.lower()).home for kind in (embedded.Postgres, embedded.Valkey))):
        shutil.rmtree(Path(folder), ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
