import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
HEX = r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b"
TAGS = ["ok", "info", "warn", "bad", "mute", "lock"]

TEXT = [
    *product(["ink", "ink-2", "link", "link-hover"], ["canvas", "surface", "surface-2"]),
    ("brand-ink", "brand"),
    ("brand-ink", "brand-2"),
    ("btn-ink", "btn"),
    ("btn-ink", "btn-hover"),
    ("surface", "bad-ink"),
    ("count-ink", "count-bg"),
    ("field-ink", "field-bg"),
    ("field-hint", "field-bg"),
    ("bad-ink", "surface"),
    ("on-ok", "ok-line"),
    *product(["ink"], [f"{tag}-bg" for tag in TAGS]),
]
EDGES = [
    *product(["line-strong", "accent", "btn", "focus", "bad-line"], ["canvas", "surface"]),
    *((f"{tag}-line", f"{tag}-bg") for tag in ("ok", "info", "bad", "lock")),
]


def tokens(theme: str) -> dict[str, str]:
    """Return the colour of each token in one theme."""
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS):
        colours = re.findall(HEX, value)
        if colours:
            found.setdefault(name, colours[-1] if theme == "dark" else colours[0])
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def colours(request) -> dict[str, str]:
    return tokens(request.param)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read_in_both_themes(colours, ink, ground):
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("tag", TAGS)
def test_status_tags_can_be_read_by_almost_everybody(colours, tag):
    assert contrast(colours[f"{tag}-ink"], colours[f"{tag}-bg"]) >= 7


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_mean_something_can_be_seen(colours, edge, ground):
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_no_colour_is_written_outside_the_tokens(path):
    if path.name != "tokens.css":
        assert not re.findall(rf"{HEX}|rgba?\(|hsl|oklch", path.read_text().split("url(")[0])


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path):
    text = path.read_text()
    known = set(re.findall(r"--([\w-]+):", TOKENS + text))
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= known


@pytest.mark.parametrize("path", sorted([*CSS.glob("*.css"), *CSS.parent.glob("js/*.js")]), ids=lambda path: path.name)
def test_no_file_grows_too_long(path):
    assert len(path.read_text().splitlines()) < 300
