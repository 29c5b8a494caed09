"""An own map: areas, places and numbers as SVG, made from the municipality's coordinates. Nobody else is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, MARGIN = 520, 30
LONGEST = 1.4  # How much higher than wide a map gets at most.
SMALLEST, STEP, LARGEST = 11, 2, 24  # Radius of a place without anything, more for each report, and the largest.
PICTURE = 256  # Width in pixels of the map one points at; fits a phone of 320.


@dataclass(frozen=True)
class Frame:
    """The part of the grid a map shows, in metres, and how it lies in the drawing."""

    west: float
    top: float
    scale: float  # units of the drawing a metre
    height: float

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Return where a point of the grid lies in the drawing."""
        return round(MARGIN + (east - self.west) * self.scale, 1), round(MARGIN + (self.top - north) * self.scale, 1)

    def point(self, x: float, y: float) -> tuple[int, int]:
        """Return the point of the grid at a spot of the drawing: east and north in whole metres."""
        return round(self.west + (x - MARGIN) / self.scale), round(self.top - (y - MARGIN) / self.scale)


def frame(areas: Iterable[Any], places: Iterable[Any]) -> Frame:
    """Return a frame that holds all areas and places."""
    points = [(p.east, p.north) for p in places] + [tuple(corner) for a in areas for corner in a.outline]
    easts, norths = zip(*points, strict=True) if points else ((0,), (0,))
    wide, high = max(max(easts) - min(easts), 100), max(max(norths) - min(norths), 100)
    scale = min((WIDTH - 2 * MARGIN) / wide, (WIDTH * LONGEST - 2 * MARGIN) / high)
    return Frame(min(easts), max(norths), scale, round(high * scale + 2 * MARGIN))


def numbered(
    areas: list[Any], places: list[Any], counts: Mapping[Any, int], *, title: object, text: object
) -> SafeString:
    """Draw a map with a number at each place that has one. Its words say the same; the table beside it too."""
    on = frame(areas, places)
    dots = format_html_join("", "{}", ((_dot(on, place, counts.get(place.pk, 0)),) for place in places))
    return format_html(
        '<svg class="chart placemap" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-text">'
        '<title id="map-title">{}</title><desc id="map-text">{}</desc><g aria-hidden="true">{}{}</g></svg>',
        WIDTH,
        on.height,
        title,
        text,
        _areas(on, areas),
        dots,
    )


def picture(areas: list[Any], places: list[Any], *, chosen: tuple[int, int] | None = None) -> SafeString:
    """Draw the map one points at, as a picture of its own: no style sheet reaches it, so it brings its greys along."""
    on = frame(areas, places)
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="8" fill="dimgray"/>'
        '<text x="{}" y="{}" font-size="20" fill="black" text-anchor="{}">{}</text>',
        ((x, y, x, y + 26, _anchor(x), p.name) for p in places for x, y in [on.at(p.east, p.north)]),
    )
    mark = ""
    if chosen:
        x, y = on.at(*chosen)
        mark = format_html(
            '<path d="M{} {}l-14 -34a15 15 0 1 1 28 0z" fill="crimson" stroke="white" stroke-width="3"/>', x, y
        )
    shapes = format_html_join(
        "", '<polygon points="{}" fill="gainsboro" stroke="gray" stroke-width="2"/>', ((_points(on, a),) for a in areas)
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
        'font-family="sans-serif"><rect width="{0}" height="{1}" fill="white"/>{2}{3}{4}</svg>',
        WIDTH,
        on.height,
        shapes,
        dots,
        mark,
    )


def pointed(areas: list[Any], places: list[Any], x: float, y: float) -> tuple[int, int]:
    """Return the point of the grid at which somebody pointed in the picture, shown ``PICTURE`` pixels wide."""
    larger = WIDTH / PICTURE
    return frame(areas, places).point(x * larger, y * larger)


def size(areas: list[Any], places: list[Any]) -> tuple[int, int]:
    """Return width and height in pixels of the picture one points at."""
    return PICTURE, round(frame(areas, places).height * PICTURE / WIDTH)


def _areas(on: Frame, areas: list[Any]) -> SafeString:
    shapes = format_html_join("", '<polygon class="area" points="{}"/>', ((_points(on, a),) for a in areas))
    names = format_html_join(
        "",
        '<text class="lbl sm" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((*_middle(on, a), a.name) for a in areas if a.outline),
    )
    return format_html("{}{}", shapes, names)


def _dot(on: Frame, place: Any, count: int) -> SafeString:
    x, y = on.at(place.east, place.north)
    if not count:
        return format_html('<circle class="nothing" cx="{}" cy="{}" r="4"/>', x, y)
    radius = min(SMALLEST + STEP * count, LARGEST)
    return format_html(
        '<circle class="s1" cx="{}" cy="{}" r="{}"/><text class="val" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="lbl" x="{}" y="{}" text-anchor="{}">{}</text>',
        x,
        y,
        radius,
        x,
        y + 5,
        count,
        x,
        y + radius + 14,
        _anchor(x),
        place.name,
    )


def _anchor(x: float) -> str:
    if x < WIDTH / 4:
        return "start"
    return "end" if x > 3 * WIDTH / 4 else "middle"


def _points(on: Frame, area: Any) -> str:
    return " ".join(f"{x},{y}" for x, y in (on.at(*corner) for corner in area.outline))


def _middle(on: Frame, area: Any) -> tuple[float, float]:
    norths = [corner[1] for corner in area.outline]
    x, y = on.at(sum(corner[0] for corner in area.outline) / len(area.outline), max(norths))
    return x, y + 16
