"""Deadlines of the law that run in the cases: one with more time, one that is missed, one in Finland."""

from coordination.cases.models import Case
from coordination.clocks.actions import start_clock
from coordination.clocks.extending import extend_clock
from coordination.clocks.telling import tell_clocks
from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story


def story(cast: Cast, days: Days) -> Story:
    """A mother asks what is stored about her, an absence is noticed, and a Finnish matter is brought up."""
    users, agencies = cast.users, cast.agencies
    yield days.at(0, "10:35")
    case = _first(coordinator=users["petra"], status=Case.Status.ACTIVE)
    asked = start_clock(case, "SE-D22", agency=agencies["A1"], by=users["petra"]) if case else None
    yield days.at(1, "09:25")
    school = {"participations__agency": agencies["A3"], "participations__status": "accepted"}
    absent = _first(status__in=[Case.Status.MAPPING, Case.Status.WEEKLY, Case.Status.PLANNING], **school)
    if absent:
        start_clock(absent, "SE-D25", agency=agencies["A3"], by=users["ulrika"])
    yield days.at(2, "11:10")
    finnish = _first(coordinator=users["aino"], status=Case.Status.PLANNING)
    if finnish:
        start_clock(finnish, "FI-D03", agency=agencies["A9"], by=users["aino"])
    yield days.at(3, "15:50")
    if asked:
        why = "Begäran gäller flera akter och handlingar som är äldre än tio år."
        extend_clock(asked, by=users["samira"], until=days.day(60), reason=why)
    yield days.at(11, "07:55")
    tell_clocks()


def _first(**such: object) -> Case | None:
    """Return the case of that kind whose reference comes first."""
    return Case.objects.filter(**such).order_by("reference").first()
