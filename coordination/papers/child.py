"""The process that turns one HTML text into one PDF and ends. It has no settings, no database and few means.

Reads a job as JSON on standard input, answers with the PDF on standard output.
The exit code tells what went wrong; no text of the paper ever reaches a log.
"""

import base64
import json
import logging
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OK, FAILED, TOO_BIG, REFUSED = 0, 1, 3, 4
FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # Embedded files carry no clock, or equal papers would differ.


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Bind this process for good."""
    for kind, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 64 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def close_the_doors() -> None:
    """From here on this process neither speaks to the network nor starts another one."""
    shut = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "pty.")

    def watch(event: str, _: Any) -> None:
        if event.startswith(shut):
            raise PermissionError(event)

    sys.addaudithook(watch)


class TooLong(Exception):
    """More pages than a paper may have."""


def make(job: dict[str, Any]) -> bytes:
    """Lay the text out and finish the file."""
    from weasyprint import HTML, Attachment

    from coordination.papers import assets, finishing, hyphenation

    hyphenation.register(Path(os.environ["TMPDIR"]))
    fetch = assets.fetcher()
    close_the_doors()
    attachments = [
        Attachment(string=base64.b64decode(data), name=name, relationship="Data", created=FIXED, modified=FIXED)
        for name, data in job["attachments"]
    ]
    page = HTML(string=job["html"], base_url="about:blank", url_fetcher=fetch)
    options = {"pdf_variant": "pdf/a-3a", "attachments": attachments}
    document = page.render(**options)
    if len(document.pages) > job["max_pages"]:
        raise TooLong
    data = document.write_pdf(**options)
    if data is None:
        raise RuntimeError("nothing was written")
    names = [name for name, _ in job["attachments"]]
    return finishing.finish(data, title=job["title"], language=job["language"], attachments=names)


def main(cpu_seconds: str, memory_bytes: str) -> int:
    """Do the job on standard input."""
    limit(int(cpu_seconds), int(memory_bytes))
    logging.disable(logging.CRITICAL)
    try:
        data = make(json.load(sys.stdin.buffer))
    except (MemoryError, RecursionError, TooLong):
        return TOO_BIG
    except BaseException as error:
        # Only the kind of the error: its text may quote the paper.
        print(type(error).__name__, file=sys.stderr)  # noqa: T201
        return REFUSED if type(error).__name__ in {"FatalURLFetchingError", "Unexpected"} else FAILED
    sys.stdout.buffer.write(data)
    return OK


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
