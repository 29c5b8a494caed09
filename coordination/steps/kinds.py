"""The names of all steps. A kind is stored in the database: it is schema, like a column's name."""

from django.utils.translation import gettext_lazy as _

from permissions.roles import Act

TITLES = {
    "consult": _("Consult without names"),
    "inform": _("Inform and ask the family"),
    "consent": _("Record consent"),
    "screen": _("Screen the concern"),
    "invite": _("Invite agencies"),
    "answer": _("Answer the invitation"),
    "map": _("Describe the situation"),
    "review": _("Review the mapping"),
    "call_meeting": _("Call the network meeting"),
    "hold_meeting": _("Hold the meeting and write the minutes"),
    "decided": _("Do what the meeting decided"),
    "draft_plan": _("Write the joint plan"),
    "approve": _("Approve your own actions"),
    "follow_up": _("Follow up the plan"),
    "close": _("Close the case"),
    "settle": _("Settle after withdrawn consent"),
    "after_follow_up": _("After-follow-up"),
    "need": _("Note the need for a coordinated plan"),
    "pre_meeting": _("Ask what matters to the person"),
    "questions": _("Formulate the questions"),
    "call": _("Call the principals and invite others"),
    "hand_over": _("Give the person the plan"),
    "nominate": _("Nominate for the group"),
    "check_ground": _("Check the grounds"),
    "name_lead": _("Name who coordinates"),
    "weekly": _("Weekly review"),
    "monthly": _("Monthly review"),
    "escalate": _("Raise an obstacle"),
    "step_down": _("Step down"),
    "protect": _("Judge the need of protection now"),
    "acute": _("Protect the child now"),
    "offer_meeting": _("Offer a meeting"),
    "pre_assess": _("Make the preliminary assessment"),
    "decide_open": _("Decide whether to open an investigation"),
    "tell_family": _("Tell the family of the investigation"),
    "feedback": _("Tell the notifier"),
    "investigate": _("Investigate"),
    "communicate": _("Let the family read and comment"),
    "decide": _("Decide what follows"),
    "conclude": _("Tell the family the outcome and close"),
    "look_after": _("Follow up after the investigation"),
    "begin_assessment": _("Decide on assessing the need of services"),
    "assess": _("Assess the need of services"),
    "decide_service": _("Decide on the services"),
    "client_plan": _("Write the client plan"),
    "refer": _("Note the referral"),
    "first_contact": _("First contact, by a safe channel"),
    "needs": _("Assess motivation and needs together"),
    "threat": _("Assess the threat"),
    "renew_threat": _("Assess the threat anew"),
    "police_terms": _("Check the conditions of the police"),
    "no_police": _("Decide how it goes on without the police"),
    "decide_help": _("Decide on help from social services"),
    "follow_exit": _("Follow up the exit support"),
    "resume": _("Decide whether the support goes on"),
    "choose_home": _("Prepare the handover to another municipality"),
    "pass_on": _("Pass on what must be known"),
    "receive": _("Confirm the handover"),
    "offer": _("Note how the contact came about"),
    "reach": _("Get in contact"),
    "support": _("Open the support"),
    "team_contact": _("Take the contact"),
    "team_screen": _("Screen in the team"),
    "team_decide": _("Decide after the meeting"),
    "refer_on": _("Refer to ordinary services"),
    "child_report": _("Make the child welfare report"),
}


# The steps that an agency's own people do.
WRITTEN = frozenset({"map", "approve", "threat", "renew_threat", "police_terms", "receive", "decided"})


def title_of(kind: str):
    """Return the lazily translated title of a step kind."""
    return TITLES[kind]


def act_of(kind: str) -> Act:
    """Return the act that doing a step of this kind is. What is not listed is the coordinator's."""
    return Act.ANSWER if kind == "answer" else Act.WRITE if kind in WRITTEN else Act.COORDINATE
