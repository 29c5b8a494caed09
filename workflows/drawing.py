"""Drawing a process: an SVG in lines of a few boxes, and BPMN for other tools."""

import textwrap
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Template
from django.utils.html import format_html, format_html_join
from viewflow.workflow.chart import calc_layout_data

WIDTH, HEIGHT, GAP_X, GAP_Y = 206, 92, 34, 14
MARGIN, CAPTION, BETWEEN_LINES = 22, 22, 40
COLUMNS = 4
CLASS = {"done": "done", "now": "now", "waiting": "now", "overdue": "late", "todo": "todo", "skipped": "todo"}
ICON = {
    "done": "M-4 0l3 3 6-6",
    "late": "M0 -5v6M0 4.5v.01",
    "now": "M-2 -4l4 4-4 4",
    "todo": "M-3 0h6",
}


def bpmn(flow: Any) -> str:
    """Return the flow as BPMN 2.0 XML, for tools that read it."""
    grid = calc_layout_data(flow)
    parts = {
        "cells": [cell for cell in grid.cells if cell.node.bpmn_element],
        "edges": grid.edges,
        "process_id": f"id_process_{flow.__name__}",
        "process_name": str(flow.process_title),
    }
    return _bpmn_template().render(Context(parts, use_l10n=False))


@cache
def _bpmn_template() -> Template:
    # Viewflow's own templates stay out of the service's: none of its pages is mounted.
    folder = Path(find_spec("viewflow").origin).parent / "templates"  # type: ignore[union-attr,arg-type]
    engine = Engine(dirs=[str(folder)], libraries={"l10n": "django.templatetags.l10n"})
    return engine.get_template("viewflow/workflow/graph.bpmn")


def svg(rows: list[dict], *, title: str, description: str) -> str:
    """Draw the rows of a step list. Colours and type come from the style sheet; state is also said by text and sign."""
    columns = _place(rows)
    height = max((box["y"] + HEIGHT for column in columns for box in column["boxes"]), default=0) + MARGIN
    width = 2 * MARGIN + COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X
    return format_html(
        '<svg class="flow" viewBox="0 0 {} {}" role="img" aria-labelledby="flow-title flow-text" '
        'xmlns="http://www.w3.org/2000/svg"><title id="flow-title">{}</title><desc id="flow-text">{}</desc>'
        '<g aria-hidden="true">{}{}{}</g></svg>',
        width,
        height,
        title,
        description,
        _lines(columns),
        format_html_join("", '<text class="s" x="{}" y="{}">{}</text>', _captions(columns)),
        format_html_join("", "{}", ((_box(box),) for column in columns for box in column["boxes"])),
    )


def _place(rows: list[dict]) -> list[dict]:
    """Give every box its place: lines of a few columns, parallel branches one under the other."""
    columns, top = [], MARGIN
    for start in range(0, len(rows), COLUMNS):
        line = rows[start : start + COLUMNS]
        tallest = max(len(row["sub"]) or 1 for row in line)
        inner = tallest * HEIGHT + (tallest - 1) * GAP_Y
        first = top + (CAPTION if any(row["sub"] for row in line) else 0)
        for number, row in enumerate(line):
            columns.append(_column(row, MARGIN + number * (WIDTH + GAP_X), top, (first, inner)))
        top = first + inner + BETWEEN_LINES
    return columns


def _column(row: dict, x: int, line: int, space: tuple[int, int]) -> dict:
    parts, (top, inner) = row["sub"] or [row], space
    y = top + (inner - len(parts) * HEIGHT - (len(parts) - 1) * GAP_Y) // 2
    boxes = [
        {
            "x": x,
            "y": y + number * (HEIGHT + GAP_Y),
            "line": line,
            "title": str(part["title"]),
            "text": part["state_text"],
            "css": CLASS[part["state"]],
        }
        for number, part in enumerate(parts)
    ]
    return {"boxes": boxes, "caption": str(row["title"]) if row["sub"] else "", "done": row["state"] == "done"}


def _captions(columns: list[dict]) -> Iterable[tuple]:
    for column in columns:
        if column["caption"]:
            first = column["boxes"][0]
            yield first["x"], first["y"] - 8, textwrap.shorten(column["caption"], 30, placeholder="…")


def title_lines(title: str) -> list[str]:
    """Break the title of a step into the lines of its box."""
    return textwrap.wrap(title, 20, max_lines=3, placeholder="…")


def _box(box: dict) -> str:
    lines = title_lines(box["title"])
    first = box["y"] + (29 if len(lines) == 1 else 21)
    foot = box["y"] + HEIGHT - 13
    return format_html(
        '<g class="{}"><rect class="box" x="{}" y="{}" width="{}" height="{}" rx="8"/>{}'
        '<path class="ico" transform="translate({} {})" d="{}"/><text class="s" x="{}" y="{}">{}</text></g>',
        box["css"],
        box["x"],
        box["y"],
        WIDTH,
        HEIGHT,
        format_html_join(
            "",
            '<text class="t" x="{}" y="{}">{}</text>',
            ((box["x"] + 12, first + 17 * number, line) for number, line in enumerate(lines)),
        ),
        box["x"] + 18,
        foot - 4,
        ICON[box["css"]],
        box["x"] + 30,
        foot,
        textwrap.shorten(str(box["text"]), 20, placeholder="…"),
    )


def _lines(columns: list[dict]) -> str:
    edges = [
        ("edge done" if here["done"] else "edge", _way(start, end))
        for here, there in pairwise(columns)
        for start in here["boxes"]
        for end in there["boxes"]
    ]
    ends = [("arrow", f"M{b['x'] - 8} {b['y'] + HEIGHT // 2 - 5}l8 5-8 5z") for c in columns[1:] for b in c["boxes"]]
    return format_html_join("", '<path class="{}" d="{}"/>', [*edges, *ends])


def _way(start: dict, end: dict) -> str:
    """Return the path between two boxes; to the next line it runs through the gap between the lines."""
    x, y = start["x"] + WIDTH, start["y"] + HEIGHT // 2
    to_x, to_y = end["x"] - 7, end["y"] + HEIGHT // 2
    if end["x"] > start["x"]:
        middle = x + GAP_X // 2
        return f"M{x} {y}H{to_x}" if y == to_y else f"M{x} {y}H{middle}V{to_y}H{to_x}"
    between = _gap_above(end)
    return f"M{x} {y}H{x + GAP_X // 3}V{between}H{MARGIN // 2}V{to_y}H{to_x}"


def _gap_above(box: dict) -> int:
    return box["line"] - BETWEEN_LINES // 2 - 6
