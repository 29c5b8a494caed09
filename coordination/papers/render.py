"""Papers as PDF/A-3a with the PDF/UA-1 claim: the text is made here, the pages in a bounded process."""

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from coordination.papers.assets import ROOT, fingerprint
from coordination.papers.child import REFUSED, TOO_BIG

CPU_SECONDS = 60  # An ordinary paper needs one or two; a busy machine counts what its neighbours took.
MEMORY_BYTES = 1024**3
MAX_HTML_BYTES = 8 * 1024**2
MAX_ATTACHMENT_BYTES = 20 * 1024**2
MAX_PAGES = 300
KILLED_BY_LIMIT = {signal.SIGXCPU, signal.SIGKILL, signal.SIGXFSZ}
# What a library does that gets no memory, and also what one does that has a fault: told apart by trying again.
FELL_OVER = {signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS}

Attachments = Sequence[tuple[str, bytes]]


class PaperFailed(Exception):
    """The paper could not be made; trying again with the same content will not help."""


class PaperTooBig(PaperFailed):
    """The paper needs more time, memory or pages than one paper may have: make it in parts."""


class PaperRefused(PaperFailed):
    """The paper asked for a file or an address that is not ours, or would have carried a foreign file."""


def render_html(
    template: str, context: dict[str, Any], *, language: str, title: str, made_for: str, made_at: datetime | None = None
) -> str:
    """Render the text of a paper. Without ``made_at`` the time is left out."""
    own = {"language": language, "title": title, "made_for": made_for, "made_at": made_at, "demo": settings.DEMO}
    with translation.override(language):
        engine = _engine(tuple(str(folder) for folder in template_folders()))
        return engine.get_template(template).render(Context({**context, **own}))


def content_key(
    template: str,
    context: dict[str, Any],
    *,
    language: str,
    title: str,
    made_for: str,
    attachments: Attachments = (),
) -> str:
    """Return what two papers share when they say the same to the same person and look the same."""
    html = render_html(template, context, language=language, title=title, made_for=made_for)
    digest = hashlib.sha256(f"{fingerprint()}\n{language}\n{title}\n{made_for}\n".encode())
    for part in (html.encode(), *(part for name, data in attachments for part in (name.encode(), data))):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def render_pdf(
    template: str,
    context: dict[str, Any],
    *,
    language: str,
    title: str,
    made_for: str,
    attachments: Attachments = (),
    made_at: datetime | None = None,
    cpu_seconds: int = CPU_SECONDS,
) -> bytes:
    """Make the paper for one person. ``context`` holds only what that person may see."""
    made_at = made_at or timezone.now()
    html = render_html(template, context, language=language, title=title, made_for=made_for, made_at=made_at)
    return pdf_from_html(html, language=language, title=title, attachments=attachments, cpu_seconds=cpu_seconds)


def pdf_from_html(
    html: str,
    *,
    language: str,
    title: str,
    attachments: Attachments = (),
    cpu_seconds: int = CPU_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> bytes:
    """Lay a finished text out in a process of its own, with bounds on time, memory and pages."""
    if len(html.encode()) > MAX_HTML_BYTES or sum(len(data) for _, data in attachments) > MAX_ATTACHMENT_BYTES:
        raise PaperTooBig("more text than one paper may hold")
    job = {
        "html": html,
        "language": language,
        "title": str(title),
        "max_pages": MAX_PAGES,
        "attachments": [(name, base64.b64encode(data).decode()) for name, data in attachments],
    }
    return _run(json.dumps(job).encode(), cpu_seconds, memory_bytes)


def _run(job: bytes, cpu_seconds: int, memory_bytes: int) -> bytes:
    done = _child(job, cpu_seconds, memory_bytes)
    if -done.returncode in FELL_OVER:
        done = _child(job, cpu_seconds, memory_bytes)
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    # An interpreter without memory may fail while it reports that; its last words tell.
    out_of_memory = b"MemoryError" in done.stderr
    if done.returncode == TOO_BIG or out_of_memory or -done.returncode in KILLED_BY_LIMIT | FELL_OVER:
        raise PaperTooBig(f"it needed more time, memory or pages than one paper may have ({_ended(done.returncode)})")
    if done.returncode == REFUSED:
        raise PaperRefused("it asked for or carried something that is not ours")
    raise PaperFailed(_kind(done.stderr) or _ended(done.returncode))


def _child(job: bytes, cpu_seconds: int, memory_bytes: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-s", "-E", "-m", "coordination.papers.child", str(cpu_seconds), str(memory_bytes)]
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        try:
            return subprocess.run(  # noqa: S603 - the command is ours, what people wrote goes to its standard input
                command, input=job, capture_output=True, cwd=ROOT, env=_environment(folder), timeout=4 * cpu_seconds
            )
        except subprocess.TimeoutExpired as error:
            raise PaperTooBig("it took too long") from error


def _ended(code: int) -> str:
    """Say how the process ended, for the log: a code or a signal, nothing of the paper."""
    return signal.Signals(-code).name if code < 0 else f"code {code}"


def _kind(stderr: bytes) -> str:
    """Return the name of the error if that is all that was said: other text may quote the paper."""
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return last if last.isidentifier() else ""


def _environment(folder: str) -> dict[str, str]:
    """Give the child nothing that is secret: no database, no keys."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "TMPDIR": folder, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "946684800"}


def template_folders() -> list[Path]:
    """Where paper templates lie: the project's templates, or what a test names instead."""
    return list(getattr(settings, "PAPER_TEMPLATE_DIRS", [ROOT / "templates"]))


@lru_cache(maxsize=4)
def _engine(folders: tuple[str, ...]) -> Engine:
    """Return templates of their own: a paper knows neither the request that asked for it nor the tags of pages."""
    libraries = {name: f"django.templatetags.{name}" for name in ("i18n", "l10n", "tz")}
    return Engine(dirs=list(folders), libraries=libraries, builtins=[*libraries.values(), "coordination.papers.tags"])
