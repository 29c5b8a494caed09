"""The consent form on paper, to be signed."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.papers.registry import Content, builds
from coordination.people.models import Person
from coordination.sharing.models import Consent, Topic
from permissions import policy
from permissions.roles import Act


@builds("consent_form")
def consent_form(paper: Any) -> Content:
    """A form for one person: empty to be filled in, or as the person has answered. For the coordinator."""
    rows = policy.visible(paper.requested_by, Act.COORDINATE, Person.objects.select_related("case__municipality"))
    giver = get_object_or_404(rows, pk=paper.about, case=paper.case)
    answer = Consent.objects.live().filter(giver=giver).first()
    named = set(answer.agencies.values_list("pk", flat=True)) if answer else set()
    agencies = Agency.objects.filter(municipality=giver.case.municipality).order_by("name")
    context = {
        "giver": giver,
        "child": giver.case.child,
        "answer": answer,
        "agencies": [(a.name, a.pk in named if answer else None) for a in agencies],
        "topics": [(t.label, t.value in answer.topics if answer else None) for t in Topic],
        "coordinator": giver.case.coordinator,
    }
    return Content("consent_form.html", _("Consent to share information"), context)
