"""The steps of a case as its people do them: what they write, decide and promise."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.actions import rate_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.history.recording import note_reading
from coordination.meetings.actions import call_meeting
from coordination.meetings.models import Meeting
from coordination.meetings.writing import add_part, write_part
from coordination.people.actions import add_person
from coordination.people.wishes import kept_out_of_meetings
from coordination.plans.actions import (
    answer_plan,
    begin_plan,
    change_action,
    close_minutes_with_decisions,
    follow_up,
    propose_plan,
    save_plan,
)
from coordination.plans.models import Plan
from coordination.plans.queries import in_force
from coordination.sharing.models import Topic
from workflows.demo.on_grounds import OnGrounds
from workflows.demo.play import Said
from workflows.forms.mapping import QUESTIONS


class Steps(OnGrounds):
    """A case, with a sentence for each step of its process."""

    def consults(self, text: str) -> None:
        """Write what was talked about without names; the work goes on with the family."""
        self._writes_and("consult", text, outcome="proceed")

    def informs(self, text: str, *, child: str, people: list[dict] | tuple = ()) -> None:
        """Tell the family, register those who are not there yet, and keep the child's view."""

        def apply(run: Any) -> str:
            who = self.user(self.coordinator)
            for details in people:
                add_person(self.case, details, by=who)
            told = {"how": "meeting", "told_on": timezone.localdate().isoformat()}
            self.writes(self.coordinator, self.lead, text, step=step, data=told)
            self.writes(self.coordinator, self.lead, child, title=_("The child's own view"), topic="home", step=step)
            return "done"

        step = self.step("inform")
        self.does("inform", apply)

    def consents(self, *answers: Said, view: str) -> None:
        """Record consent; what they say together is the outcome."""

        def apply(run: Any) -> str:
            given = self.says(*answers, view=view)
            agencies = {frozenset(a.pk for a in c.agencies.all()) for c in given}
            whole = len(agencies) == 1 and all(set(c.topics) == set(Topic.values) for c in given)
            return "given" if whole else "partial"

        self.does("consent", apply)

    def screens(self, text: str) -> None:
        """Decide that the case is for joint work."""
        self._writes_and("screen", text, outcome="proceed", data={"known": "no"})

    def invites(self, *agencies: str, message: str) -> None:
        """Invite agencies."""

        def apply(run: Any) -> str:
            for key in agencies:
                invite(self.case, self.agency(key), by=self.user(self.coordinator), message=message)
            return "done"

        self.does("invite", apply)

    def invites_late(self, agency: str, message: str) -> None:
        """Invite an agency when the process has passed its step of inviting."""
        who = self.looks_in(self.coordinator, "people")
        invite(self.case, self.agency(agency), by=who, message=message, late=True)

    def answers(self, agency: str, contact: str, *people: str, declines: str = "") -> None:
        """Answer an invitation: yes for the people named, or no with a reason."""

        def apply(run: Any) -> str:
            there = self.case.participations.get(agency=self.agency(agency), status="invited")
            users = [self.user(key) for key in people]
            answer_invitation(there, by=self.user(contact), accept=not declines, people=users, reason=declines)
            return "declined" if declines else "accepted"

        self.does("answer", apply, by=contact, agency=agency)

    def describes(self, agency: str, by: str, sections: dict[str, dict[str, str]], *, to: tuple[str, ...] = ()) -> None:
        """Describe the situation, one section a topic, read by the agencies in ``to`` as far as consent goes."""

        def apply(run: Any) -> str:
            for topic, said in sections.items():
                text = "\n\n".join(f"{QUESTIONS[name]}\n{answer}" for name, answer in said.items())
                readers = self.covered(topic, *to)
                title = str(Topic(topic).label)
                self.writes(by, agency, text, title=title, topic=topic, share_with=readers, step=step, data=said)
            return "done"

        step = self.step("map", agency)
        self.does("map", apply, by=by, agency=agency)

    def reviews(self) -> None:
        """Read what came, and find it enough."""
        self.reads_all(self.coordinator)
        self.does("review", lambda run: "enough")

    def asks_for_more(self, *agencies: str, why: str) -> None:
        """Read what came, and ask some agencies for more."""

        def apply(run: Any) -> str:
            run.data["ask"] = [str(agency.pk) for agency in self.agencies(*agencies)]
            run.data["ask_reason"] = why
            return "more"

        self.reads_all(self.coordinator)
        self.does("review", apply)

    def calls(self, starts_at: datetime, place: str, agencies: tuple[str, ...], *agenda: str) -> None:
        """Call the network meeting, with the whole family."""

        def apply(run: Any) -> str:
            self._call(Meeting.Kind.NETWORK, starts_at, place, agencies, agenda)
            return "done"

        self.does("call_meeting", apply)

    def calls_follow_up(self, starts_at: datetime, place: str, agencies: tuple[str, ...], *agenda: str) -> None:
        """Call a follow-up meeting from the page of the meetings."""
        self.looks_in(self.coordinator, "meetings")
        self._call(Meeting.Kind.FOLLOW_UP, starts_at, place, agencies, agenda)

    def holds(self, *rows: dict, to: tuple[str, ...], absent: tuple[str, ...] = ()) -> None:
        """Write the minutes of the network meeting; decisions become actions."""

        def apply(run: Any) -> str:
            self._minutes(rows, to, absent)
            return "done"

        self.does("hold_meeting", apply)

    def holds_follow_up(self, *rows: dict, to: tuple[str, ...], absent: tuple[str, ...] = ()) -> None:
        """Write the minutes of a follow-up meeting."""
        self.looks_in(self.coordinator, "meeting", about=self._called())
        self._minutes(rows, to, absent)

    def promise(self, text: str, agency: str, by: str, *days: int, goal: int = 0) -> dict:
        """Return an action as the plan takes it, with its first and last day as the story counts them."""
        row = {"text": text, "agency": self.agency(agency), "person": self.user(by)}
        starts_on, due_on = (self.day(number) for number in days)
        return {**row, "starts_on": starts_on, "due_on": due_on, **({"goal": goal} if goal else {})}

    def proposes(
        self,
        *,
        summary: str,
        crisis: str,
        follow_up: int,
        goals: list[dict],
        actions: list[dict],
        points: dict | None = None,
    ) -> None:
        """Write the joint plan and lay it before the agencies. Rows already in the draft are known by their words."""

        def apply(run: Any) -> str:
            who = self.user(self.coordinator)
            plan = begin_plan(self.case, by=who)
            known = {g.words: g.pk for g in plan.goals.all()}
            there = {a.text: a.pk for a in plan.actions.all()}
            save_plan(
                plan,
                by=who,
                summary=summary,
                crisis=crisis,
                follow_up_on=self.day(follow_up),
                goals=[{"pk": known.get(row["words"]), **row} for row in goals],
                actions=[{"pk": there.get(row["text"]), **row} for row in actions],
                points=points,
            )
            propose_plan(plan, by=who)
            return "done"

        self.does("draft_plan", apply)

    def approves(self, agency: str, by: str, *, returns: str = "") -> None:
        """Answer for an agency to its own actions."""

        def apply(run: Any) -> str:
            plan = self.case.plans.get(status=Plan.Status.PROPOSED)
            note_reading(self.user(by), self.case, "plan", plan)
            where, who = self.agency(agency), self.user(by)
            answer_plan(plan, by=who, agency=where, approved=not returns, reason=returns)
            return "returned" if returns else "approved"

        self.does("approve", apply, by=by, agency=agency)

    def reports(self, by: str, text: str, status: str, note: str) -> None:
        """Say how an action of the plan in force goes."""
        user, plan = self.looks_in(by), self._plan()
        action = plan.actions.get(text=text)
        note_reading(user, self.case, "plan", plan)
        change_action(action, by=user, status=status, note=note)

    def follows_up(
        self, *marks: tuple[int, str], outcome: str, next_on: date | None = None, kind: str = "follow_up"
    ) -> None:
        """Mark the goals in their order, and say what comes next; ``kind`` is weekly or monthly in a group."""

        def apply(run: Any) -> str:
            self._mark(marks, next_on)
            return outcome

        self.does(kind, apply)

    def closes(
        self, end: str, *marks: tuple[int, str], ratings: tuple[int | None, int | None], text: str, after: date | None
    ) -> None:
        """Close the case with what came of each goal and how the family rates the help."""

        def apply(run: Any) -> str:
            self._mark(marks, None)
            rate_case(self.case, by=self.user(self.coordinator), child=ratings[0], guardian=ratings[1])
            self.writes(self.coordinator, self.lead, text, step=step)
            if after:
                run.data["after_on"] = after.isoformat()
            return end

        step = self.step("close")
        self.does("close", apply)

    def looks_back(self, text: str, child: str) -> None:
        """Ask the family how it went afterwards."""

        def apply(run: Any) -> str:
            self.writes(self.coordinator, self.lead, text, step=step)
            self.writes(self.coordinator, self.lead, child, title=_("The child's own words"), topic="home", step=step)
            return "done"

        step = self.step("after_follow_up")
        self.does("after_follow_up", apply)

    def _writes_and(self, kind: str, text: str, *, outcome: str, data: dict | None = None) -> None:
        step = self.step(kind)

        def apply(run: Any) -> str:
            self.writes(self.coordinator, self.lead, text, step=step, data=data)
            return outcome

        self.does(kind, apply)

    def _call(self, kind: str, starts_at: datetime, place: str, agencies: tuple[str, ...], agenda: tuple) -> None:
        call_meeting(
            self.case,
            by=self.user(self.coordinator),
            kind=kind,
            starts_at=starts_at,
            minutes_long=60,
            place=place,
            agencies=self.agencies(*agencies),
            people=list(self.case.people.exclude(role="other").exclude(pk__in=kept_out_of_meetings(self.case))),
            agenda=list(agenda),
        )

    def _called(self) -> Meeting:
        return self.case.meetings.filter(status=Meeting.Status.CALLED).latest("starts_at")

    def _minutes(self, rows: tuple[dict, ...], to: tuple[str, ...], absent: tuple[str, ...]) -> None:
        meeting = self._called()
        missed = {self.agency(key).pk for key in absent}
        came = [i.pk for i in meeting.invitees.all() if i.agency_id not in missed]
        readers = self.agencies(*self.covered("plan", *to))
        who = self.user(self.coordinator)
        roles: dict[str, Any] = {"chair": who, "note_taker": who} if meeting.kind == Meeting.Kind.SIP else {}
        for said in rows:
            part = meeting.agenda.filter(heading=said["heading"]).first()
            part = part or add_part(meeting, by=who, heading=said["heading"])
            write_part(part, by=who, notes=said["notes"], decisions=said["decisions"])
        close_minutes_with_decisions(meeting, by=who, attended=came, share_with=readers, **roles)

    def _mark(self, marks: tuple[tuple[int, str], ...], next_on: date | None) -> None:
        plan = self._plan()
        said = dict(zip([goal.pk for goal in plan.goals.all()], marks, strict=True))
        follow_up(plan, by=self.user(self.coordinator), marks=said, next_on=next_on)

    def _plan(self) -> Plan:
        plan = in_force(self.case)
        if plan is None:
            raise LookupError("the story has no plan in force")
        return plan


def row(heading: str, notes: str = "", decision: str = "", action: dict | None = None) -> dict:
    """Return a part of the minutes; its decision may be an action of the plan, else it is only noted."""
    acts = {"in_plan": True, **action} if action else {}
    decisions = [{**acts, "text": acts.get("text", decision)}] if decision else []
    return {"heading": heading, "notes": notes, "decisions": decisions}
