"""An agency that comes into a case which is under way."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from permissions.roles import Act
from workflows import parties
from workflows.engine import AgencyStep, CaseFlow, End, If, Outcome, Start


class JoiningFlow(CaseFlow):
    """The agency answers; if it takes part, it describes the situation where the others did."""

    process_title = _("An agency joins")

    start = Start(this.begin).Next(this.answer)
    answer = AgencyStep(act=Act.ANSWER, agency=parties.joining).Next(this.answered)
    answered = Outcome("answer").When("accepted", this.maps).Otherwise(this.end)
    maps = If(parties.describe).Annotation(_("Do the others describe the situation?")).Then(this.map).Else(this.end)
    map = AgencyStep(act=Act.WRITE, agency=parties.joining).Next(this.end)
    end = End()
