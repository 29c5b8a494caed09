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
}


def title_of(kind: str):
    """Return the lazily translated title of a step kind."""
    return TITLES[kind]


def act_of(kind: str) -> Act:
    """Return the act that doing a step of this kind is. What is not listed is the coordinator's."""
    return {"answer": Act.ANSWER, "map": Act.WRITE, "approve": Act.WRITE}.get(kind, Act.COORDINATE)
