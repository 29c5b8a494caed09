"""All records of the domain, each defined in the folder of its feature."""

from coordination.access.absence_models import Absence
from coordination.access.models import (
    CaseLink,
    Change,
    Conflict,
    EmergencyAccess,
    JoinRequest,
    LeadOffer,
    PointerSearch,
)
from coordination.access.waiting_models import Countersignature, Review
from coordination.agencies.models import Agency, Membership, Municipality, User
from coordination.cases.models import Case, CaseDraft, CaseView, Participation
from coordination.clocks.models import Deadline, Extension
from coordination.consulting.models import Consultation, ConsultationNotice
from coordination.documents.models import Document, Paper
from coordination.escalation.models import Obstacle
from coordination.exits.models import ExitSupport, KnowsWhere, ThreatLevel
from coordination.history.models import Aside, Event, Notification, Reading
from coordination.matters.models import (
    ContractAction,
    InvoiceRow,
    JointInspection,
    Matter,
    MatterCheck,
    MatterDraft,
    MatterEvent,
    MatterNotice,
    MatterTriage,
)
from coordination.meetings.models import AgendaItem, Decision, Invitee, Meeting
from coordination.people.models import FamilyWish, Person
from coordination.places.detailed_plans.models import ChecklistItem, Opinion, PlanReview
from coordination.places.models import Area, Place, PlaceEvent
from coordination.places.reports.models import PlaceReport
from coordination.places.walks.models import Walk, WalkStop
from coordination.places.weeks.models import PlaceAction, Priority, Week
from coordination.plans.models import Action, Approval, Goal, Plan, StatutoryPoints
from coordination.reports.models import (
    Report,
    ReportDraft,
    ReportedChild,
    ReportedGuardian,
    ReportEvent,
    ReportFile,
    ReportNotice,
)
from coordination.rounds.models import Round, RoundEvent, Sanction, Seat
from coordination.rules.models import Rule
from coordination.sharing.asking.models import InfoReply, InfoRequest
from coordination.sharing.desk.models import ShareDraft
from coordination.sharing.models import BasisRuling, Consent, Disclosure, Entry, LegalBasis
from coordination.sharing.silence.models import ConsentReview
from coordination.steps.models import Step

__all__ = [
    "Absence",
    "Action",
    "Agency",
    "AgendaItem",
    "Approval",
    "Area",
    "Aside",
    "BasisRuling",
    "Case",
    "CaseDraft",
    "CaseLink",
    "CaseView",
    "Change",
    "ChecklistItem",
    "Conflict",
    "Consent",
    "ConsentReview",
    "Consultation",
    "ConsultationNotice",
    "ContractAction",
    "Countersignature",
    "Deadline",
    "Decision",
    "Disclosure",
    "Document",
    "EmergencyAccess",
    "Entry",
    "Event",
    "ExitSupport",
    "Extension",
    "FamilyWish",
    "Goal",
    "InfoReply",
    "InfoRequest",
    "Invitee",
    "InvoiceRow",
    "JoinRequest",
    "JointInspection",
    "KnowsWhere",
    "LeadOffer",
    "LegalBasis",
    "Matter",
    "MatterCheck",
    "MatterDraft",
    "MatterEvent",
    "MatterNotice",
    "MatterTriage",
    "Meeting",
    "Membership",
    "Municipality",
    "Notification",
    "Obstacle",
    "Opinion",
    "Paper",
    "Participation",
    "Person",
    "Place",
    "PlaceAction",
    "PlaceEvent",
    "PlaceReport",
    "Plan",
    "PlanReview",
    "PointerSearch",
    "Priority",
    "Reading",
    "Report",
    "ReportDraft",
    "ReportEvent",
    "ReportFile",
    "ReportNotice",
    "ReportedChild",
    "ReportedGuardian",
    "Review",
    "Round",
    "RoundEvent",
    "Rule",
    "Sanction",
    "Seat",
    "ShareDraft",
    "StatutoryPoints",
    "Step",
    "ThreatLevel",
    "User",
    "Walk",
    "WalkStop",
    "Week",
]
