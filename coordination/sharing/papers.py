"""On paper: the consent form to be signed, and what was given and received."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.papers.registry import Content, builds
from coordination.people.models import Person
from coordination.sharing.ledger.queries import disclosures_for, own_agencies
from coordination.sharing.ledger.rows import lines
from coordination.sharing.models import Consent, Topic
from permissions import policy
from permissions.roles import Act

MOST = 1000  # rows; what is older is in the file for spreadsheets


@builds("ledger")
def ledger(paper: Any) -> Content:
    """What the reader's agency gave and got in a case; for who audits it, every row without words."""
    reader, case = paper.requested_by, paper.case
    seen = (policy.visible(reader, act, type(case).objects.filter(pk=case.pk)) for act in (Act.VIEW, Act.AUDIT))
    if not any(rows.exists() for rows in seen):
        raise Http404
    mine, found = own_agencies(reader, case), disclosures_for(reader, case=case)
    context = {
        "lines": lines(reader, found[:MOST], mine),
        "more": max(0, found.count() - MOST),
        "agencies": list(Agency.objects.filter(pk__in=mine).order_by("name")),
        "audits": not policy.agencies_for(reader, Act.VIEW, case),
    }
    return Content("ledger.html", _("What was given and received"), context)


@builds("consent_form")
def consent_form(paper: Any) -> Content:
    """A form for one person: empty to be filled in, or as the person has answered. For the coordinator."""
    rows = policy.visible(paper.requested_by, Act.COORDINATE, Person.objects.select_related("case__municipality"))
    giver = get_object_or_404(rows, pk=paper.about, case=paper.case)
    answer = Consent.objects.live().filter(giver=giver).first()
    named = set(answer.agencies.values_list("pk", flat=True)) if answer else set()
    agencies = Agency.objects.within_reach(giver.case.municipality).order_by("name")
    context = {
        "giver": giver,
        "child": giver.case.child,
        "answer": answer,
        "agencies": [(a.name, a.pk in named if answer else None) for a in agencies],
        "topics": [(t.label, t.value in answer.topics if answer else None) for t in Topic],
        "coordinator": giver.case.coordinator,
    }
    return Content("consent_form.html", _("Consent to share information"), context)
