"""The only files a paper may draw on, and the fetcher that answers nothing else.

Imported by the child process too, so nothing of Django here.
"""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCHEME = "paper:"
FACES = ("Regular", "It", "Semibold", "Bold")


class Refused(Exception):
    """A paper asked for something that is not ours to give."""


def _font_folder() -> Path:
    found = find_spec("font_source_sans_pro")
    if found is None or found.origin is None:
        raise RuntimeError("The package font-source-sans-pro is not installed.")
    return Path(found.origin).parent / "files"


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[Path, str]]:
    """Every address that is answered, with its file and type."""
    fonts = {f"{SCHEME}{face}.ttf": (_font_folder() / f"SourceSansPro-{face}.ttf", "font/ttf") for face in FACES}
    return {
        f"{SCHEME}paper.css": (ROOT / "templates/papers/paper.css", "text/css"),
        f"{SCHEME}icon.svg": (ROOT / "static/icon.svg", "image/svg+xml"),
        **fonts,
    }


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Stands for everything but the text that decides how a paper looks."""
    digest = hashlib.sha256(f"{version('weasyprint')} {version('pikepdf')} {version('pyphen')}".encode())
    code = sorted(Path(__file__).parent.glob("*.py"))
    for path in [*code, *(path for path, _ in table().values())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fetcher() -> Any:
    """Return the fetcher for WeasyPrint: our table and data:, anything else ends the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url in table():
                path, kind = table()[url]
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
            if url.startswith("data:"):
                return super().fetch(url, headers)
            # WeasyPrint swallows ordinary exceptions and would leave a hole in the paper instead.
            raise FatalURLFetchingError from Refused("an address outside the table of assets")

    return OwnAssets()
