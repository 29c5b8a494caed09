"""What is decided about a report on paper: the decision with its reasons, and a letter in plain words to the family."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.papers.registry import Content, builds
from coordination.people.models import Person
from coordination.people.wishes import must_get_papers
from coordination.sharing.audience import kept_from
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act

DECISIONS = ("decide_open", "decide", "begin_assessment", "decide_service")
# What is decided, and what it means for the family, by the outcome of the step.
SAID: dict[str, tuple[Any, Any]] = {
    "open": (
        gettext_lazy("An investigation is opened"),
        gettext_lazy("We want to know more about how your child is and what you need. We call you and book a time."),
    ),
    "not_open": (
        gettext_lazy("No investigation is opened"),
        gettext_lazy("We do nothing more now. You may always ask us for help."),
    ),
    "begin": (
        gettext_lazy("The need of services is assessed"),
        gettext_lazy("We find out together what support you need. Your child is not a client of child protection."),
    ),
    **{
        end.value: (end.label, words)
        for end, words in (
            (Case.End.NO_NEED, gettext_lazy("We do nothing more now. You may always ask us for help.")),
            (
                Case.End.SUPPORT,
                gettext_lazy("You get the support that you have said yes to. You may change your mind."),
            ),
            (Case.End.CARE, gettext_lazy("The court decides. You get a lawyer and may tell the court what you think.")),
            (Case.End.TRANSFERRED, gettext_lazy("Another municipality goes on with it and contacts you.")),
            (Case.End.UNNEEDED, gettext_lazy("We do nothing more now. You may always ask us for help.")),
            (Case.End.FAMILY_SERVICE, gettext_lazy("You get support for the family. It is voluntary.")),
            (Case.End.CHILD_PROTECTION, gettext_lazy("Your child gets support from child protection and a worker.")),
            (Case.End.URGENT_PLACEMENT, gettext_lazy("Your child lives somewhere else for a short time, to be safe.")),
        )
    },
}


@builds("decision")
def decision(paper: Any) -> Content:
    """The decision ``about`` which it is, with its reasons, who made it, and how it is appealed."""
    entry = _decision(paper)
    return Content("decision.html", _("Decision"), {"people": _family(paper.case), **_said(entry)})


@builds("concern_letter")
def concern_letter(paper: Any) -> Content:
    """What was decided, to one of the family in plain words. Not what was reported, nor by whom.

    Raises ValidationError for one from whom the decision is kept.
    """
    person = paper.person
    if person is None:
        raise Http404
    must_get_papers(person)
    entry = _decision(paper)
    if person in kept_from(entry):
        raise ValidationError(_("The decision is kept from this person."))
    context = {"person": person, "coordinator": paper.case.coordinator, **_said(entry)}
    return Content("concern_letter.html", _("A letter to you"), context)


def decisions_of(user: Any, case: Any) -> list[dict[str, Any]]:
    """Return the decisions of a case that ``user`` may read, newest first."""
    rows = policy.visible(user, Act.VIEW, Entry.objects.filter(case=case, step__kind__in=DECISIONS))
    rows = rows.filter(superseded_by=None).select_related("step", "agency").order_by("-written_at")
    return [{"entry": entry, **_said(entry)} for entry in rows]


def _decision(paper: Any) -> Entry:
    rows = Entry.objects.filter(case=paper.case, step__kind__in=DECISIONS).select_related("step", "agency")
    found = policy.visible(paper.requested_by, Act.VIEW, rows).filter(pk=paper.about).first()
    if found is None or found.data.get("outcome") not in SAID:
        raise Http404
    return found


def _said(entry: Entry) -> dict[str, Any]:
    what, means = SAID.get(entry.data.get("outcome", ""), ("", ""))
    day = entry.data.get("decided_on")
    return {
        "what": what,
        "means": means,
        "reasons": entry.data.get("reasons", ""),
        "support": entry.data.get("support") or entry.data.get("services", ""),
        "decided_by": entry.data.get("decided_by", ""),
        "decided_on": date.fromisoformat(day) if day else entry.written_at.date(),
        "agency": entry.agency,
    }


def _family(case: Any) -> list[Person]:
    return list(case.people.filter(role=Person.Role.CHILD))
