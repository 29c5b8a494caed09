"""What can happen in a case, and the sentence that says it.

Placeholders: ``actor``, ``agency`` (whom it concerns), ``step``, ``person``
(a colleague), ``absent`` (whom a colleague stands in for), ``what``. Names are
put in when the sentence is read.
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
    "step-put-off": EventKind(_("%(actor)s put the step “%(step)s” off to a later day"), "steps"),
    "step-taken-up": EventKind(_("%(actor)s took up the step “%(step)s” again"), "steps"),
    "step-reassigned": EventKind(_("%(actor)s moved the step “%(step)s” to %(person)s"), "steps", can_mute=False),
    "step-completed": EventKind(_("%(agency)s completed the step “%(step)s”"), "steps"),
    "step-sent-back": EventKind(_("%(actor)s asked %(agency)s for more in “%(step)s”"), "steps", can_mute=False),
    "step-withdrawn": EventKind(_("The step “%(step)s” is no longer needed"), "steps"),
    "step-reminder": EventKind(_("The step “%(step)s” must soon be done"), "steps"),
    "step-overdue": EventKind(_("The step “%(step)s” is overdue"), "steps", can_mute=False),
    "step-escalated": EventKind(_("The step “%(step)s” of %(agency)s is still overdue"), "steps", can_mute=False),
    "step-late-contact": EventKind(
        _("The step “%(step)s” is late: the contact of %(agency)s is told"), "steps", can_mute=False
    ),
    "step-late-coordinator": EventKind(
        _("The step “%(step)s” of %(agency)s is late: who coordinates is told"), "steps", can_mute=False
    ),
    "step-day-changed": EventKind(
        _("%(actor)s gave the step “%(step)s” of %(agency)s a new last day, as the municipality has set it"),
        "steps",
        can_mute=False,
    ),
    "step-nudged": EventKind(_("%(actor)s reminded %(agency)s of the step “%(step)s”"), "steps"),
    "clock-started": EventKind(_("A deadline of the law runs for %(agency)s: %(what)s"), "steps"),
    "clock-met": EventKind(_("%(agency)s has met the deadline: %(what)s"), "steps"),
    "clock-extended": EventKind(_("%(actor)s gave %(agency)s more time: %(what)s"), "steps", can_mute=False),
    "clock-paused": EventKind(_("%(actor)s let the time stand still: %(what)s"), "steps"),
    "clock-resumed": EventKind(_("%(actor)s let the time run on: %(what)s"), "steps", can_mute=False),
    "clock-dropped": EventKind(_("The deadline no longer applies: %(what)s"), "steps"),
    "clock-75": EventKind(_("Three quarters of the time are used: %(what)s"), "steps"),
    "clock-90": EventKind(_("The time is nearly over: %(what)s"), "steps", can_mute=False),
    "clock-breached": EventKind(_("%(agency)s has missed a deadline of the law: %(what)s"), "steps", can_mute=False),
    "agency-invited": EventKind(_("%(actor)s invited %(agency)s"), "people", can_mute=False),
    "agency-called": EventKind(_("%(actor)s called %(agency)s"), "people", can_mute=False),
    "agency-accepted": EventKind(_("%(agency)s takes part"), "people"),
    "agency-declined": EventKind(_("%(agency)s declined the invitation"), "people"),
    "agency-left": EventKind(_("%(agency)s has left the case"), "people"),
    "grant-given": EventKind(_("%(actor)s gave %(person)s access for %(agency)s"), "people", can_mute=False),
    "grants-confirmed": EventKind(_("%(actor)s confirmed that the people of %(agency)s still need access"), "people"),
    "access-ends-soon": EventKind(
        _("The access of %(person)s at %(agency)s runs out soon, unless it is confirmed"), "people", can_mute=False
    ),
    "access-ran-out": EventKind(_("The access of %(person)s at %(agency)s has run out"), "people", can_mute=False),
    "conflict-declared": EventKind(
        _("%(person)s may have nothing to do with the case: conflict of interest"), "people", can_mute=False
    ),
    "conflict-ended": EventKind(_("The conflict of interest of %(person)s no longer stands"), "people"),
    "coordinator-missing": EventKind(_("The case needs a new coordinator"), "people", can_mute=False),
    "coordinator-wanted": EventKind(
        _("%(actor)s can no longer open the case and asks who is to coordinate it"), "people", can_mute=False
    ),
    "join-asked": EventKind(_("%(person)s asks to join the case"), "people", can_mute=False),
    "join-declined": EventKind(_("%(actor)s declined the request of %(person)s to join"), "people", can_mute=False),
    "emergency-opened": EventKind(
        _("%(actor)s opened the case by emergency access for %(agency)s"), "people", can_mute=False
    ),
    "emergency-overdue": EventKind(
        _("The emergency access of %(person)s at %(agency)s is not judged yet"), "people", can_mute=False
    ),
    "grant-ended": EventKind(_("%(person)s no longer has access"), "people", can_mute=False),
    "substitute-given": EventKind(_("%(person)s stands in for %(absent)s"), "people", can_mute=False),
    "substitute-ended": EventKind(_("%(person)s no longer stands in for %(absent)s"), "people", can_mute=False),
    "colleague-left": EventKind(_("%(person)s no longer works at %(agency)s"), "people", can_mute=False),
    "person-added": EventKind(_("%(actor)s added a person to the case"), "people"),
    "person-changed": EventKind(_("%(actor)s changed the details of a person"), "people"),
    "wish-recorded": EventKind(_("%(actor)s recorded a wish of the child about somebody of the family"), "people"),
    "wish-ended": EventKind(_("%(actor)s ended a wish of the child about somebody of the family"), "people"),
    "coordinator-changed": EventKind(_("%(person)s is the new coordinator"), "people", can_mute=False),
    "lead-offered": EventKind(
        _("%(actor)s asks %(agency)s to take over the lead of the case"), "people", can_mute=False
    ),
    "lead-kept": EventKind(_("The lead of the case stays where it is"), "people", can_mute=False),
    "lead-changed": EventKind(_("%(agency)s leads the case now"), "people", can_mute=False),
    "countersign-asked": EventKind(_("%(actor)s asks for a countersignature: %(what)s"), "case", can_mute=False),
    "countersign-given": EventKind(_("%(actor)s countersigned: %(what)s"), "case", can_mute=False),
    "countersign-refused": EventKind(_("%(actor)s did not countersign: %(what)s"), "case", can_mute=False),
    "countersign-withdrawn": EventKind(_("%(actor)s took back the request: %(what)s"), "case"),
    "class-raised": EventKind(_("The confidentiality class is now higher: %(what)s"), "case", can_mute=False),
    "class-lowered": EventKind(_("The confidentiality class is now lower: %(what)s"), "case", can_mute=False),
    "person-named": EventKind(_("%(person)s is named for the highest class"), "people", can_mute=False),
    "entry-class-raised": EventKind(_("%(actor)s raised the class of: %(what)s"), "sharing"),
    "entry-class-lowered": EventKind(_("The class was lowered of: %(what)s"), "sharing"),
    "protection-changed": EventKind(_("The protection of a person was changed by %(actor)s"), "people", can_mute=False),
    "child-role-changed": EventKind(_("%(actor)s changed the child’s role in the case"), "case", can_mute=False),
    "review-asked": EventKind(_("%(agency)s must look again at who reads what"), "sharing", can_mute=False),
    "review-decided": EventKind(_("%(agency)s has looked again: %(what)s"), "sharing"),
    "cases-linked": EventKind(_("%(actor)s noted that a sibling has a case too"), "case"),
    "cases-unlinked": EventKind(_("%(actor)s took away the note of a sibling’s case"), "case"),
    "threat-assessed": EventKind(_("%(agency)s assessed the threat"), "case", can_mute=False),
    "exit-phase": EventKind(_("The support is in another phase now: %(what)s"), "case"),
    "where-known": EventKind(_("%(actor)s changed who knows where the person is"), "people"),
    "consent-recorded": EventKind(_("%(actor)s recorded a consent"), "sharing"),
    "consent-refused": EventKind(_("%(actor)s recorded a refusal"), "sharing"),
    "consent-changed": EventKind(_("%(actor)s recorded a changed consent"), "sharing"),
    "consent-withdrawn": EventKind(_("%(actor)s recorded a withdrawn consent"), "sharing", can_mute=False),
    "consent-ending": EventKind(_("A consent ends soon and must be asked for again"), "sharing", can_mute=False),
    "consent-ended": EventKind(_("A consent has ended"), "sharing", can_mute=False),
    "consent-due": EventKind(_("One more person must consent now, because of an age"), "sharing", can_mute=False),
    "consent-not-due": EventKind(
        _("One person need not consent any more, because of an age"), "sharing", can_mute=False
    ),
    "shares-ended": EventKind(_("Sharing that rested on consent has ended"), "sharing"),
    "consent-review-asked": EventKind(_("%(actor)s asked a lawyer about a guardian who does not answer"), "sharing"),
    "consent-review-decided": EventKind(
        _("A lawyer has answered about a guardian who does not answer"), "sharing", can_mute=False
    ),
    "consent-review-reversed": EventKind(
        _("What a lawyer said about a guardian's consent no longer counts"), "sharing", can_mute=False
    ),
    "entry-written": EventKind(_("%(actor)s wrote: %(what)s"), "sharing"),
    "entry-corrected": EventKind(_("%(actor)s corrected: %(what)s"), "sharing"),
    "entry-audience": EventKind(_("%(actor)s changed who of the family may be shown: %(what)s"), "sharing"),
    "entry-shared": EventKind(_("%(actor)s shared “%(what)s” with %(agency)s"), "sharing"),
    "share-proposed": EventKind(
        _("%(actor)s asks for approval to share “%(what)s” with %(agency)s"), "sharing", can_mute=False
    ),
    "share-approved": EventKind(
        _("%(actor)s approved the sharing of “%(what)s” with %(agency)s"), "sharing", can_mute=False
    ),
    "share-refused": EventKind(
        _("%(actor)s did not approve the sharing of “%(what)s” with %(agency)s"), "sharing", can_mute=False
    ),
    "excerpt-made": EventKind(_("%(actor)s chose parts of “%(what)s” to share"), "sharing"),
    "info-asked": EventKind(_("%(actor)s asked another agency for information"), "sharing"),
    "info-wanted": EventKind(_("%(actor)s asks %(agency)s for information"), "sharing", can_mute=False),
    "info-answered": EventKind(_("%(actor)s answered a request for information"), "sharing"),
    "info-answer-came": EventKind(
        _("%(actor)s answered the request of %(agency)s for information"), "sharing", can_mute=False
    ),
    "info-refused": EventKind(_("%(actor)s refused a request for information"), "sharing"),
    "info-refusal-came": EventKind(
        _("%(actor)s refused the request of %(agency)s for information"), "sharing", can_mute=False
    ),
    "info-remark": EventKind(_("%(actor)s wrote a remark on a request for information"), "sharing"),
    "info-withdrawn": EventKind(_("%(actor)s withdrew a request for information"), "sharing"),
    "share-ended": EventKind(_("%(actor)s ended the sharing of “%(what)s” with %(agency)s"), "sharing"),
    "share-dropped": EventKind(_("%(actor)s took back a proposal to share “%(what)s”"), "sharing"),
    "document-added": EventKind(_("%(actor)s added a document"), "sharing"),
    "paper-made": EventKind(_("%(actor)s made a paper: %(what)s"), "sharing"),
    "meeting-called": EventKind(_("%(actor)s called a meeting"), "meetings", can_mute=False),
    "meeting-changed": EventKind(_("%(actor)s changed a meeting"), "meetings", can_mute=False),
    "meeting-cancelled": EventKind(_("%(actor)s cancelled a meeting"), "meetings", can_mute=False),
    "meeting-held": EventKind(_("A meeting was held and the minutes are written"), "meetings"),
    "minutes-part": EventKind(_("%(actor)s wrote in the minutes of a meeting"), "meetings"),
    "minutes-audience": EventKind(_("%(actor)s chose who may see a part of the minutes"), "meetings"),
    "minutes-reopened": EventKind(_("%(actor)s opened the minutes of a meeting to correct them"), "meetings"),
    "attendance-uncovered": EventKind(
        _("%(agency)s was at a meeting of which it might not hear all; how it was handled is in the minutes"),
        "meetings",
        can_mute=False,
    ),
    "plan-proposed": EventKind(_("%(actor)s proposed the joint plan"), "plan", can_mute=False),
    "plan-approved": EventKind(_("%(agency)s approved its actions in the plan"), "plan"),
    "plan-returned": EventKind(_("%(agency)s sent the plan back"), "plan", can_mute=False),
    "plan-agreed": EventKind(_("The joint plan is agreed"), "plan"),
    "action-decided": EventKind(
        _("A meeting decided what %(agency)s does, and it is in the plan now"), "plan", can_mute=False
    ),
    "action-changed": EventKind(_("%(actor)s updated an action of %(agency)s"), "plan"),
    "followed-up": EventKind(_("The plan was followed up"), "plan"),
    "plan-handed-over": EventKind(_("%(actor)s gave the plan to the person it is about"), "plan"),
    "obstacle-raised": EventKind(_("%(actor)s raised an obstacle: %(what)s"), "plan", can_mute=False),
    "obstacle-removed": EventKind(_("An obstacle is gone: %(what)s"), "plan"),
    "report-taken-in": EventKind(_("%(actor)s took in a report of concern"), "case"),
    "report-goes-on": EventKind(_("%(actor)s opened a joint case with the same people"), "case"),
    "report-answered": EventKind(_("%(actor)s told the notifier of a report: %(what)s"), "case"),
    "child-in-danger": EventKind(_("%(actor)s judged that a child needs protection now"), "case", can_mute=False),
}

# What a person was shown, by the code of the reading.
READINGS: dict[str, object] = {
    "cover": _("The cover of the case"),
    "overview": _("The page of the case"),
    "brief": _("What to know before a meeting"),
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
    "consent-review": _("A question to the lawyer about consent"),
    "consent-dashboard": _("The list of consents to care for"),
    "info-requests": _("The requests for information"),
    "info-request": _("A request for information"),
    "approval": _("Something to share that waits for approval"),
    "person": _("The name of a person"),
    "person-form": _("The details of a person"),
    "people": _("People and access"),
    "explanation": _("Why somebody has access"),
    "emergency": _("An emergency access"),
    "step": _("A step"),
    "reveal": _("Content of the highest class"),
    "class": _("The confidentiality class"),
    "countersign": _("A request for a countersignature"),
    "deadline": _("A deadline of the law"),
    "review": _("Something to look at again"),
    "coordinator": _("That the case has no coordinator"),
    "child-role": _("The child’s role in the case"),
    "link": _("The cases of siblings"),
    "where": _("Who knows where the person is"),
    "history": _("The history"),
    "history-file": _("The history, as a file"),
    "readings": _("Who has read what"),
    "readings-file": _("Who has read what, as a file"),
    "report": _("A report of concern"),
    "case-reports": _("The reports and decisions of the case"),
    "ledger": _("What was given and received"),
    "ledger-file": _("What was given and received, as a file"),
}


def reading_label(what: str) -> str:
    """Say in the reader's language what a person was shown."""
    return str(READINGS.get(what) or _("A page of the case"))
