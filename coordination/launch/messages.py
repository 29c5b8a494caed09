"""Texts for translation: compiled when stale, collected, and checked for completeness."""

import subprocess
from pathlib import Path

from coordination.launch.console import give_up, last_line

LANGUAGES = ("sv", "fi")


def compile_stale(locale: Path) -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            command = ["msgfmt", "--check-format", "-o", str(compiled), str(source)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                give_up(f"{source.name} of {source.parts[-3]} cannot be compiled: {last_line(done.stderr)}")
