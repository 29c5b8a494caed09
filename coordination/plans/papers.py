"""The joint plan on paper: one page in plain words for the family, and the agencies' version."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.papers.registry import Content, builds
from coordination.people.models import Person
from coordination.people.wishes import must_get_papers
from coordination.plans.family import actions_for, extract_for, meetings_of
from coordination.plans.models import Plan
from coordination.plans.points import points_of, said
from permissions import policy
from permissions.roles import Act


@builds("family_plan")
def family_plan(paper: Any) -> Content:
    """The plan as one of the family gets it: goals in the child's words, and what is done for them."""
    plan, person = _plan(paper), _person(paper)
    meetings = meetings_of(paper.requested_by, paper.case, person).filter(status="called")
    context = {
        "plan": plan,
        "goals": list(plan.goals.all()),
        "actions": list(actions_for(plan, person)),
        "points": said(points) if (points := points_of(plan)) else [],
        "coordinator": plan.case.coordinator,
        "meeting": meetings.first(),
    }
    return Content("family_plan.html", _("Our plan"), context)


@builds("family_extract")
def family_extract(paper: Any) -> Content:
    """What the own agency wrote and may show one of the family, with the plan and their meetings."""
    person = _person(paper)
    get_object_or_404(policy.visible(paper.requested_by, Act.VIEW, type(paper.case).objects.all()), pk=paper.case.pk)
    found = extract_for(paper.requested_by, paper.case, person)
    context = {"extract": found, "goals": list(found.plan.goals.all()) if found.plan else []}
    return Content("family_extract.html", _("What we have written"), context)


@builds("plan")
def joint_plan(paper: Any) -> Content:
    """The plan as the agencies work by it."""
    plan = _plan(paper)
    context = {
        "plan": plan,
        "goals": list(plan.goals.prefetch_related("actions__agency", "actions__person", "actions__kept_from")),
        "loose": list(plan.actions.filter(goal=None).select_related("agency", "person")),
        "approvals": list(plan.approvals.select_related("agency", "by")),
        "subject": plan.case.subject,
        "points": said(points) if (points := points_of(plan)) else [],
    }
    return Content("plan.html", _("Joint plan"), context)


def _plan(paper: Any) -> Plan:
    rows = policy.visible(paper.requested_by, Act.VIEW, Plan.objects.select_related("case__coordinator"))
    return get_object_or_404(rows, pk=paper.about, case=paper.case)


def _person(paper: Any) -> Person:
    """Return whom the paper is for. Raises ValidationError if the child does not want them to get any."""
    if paper.person is None:
        raise Http404
    must_get_papers(paper.person)
    return paper.person
