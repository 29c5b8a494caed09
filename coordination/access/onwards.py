"""Going on in another way of working: a new case with the same people, into which nothing that was written goes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.access.classes import raise_class
from coordination.cases.actions import open_case
from coordination.cases.models import Case, Confidentiality
from coordination.people.actions import FIELDS
from permissions import policy
from permissions.roles import Act, ways_to_open

LEFT_OUT = frozenset({"concern", "gvi"})  # Begun by a report, and by somebody who asks for help: not by a case.


def ways_on(case: Case) -> list[tuple[str, Any]]:
    """Return the ways of working, with their names, in which the agency that leads a case may go on."""
    ways = ways_to_open(case.lead_agency.kind, case.municipality.country)
    return [(way, Case.Kind(way).label) for way in ways if way != case.kind and way not in LEFT_OUT]


@transaction.atomic
def go_on_as(case: Case, kind: str, *, by: Any, title: str, purpose: str) -> Case:
    """Open a case of another way of working with the same people, led by the same agency.

    It begins as every case of its kind does, with its own consent or grounds; what agencies wrote stays where it
    is. After a sensitive case it is sensitive too. For the coordinator. Raises PermissionDenied if ``by`` may not
    open one, ValidationError for a way of working in which this case cannot go on.
    """
    policy.require(by, Act.COORDINATE, case)
    if kind not in dict(ways_on(case)):
        raise ValidationError({"kind": _("The case cannot go on in this way of working.")})
    people = [{**{name: getattr(p, name) for name in FIELDS}, "custody": p.custody} for p in case.people.order_by("pk")]
    new = open_case(by=by, agency=case.lead_agency, title=title, purpose=purpose, people=people, kind=kind)
    if new.confidentiality < Confidentiality.SENSITIVE <= case.confidentiality:
        raise_class(new, Confidentiality.SENSITIVE, by=by, reason=_("The case it follows was sensitive."))
    return new
