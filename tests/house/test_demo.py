import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from types import SimpleNamespace

import django
import psutil
import pytest
from django.conf import settings

from coordination.embedded import throw_away_folder
from coordination.launch import demo as demo_launch
from coordination.launch import environment, ports

pytestmark = [pytest.mark.slow, pytest.mark.faults]


@pytest.fixture(scope="module")
def home():
    """Where this demo keeps its data, through all the tests here."""
    return throw_away_folder() / "run"


class Demo:
    """The demo as a person starts it."""

    def __init__(self, home, *words: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.said = ""
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coordination.launch.demo", *(words or ["demo"])],
            cwd=settings.BASE_DIR,
            env={**environ, "RUN_DIR": str(home), "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str) -> None:
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        pytest.fail(f"never said {words!r}: {self.said}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, how: signal.Signals) -> int:
        """Send the signal; whatever was started must be gone soon after."""
        family = self.family()
        assert len(family) >= 4, family
        self.process.send_signal(how)
        self.said += self.process.communicate(timeout=60)[0]
        _gone, alive = psutil.wait_procs(family, timeout=20)
        assert alive == []
        return self.process.returncode


def test_the_demo_starts_tells_whom_to_be_and_stops_without_a_trace(home):
    demo = Demo(home)
    demo.read_until("Ctrl-C stops it")
    assert "@" in demo.said
    address = re.search(r"http://\S+", demo.said).group()
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
    assert demo.end(signal.SIGINT) == 0


def test_stopping_is_not_disturbed_by_somebody_who_presses_again(home):
    demo = Demo(home)
    demo.read_until("Ctrl-C stops it")
    family = demo.family()
    demo.process.send_signal(signal.SIGINT)
    demo.read_until("Stopping")
    for how in (signal.SIGINT, signal.SIGTERM):
        demo.process.send_signal(how)
    demo.said += demo.process.communicate(timeout=60)[0]
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert demo.process.returncode == 0
    assert "Traceback" not in demo.said


def test_a_second_start_keeps_the_data_and_survives_being_killed(home):
    if not (home / "postgresql").exists():  # No other test has started it here.
        first = Demo(home)
        first.read_until("Ctrl-C stops it")
        first.end(signal.SIGINT)
    demo = Demo(home)
    demo.read_until("Ctrl-C stops it")
    assert "Loading" not in demo.said
    assert demo.end(signal.SIGKILL) == -signal.SIGKILL


def test_it_can_be_reset_unless_it_runs(home):
    demo = Demo(home)
    demo.read_until("Ctrl-C stops it")
    refused = Demo(home, "demo-reset")
    assert refused.process.communicate(timeout=60)[0] == "Stopped: the demo is running; stop it with Ctrl-C first.\n"
    assert refused.process.returncode == 1
    assert demo.end(signal.SIGTERM) == 0
    reset = Demo(home, "demo-reset")
    reset.process.communicate(timeout=60)
    assert reset.process.returncode == 0
    assert not (home / "postgresql").exists()


def test_texts_are_compiled_before_django_looks_for_them(monkeypatch):
    """It remembers that there were none: everything the stories write would be in English."""
    done = []
    for place, name in ((demo_launch.messages, "compile_stale"), (django, "setup"), (demo_launch, "call")):
        monkeypatch.setattr(place, name, lambda *_words, name=name, **_more: done.append(name))
    there = SimpleNamespace(_default_manager=SimpleNamespace(exists=lambda: True))
    monkeypatch.setattr("django.contrib.auth.get_user_model", lambda: there)
    demo_launch.prepare_data()
    assert done[:2] == ["compile_stale", "setup"]


def test_a_port_in_use_is_said_in_one_line(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(SystemExit) as ended:
            ports.ensure_free(port)
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"port {port}" in told


def test_an_unreachable_database_is_said_in_one_line(tmp_path):
    command = [sys.executable, "-m", "coordination.launch.demo", "demo"]
    environ = {"PATH": os.environ["PATH"], "RUN_DIR": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:9"}
    environ["DATABASE_URL"] = "postgres://somebody:hemligt@127.0.0.1:9/nothing"
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "127.0.0.1 does not answer" in done.stderr
    assert "hemligt" not in done.stderr + done.stdout


def test_every_package_of_the_lock_has_a_hash_and_no_place():
    for level in ("base", "demo", "dev"):
        text = environment.lock(level).read_text()
        names = re.findall(r"^([a-z0-9-]+(?:\[[a-z,]+\])?)==", text, re.MULTILINE)
        assert len(names) > 40
        assert len(re.findall(r"==\S+.*\\\n    --hash=sha256:", text)) == len(names)
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
