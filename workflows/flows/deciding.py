"""An agency carries out what a meeting decided."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from permissions.roles import Act
from workflows import parties
from workflows.engine import AgencyStep, CaseFlow, End, Start


class DecisionFlow(CaseFlow):
    """The agency, or the one of its people whom the meeting named, does it by the day that was decided."""

    process_title = _("A meeting decided it")
    rules = "meeting"

    start = Start(this.begin).Next(this.decided)
    decided = AgencyStep(
        act=Act.WRITE, agency=parties.decided_agency, owner=parties.decided_person, due=parties.decided_day
    ).Next(this.end)
    end = End()
