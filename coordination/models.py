"""All records of the domain, each defined in the folder of its feature."""

from coordination.agencies.models import Agency, Membership, Municipality, User
from coordination.cases.models import Case, CaseDraft, CaseView, Participation
from coordination.documents.models import Document, Paper
from coordination.history.models import Event, Notification, Reading
from coordination.meetings.models import AgendaItem, Invitee, Meeting
from coordination.people.models import Person
from coordination.plans.models import Action, Approval, Goal, Plan
from coordination.rules.models import Rule
from coordination.sharing.models import Consent, Disclosure, Entry, LegalBasis
from coordination.steps.models import Step

__all__ = [
    "Action",
    "Agency",
    "AgendaItem",
    "Approval",
    "Case",
    "CaseDraft",
    "CaseView",
    "Consent",
    "Disclosure",
    "Document",
    "Entry",
    "Event",
    "Goal",
    "Invitee",
    "LegalBasis",
    "Meeting",
    "Membership",
    "Municipality",
    "Notification",
    "Paper",
    "Participation",
    "Person",
    "Plan",
    "Reading",
    "Rule",
    "Step",
    "User",
]
