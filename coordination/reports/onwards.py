"""From a report that is being investigated into a joint case: with the same people and nothing that was written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.access.onwards import go_on_as, ways_on
from coordination.cases.models import Case
from coordination.forms.personal_data import found_in
from coordination.history.recording import record
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act

# The step in which it is decided to go on with a report, and the outcome that says so.
OPENED = {"SE": ("decide_open", "open"), "FI": ("begin_assessment", "begin")}


def may_go_on(user: Any, case: Case) -> bool:
    """Say whether ``user`` can open a joint case from a report: who works with it, once it is investigated."""
    opens = policy.agencies_to_open_for(user)
    return policy.can(user, Act.COORDINATE, case) and is_opened(case) and case.lead_agency in opens


def is_opened(case: Case) -> bool:
    """Say whether it was decided to investigate, and the case is open still."""
    kind, outcome = OPENED[case.municipality.country]
    decided = case.steps.filter(kind=kind, outcome=outcome, completed_at__isnull=False)
    return case.is_open and decided.exists()


def choices(case: Case) -> list[tuple[str, Any]]:
    """Return the ways of working in which a report can go on and has not."""
    gone = set(_gone(case).values_list("data__goes_on", flat=True))
    return [(way, label) for way, label in ways_on(case) if way not in gone]


@transaction.atomic
def open_joint(case: Case, *, by: Any, kind: str, title: str, purpose: str) -> Case:
    """Open a joint case with the people of a report that is investigated; the report's own case goes on beside it.

    It begins as every case of its kind, with consent or its own grounds. Nothing points from it back to the
    report. Raises PermissionDenied, ValidationError before it is decided to investigate, and the second time.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("municipality", "lead_agency").get(pk=case.pk)
    if not is_opened(case):
        raise ValidationError(_("Only from an investigation that is opened can the work go on in a joint case."))
    if _gone(case).filter(data__goes_on=kind).exists():
        raise ValidationError({"kind": _("A joint case in this way of working was opened already.")})
    _must_be_neutral(case, {"title": title, "purpose": purpose})
    new = go_on_as(case, kind, by=by, title=title, purpose=purpose)
    text = _("Goes on as case %(reference)s.") % {"reference": new.reference}
    heading, data = _("A joint case was opened"), {"goes_on": kind}
    write_entry(case, by=by, agency=case.lead_agency, kind="note", topic="plan", title=heading, text=text, data=data)
    record(case, "report-goes-on", actor=by, agency=case.lead_agency, inside=True, tell=[])
    return new


def _must_be_neutral(case: Case, texts: dict[str, str]) -> None:
    names = [str(name) for pair in case.people.values_list("given_name", "family_name") for name in pair if name]
    told = {field: found for field, text in texts.items() if (found := found_in(text, names))}
    if told:
        raise ValidationError(told)


def _gone(case: Case) -> Any:
    return Entry.objects.filter(case=case, data__has_key="goes_on")
