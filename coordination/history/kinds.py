"""What can happen in a case, and the sentence that says it.

Placeholders: ``actor``, ``agency`` (whom it concerns), ``step``, ``person``
(a colleague), ``what``. Names are put in when the sentence is read.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventKind:
    """A kind of event: its sentence, its group in the filter, and whether it may be muted."""

    sentence: object
    group: str
    can_mute: bool = True


GROUPS = {
    "steps": _("Steps"),
    "people": _("People and agencies"),
    "sharing": _("Consent and sharing"),
    "meetings": _("Meetings"),
    "plan": _("Plan"),
    "case": _("The case"),
}

KINDS: dict[str, EventKind] = {
    "case-opened": EventKind(_("%(actor)s opened the case"), "case", can_mute=False),
    "case-status": EventKind(_("The case is now: %(what)s"), "case"),
    "case-frozen": EventKind(_("Consent was withdrawn and the case is frozen"), "case", can_mute=False),
    "case-closed": EventKind(_("The case was closed: %(what)s"), "case", can_mute=False),
    "step-requested": EventKind(_("%(agency)s got the step “%(step)s”"), "steps"),
    "step-taken": EventKind(_("%(actor)s took the step “%(step)s”"), "steps"),
    "step-handed-over": EventKind(_("%(actor)s handed the step “%(step)s” to %(person)s"), "steps"),
    "step-handed-back": EventKind(_("%(actor)s handed the step “%(step)s” back to the agency"), "steps"),
    "step-reassigned": EventKind(_("%(actor)s moved the step “%(step)s” to %(person)s"), "steps", can_mute=False),
    "step-completed": EventKind(_("%(agency)s completed the step “%(step)s”"), "steps"),
    "step-sent-back": EventKind(_("%(actor)s asked %(agency)s for more in “%(step)s”"), "steps", can_mute=False),
    "step-withdrawn": EventKind(_("The step “%(step)s” is no longer needed"), "steps"),
    "step-reminder": EventKind(_("The step “%(step)s” must soon be done"), "steps"),
    "step-overdue": EventKind(_("The step “%(step)s” is overdue"), "steps", can_mute=False),
    "step-escalated": EventKind(_("The step “%(step)s” of %(agency)s is still overdue"), "steps", can_mute=False),
    "step-nudged": EventKind(_("%(actor)s reminded %(agency)s of the step “%(step)s”"), "steps"),
    "agency-invited": EventKind(_("%(actor)s invited %(agency)s"), "people", can_mute=False),
    "agency-accepted": EventKind(_("%(agency)s takes part"), "people"),
    "agency-declined": EventKind(_("%(agency)s declined the invitation"), "people"),
    "agency-left": EventKind(_("%(agency)s has left the case"), "people"),
    "grant-given": EventKind(_("%(actor)s gave %(person)s access for %(agency)s"), "people", can_mute=False),
    "grant-ended": EventKind(_("%(person)s no longer has access"), "people", can_mute=False),
    "person-added": EventKind(_("%(actor)s added a person to the case"), "people"),
    "person-changed": EventKind(_("%(actor)s changed the details of a person"), "people"),
    "coordinator-changed": EventKind(_("%(person)s is the new coordinator"), "people", can_mute=False),
    "consent-recorded": EventKind(_("%(actor)s recorded a consent"), "sharing"),
    "consent-refused": EventKind(_("%(actor)s recorded a refusal"), "sharing"),
    "consent-changed": EventKind(_("%(actor)s recorded a changed consent"), "sharing"),
    "consent-withdrawn": EventKind(_("%(actor)s recorded a withdrawn consent"), "sharing", can_mute=False),
    "entry-written": EventKind(_("%(actor)s wrote: %(what)s"), "sharing"),
    "entry-corrected": EventKind(_("%(actor)s corrected: %(what)s"), "sharing"),
    "entry-shared": EventKind(_("%(actor)s shared “%(what)s” with %(agency)s"), "sharing"),
    "share-ended": EventKind(_("%(actor)s ended the sharing of “%(what)s” with %(agency)s"), "sharing"),
    "document-added": EventKind(_("%(actor)s added a document"), "sharing"),
    "paper-made": EventKind(_("%(actor)s made a paper: %(what)s"), "sharing"),
    "meeting-called": EventKind(_("%(actor)s called a meeting"), "meetings", can_mute=False),
    "meeting-changed": EventKind(_("%(actor)s changed a meeting"), "meetings", can_mute=False),
    "meeting-cancelled": EventKind(_("%(actor)s cancelled a meeting"), "meetings", can_mute=False),
    "meeting-held": EventKind(_("A meeting was held and the minutes are written"), "meetings"),
    "plan-proposed": EventKind(_("%(actor)s proposed the joint plan"), "plan", can_mute=False),
    "plan-approved": EventKind(_("%(agency)s approved its actions in the plan"), "plan"),
    "plan-returned": EventKind(_("%(agency)s sent the plan back"), "plan", can_mute=False),
    "plan-agreed": EventKind(_("The joint plan is agreed"), "plan"),
    "action-changed": EventKind(_("%(actor)s updated an action of %(agency)s"), "plan"),
    "followed-up": EventKind(_("The plan was followed up"), "plan"),
}

# What a person was shown, by the code of the reading.
READINGS: dict[str, object] = {
    "cover": _("The cover of the case"),
    "overview": _("The page of the case"),
    "plan": _("The joint plan"),
    "meeting": _("A meeting"),
    "meetings": _("The meetings"),
    "documents": _("The documents"),
    "document": _("A document"),
    "paper": _("A paper"),
    "entries": _("The notes"),
    "notes": _("The notes"),
    "entry": _("A note or an answer"),
    "consent": _("The consents"),
    "person": _("The name of a person"),
    "person-form": _("The details of a person"),
    "people": _("People and access"),
    "step": _("A step"),
    "history": _("The history"),
    "history-file": _("The history, as a file"),
    "readings": _("Who has read what"),
    "readings-file": _("Who has read what, as a file"),
}


def reading_label(what: str) -> str:
    """Say in the reader's language what a person was shown."""
    return str(READINGS.get(what) or _("A page of the case"))
