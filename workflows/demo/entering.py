"""At the doors of the cases: somebody asks to join, opens one in an emergency, or may not work in one."""

from coordination.access import conflicts, emergency, joining
from coordination.cases.models import Case
from coordination.demo.cast import Cast
from coordination.history.recording import note_reading
from workflows.demo.clock import Days, Story


def story(cast: Cast, days: Days) -> Story:
    """Jonas asks to join the case in progress, Mira had to open it one night; Robert knows a family."""
    yield days.at(0, "08:40")
    why = "Utredningen om ett syskon berör samma insatser."
    asked = joining.ask(_case("active").reference, by=cast.users["jonas"], agency=cast.agencies["A2"], reason=why)
    joining.tell(asked.pk)
    yield days.at(0, "21:15")
    case, mira = _case("active"), cast.users["mira"]
    why = "Anhörig ringde jouren: den unge har inte kommit hem."
    emergency.open_case(case.reference, by=mira, agency=case.lead_agency, category="missing", reason=why)
    note_reading(mira, case, "overview")
    note_reading(mira, case, "plan")
    yield days.at(1, "09:05")
    conflicts.declare(_case("planning"), cast.users["robert"], by=cast.users["samira"], why="friend")


def _case(status: str) -> Case:
    """Return the case at a stage whose reference comes first."""
    return Case.objects.filter(status=status, municipality__country="SE").order_by("reference")[0]
