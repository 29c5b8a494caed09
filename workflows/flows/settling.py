"""What remains to be done after consent was withdrawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.actions import close_case
from coordination.cases.models import Case
from workflows.engine import CaseFlow, Do, End, Start, actor, coordinator_step


class SettlingFlow(CaseFlow):
    """The coordinator settles what is open, and the case closes."""

    process_title = _("Consent was withdrawn")

    start = Start(this.begin).Next(this.settle)
    settle = coordinator_step().Next(this.finish)
    finish = Do(this.close_as_withdrawn).Next(this.end)
    end = End()

    def close_as_withdrawn(self, activation: Any) -> None:
        """Close the case with the end state of a withdrawn consent."""
        close_case(activation.process.case, by=actor(activation), end=Case.End.WITHDRAWN)
