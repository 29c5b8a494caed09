"""Walking a case through any flow by its open steps: forms are left out, the domain actions that they do are not."""

from datetime import date, timedelta

from django.utils import timezone

from coordination.cases.inviting import answer_invitation, invite
from coordination.exits.actions import assess_threat, note_contact
from coordination.models import Agency
from coordination.plans.actions import answer_plan, begin_plan, propose_plan, save_plan
from coordination.plans.queries import in_making
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic
from coordination.steps.kinds import act_of
from permissions import policy
from workflows import graph
from workflows.flows import flow_of
from workflows.models import CaseProcess
from workflows.runs import complete


class Going:
    """Goes through a flow. ``partners`` are the agencies that are invited, each with who works there."""

    def __init__(self, case, cast, *, coordinator, partners, elsewhere=""):
        self.case, self.cast, self.coordinator = case, cast, cast.users[coordinator]
        self.partners = {cast.agencies[key].pk: cast.users[who] for key, who in partners.items()}
        self.elsewhere = cast.agencies.get(elsewhere)
        self.seen = set()

    @property
    def run(self):
        """The run of the case's own flow."""
        return CaseProcess.objects.filter(case=self.case, flow_class=flow_of(self.case)).earliest("pk")

    def open(self):
        """The kinds of the open steps, sorted."""
        return sorted(self.case.steps.open().values_list("kind", flat=True))

    def goes(self, way):
        """Walk ``kind:outcome`` words in order; a kind alone is done, and so is each step of it that is open."""
        for word in way.split():
            kind, _colon, outcome = word.partition(":")
            for step in self.case.steps.open().filter(kind=kind).select_related("agency"):
                self.does(step, outcome or "done")
            if not self.case.steps.filter(kind=kind, completed_at__isnull=False).exists():
                raise AssertionError(f"{kind} is not open, but {self.open()}")
        return self

    def does(self, step, outcome):
        """Complete one step with an outcome."""
        self.seen.add((step.kind, outcome))
        who = self.partners.get(step.agency_id) or self.coordinator
        if self.elsewhere and step.agency_id == self.elsewhere.pk:
            who = self.cast.users["sanna"]
        work = getattr(self, f"_{step.kind}", None)
        apply = (lambda run: work(step, who, outcome, run)) if work else (lambda run: outcome)
        done = complete(step, by=who, apply=apply)
        self.case.refresh_from_db()
        return done

    def doable(self):
        """The open steps of the case's own run that somebody may do now."""
        rows = self.case.steps.open().filter(link__task__process=self.run.pk).select_related("agency")
        return [s for s in rows if policy.people_who_can(act_of(s.kind), self.case, agency=s.agency).exists()]

    def ways(self, kind):
        """The outcomes a step of a kind may have."""
        return graph.ways(flow_of(self.case), kind) or ["done"]

    def _first_contact(self, step, who, outcome, run):
        if outcome == "reached":
            concerned = Agency.objects.filter(pk__in=self.partners)
            note_contact(self.case, by=who, channel="calls", concerned=concerned)
        return outcome

    def _consent(self, step, who, outcome, run):
        if outcome in ("given", "partial"):
            agencies = [*Agency.objects.filter(pk__in=self.partners), *([self.elsewhere] if self.elsewhere else [])]
            for giver in self.case.people.must_consent():
                until = timezone.now() + timedelta(days=180)
                said = {"given": True, "agencies": agencies, "topics": Topic.values, "form": "written"}
                record_consent(giver, by=who, valid_until=until, **said)
        return outcome

    def _invite(self, step, who, outcome, run):
        inside = self.case.participations.filter(status__in=["invited", "accepted"]).values("agency")
        for agency in Agency.objects.filter(pk__in=self.partners).exclude(pk__in=inside):
            invite(self.case, agency, by=who)
        return outcome

    def _answer(self, step, who, outcome, run):
        yes = outcome != "declined"
        there = self.case.participations.get(agency=step.agency, status="invited")
        answer_invitation(there, by=who, accept=yes, people=[who] if yes else [], reason="" if yes else "Nej")
        return "accepted" if yes else "declined"

    def _threat(self, step, who, outcome, run):
        until = timezone.localdate() + timedelta(days=14)
        assess_threat(self.case, by=who, agency=step.agency, level="high", valid_until=until, step=step)
        return "done"

    def _renew_threat(self, step, who, outcome, run):
        until = timezone.localdate() + timedelta(days=30)
        level = outcome if outcome in ("none", "low") else "low"
        assess_threat(self.case, by=who, agency=step.agency, level=level, valid_until=until, step=step)
        return "done"

    def _draft_plan(self, step, who, outcome, run):
        today: date = timezone.localdate()
        plan = begin_plan(self.case, by=who)
        row = {"text": "Gör", "agency": step.agency, "person": who, "starts_on": today, "due_on": today}
        goal = {"words": "Leva vanligt", "start": 2, "target": 8}
        texts = {"summary": "Plan", "crisis": "", "follow_up_on": today + timedelta(days=30)}
        save_plan(plan, by=who, **texts, goals=[goal], actions=[row])
        propose_plan(plan, by=who)
        return "done"

    def _approve(self, step, who, outcome, run):
        yes = outcome != "returned"
        plan = in_making(self.case)
        answer_plan(plan, by=who, agency=step.agency, approved=yes, reason="" if yes else "Nej")
        return "approved" if yes else "returned"

    def _choose_home(self, step, who, outcome, run):
        there = self.case.participations.filter(agency=self.elsewhere, status__in=["invited", "accepted"])
        if outcome == "invited":
            if not there.exists():
                invite(self.case, self.elsewhere, by=who)
            run.data["home"] = str(self.elsewhere.pk)
        return outcome
