"""Texts for translation: compiled when stale, collected, and checked for completeness."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from coordination.launch.console import ROOT, give_up, last_line, say

LANGUAGES = ("sv", "fi")
VARIANTS = ("sv_FI",)  # what a country calls otherwise; the rest comes from the language itself
# One file name a line is enough to find a text, and does not change with every edit.
STYLE = ["--add-location", "file", "--no-wrap", "--ignore", ".venv*", "--ignore", "tests/*", "--ignore", ".run/*"]


def catalogue(locale: Path, language: str) -> Path:
    """The file of a language's texts."""
    return locale / language / "LC_MESSAGES" / "django.po"


def compile_stale(locale: Path) -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            done = run_tool("msgfmt", "--check-format", "-o", str(compiled), str(source))
            if done.returncode:
                give_up(f"the texts in {source.parts[-3]} cannot be compiled: {last_line(done.stderr)}")


def collect(options: list[str]) -> int:
    """Bring the catalogues up to date with code and templates, and compile them."""
    for language in LANGUAGES:
        (ROOT / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    status = make_messages(ROOT, *(word for language in LANGUAGES for word in ("-l", language)), "--no-obsolete")
    if not status:
        compile_stale(ROOT / "locale")
    return status


def check(*_options: object) -> int:
    """Whether every text of code and templates has a finished translation in every language."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        keep_out = shutil.ignore_patterns(".*", "tests", "requirements", "*.mo", "__pycache__", "static")
        shutil.copytree(ROOT, copy, ignore=keep_out)
        shutil.rmtree(copy / "locale", ignore_errors=True)
        (copy / "locale").mkdir()
        if make_messages(copy, "-l", "en", "--keep-pot"):
            return 1
        template = copy / "locale" / "django.pot"
        lacking = [unfinished(language, template) for language in LANGUAGES]
        return sum(lacking + [forgotten(variant, template) for variant in VARIANTS])


def unfinished(language: str, template: Path) -> int:
    """Say which texts of ``template`` a language lacks; 1 if there are any."""
    source = catalogue(ROOT / "locale", language)
    if not source.exists():
        say(f"{language}: there is no {source.relative_to(ROOT)}")
        return 1
    compared = run_tool("msgcmp", str(source), str(template))
    formed = run_tool("msgfmt", "--check", "-o", os.devnull, str(source))
    complaints = [*compared.stderr.splitlines(), *(formed.stderr.splitlines() if formed.returncode else [])]
    for line in complaints[:20]:
        say(f"{language}: {line.replace(str(ROOT) + '/', '')}")
    if len(complaints) > 20:
        say(f"{language}: and {len(complaints) - 20} lines more")
    return int(bool(compared.returncode or formed.returncode))


def forgotten(variant: str, template: Path) -> int:
    """Say which texts of a variant are not used any more or not finished; 1 if there are any."""
    source = catalogue(ROOT / "locale", variant)
    merged = run_tool("msgmerge", "--no-fuzzy-matching", "--no-wrap", "-q", "-o", "-", str(source), str(template))
    formed = run_tool("msgfmt", "--check", "-o", os.devnull, str(source))
    gone = [line for line in merged.stdout.splitlines() if line.startswith("#~ msgid ")]
    for line in [*gone, *merged.stderr.splitlines(), *(formed.stderr.splitlines() if formed.returncode else [])]:
        say(f"{variant}: {line.replace(str(ROOT) + '/', '')}")
    return int(bool(gone or merged.returncode or formed.returncode))


def make_messages(where: Path, *words: str) -> int:
    """Run Django's makemessages in ``where``; silent unless it fails."""
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--settings",
        "coordination.settings",
        "--pythonpath",
        ".",
    ]
    environ = {"DEBUG": "1", "DATABASE_URL": "postgres://unused", "REDIS_URL": "redis://unused"}
    done = subprocess.run(
        [*command, *STYLE, *words],
        cwd=where,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        say(done.stdout + done.stderr)
    return done.returncode


def run_tool(*command: str) -> subprocess.CompletedProcess[str]:
    """Run one of gettext's programs, in English."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
