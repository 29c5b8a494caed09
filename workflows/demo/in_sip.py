"""The steps that a coordinated individual plan has besides, as its people do them."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.inviting import invite
from coordination.history.recording import record
from coordination.meetings.models import Meeting
from workflows.demo.steps import Steps


class InSip(Steps):
    """A coordinated individual plan, with a sentence for each of its own steps."""

    def notes_the_need(self, by: str, text: str) -> None:
        """Note that both principals are needed."""
        facts = {"noticed_by": by, "noticed_on": timezone.localdate().isoformat()}
        self._writes_and("need", text, outcome="proceed", data=facts)

    def asks_what_matters(self, words: str, wishes: str) -> None:
        """Meet the person, who says what matters."""

        def apply(run: Any) -> str:
            title = _("What matters to the person")
            self.writes(self.coordinator, self.lead, words, title=title, topic="home", step=step)
            self.writes(self.coordinator, self.lead, wishes, step=step)
            return "proceed"

        step = self.step("pre_meeting")
        self.does("pre_meeting", apply)

    def asks(self, *questions: str) -> None:
        """Formulate the questions."""
        self._writes_and("questions", "\n".join(questions), outcome="done", data={"questions": list(questions)})

    def calls_to_sip(
        self, starts_at: datetime, place: str, *, principals: tuple[str, ...], invited: tuple[str, ...], message: str
    ) -> None:
        """Call the principals and invite the others, with the questions as the agenda."""

        def apply(run: Any) -> str:
            for key in (*principals, *invited):
                by = self.user(self.coordinator)
                invite(self.case, self.agency(key), by=by, message=message, called=key in principals)
            asked = self.case.entries.filter(step__kind="questions").latest("written_at").data["questions"]
            self._call(Meeting.Kind.SIP, starts_at, place, (*principals, *invited), tuple(asked))
            return "done"

        self.does("call", apply)

    def hands_over(self, *names: str) -> None:
        """Give the plan to those of the family."""

        def apply(run: Any) -> str:
            people = ", ".join(self.person(name).label for name in names)
            self.writes(self.coordinator, self.lead, _("Given to: %(people)s") % {"people": people}, step=step)
            record(self.case, "plan-handed-over", actor=self.user(self.coordinator))
            return "done"

        step = self.step("hand_over")
        self.does("hand_over", apply)
