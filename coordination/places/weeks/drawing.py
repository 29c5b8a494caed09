"""The trend of the weeks as SVG. Its numbers stand in the drawing and in the table beside it."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HIGH, BAR, GAP, FOOT, HEAD = 540, 150, 64, 34, 26, 22


def trend(weeks: Sequence[tuple[date, int]], *, title: object) -> SafeString:
    """Draw one column a week, the last one filled. ``title`` says in words what they show."""
    most = max((count for _monday, count in weeks), default=0) or 1
    columns = format_html_join(
        "", "{}", ((_column(n, weeks[n], most, n == len(weeks) - 1),) for n in range(len(weeks)))
    )
    return format_html(
        '<svg class="chart trend" viewBox="0 0 {} {}" role="img" aria-labelledby="trend-title">'
        '<title id="trend-title">{}</title><g aria-hidden="true"><path class="axis" d="M0 {}H{}"/>{}</g></svg>',
        WIDTH,
        HEAD + HIGH + FOOT,
        title,
        HEAD + HIGH,
        WIDTH,
        columns,
    )


def _column(number: int, week: tuple[date, int], most: int, last: bool) -> SafeString:
    monday, count = week
    x, height = GAP / 2 + number * (BAR + GAP), round(HIGH * count / most, 1)
    top = HEAD + HIGH - height
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="val" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="lbl" x="{}" y="{}" text-anchor="middle">{}</text>',
        "bar" if last else "s1",
        x,
        top,
        BAR,
        height,
        x + BAR / 2,
        top - 6,
        count,
        x + BAR / 2,
        HEAD + HIGH + 18,
        _("W%(number)s") % {"number": monday.isocalendar().week},
    )
