"""A matter about a provider in the world: being checked, its triage proposed anew; and a signal half written."""

from typing import Any

from coordination.matters.actions import begin_checks, open_matter, propose_triage, rule_on_triage
from coordination.models import Matter, MatterDraft


def records(users: dict, agencies: dict) -> dict[str, Any]:
    elsa = users["elsa"]
    users["gun"].memberships.create(agency=agencies["A7"], post="controller")  # So that somebody opens every page.
    matter = open_matter(by=elsa, agency=agencies["A7"], provider="KANARIUTFORARE", source="tip", signal="KANARISIGNAL")
    propose_triage(matter, by=elsa, kind=Matter.Triage.ERROR, reason="x")
    rule_on_triage(matter, by=users["gun"], agree=True)
    begin_checks(matter, by=elsa)
    propose_triage(matter, by=elsa, kind=Matter.Triage.FRAUD, reason="x")
    draft = MatterDraft.objects.create(owner=users["gun"], data={"provider": ["KANARIHALVSIGNAL"]})
    return {"matter": matter, "matter_draft": draft}
