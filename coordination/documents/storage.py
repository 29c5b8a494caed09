"""Files on disk, outside every served path, under names that say nothing. Written whole or not at all."""

import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def write(data: bytes, folder: str) -> str:
    """Keep ``data`` below ``folder`` and return its path, relative to the files root.

    Raises OSError, leaving nothing. A file whose row never came to be (its
    transaction was rolled back, its process killed) is removed by `sweep`.
    """
    name = secrets.token_hex(16)
    place = root() / folder / name[:2]
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    part, whole = place / f"{name}.part", place / name
    try:
        _write_through(part, data)
        part.rename(whole)
    except OSError:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    return str(whole.relative_to(root()))


def read(path: str) -> bytes:
    """Return the content of a kept file."""
    return (root() / path).read_bytes()


def sweep(known: Collection[str], *, older_than: timedelta) -> int:
    """Delete kept files that no row knows and that are older than a span. Returns how many."""
    limit = (timezone.now() - older_than).timestamp()
    strays = [f for f in root().glob("*/*/*") if f.is_file() and str(f.relative_to(root())) not in known]
    old = [f for f in strays if f.stat().st_mtime < limit]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def root() -> Path:
    """Return the folder below which all files are kept."""
    return Path(settings.MEDIA_ROOT)


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
