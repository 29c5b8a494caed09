"""Explanations of access in words, for the command and for the page of who audits a case."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Membership, User
from permissions import grants, policy
from permissions.explain import Answer, Way
from permissions.roles import Act

ACTS = {
    Act.SEE_COVER: gettext_lazy("Knows of the case: reference, way of working, purpose"),
    Act.VIEW: gettext_lazy("Opens the case"),
    Act.WRITE: gettext_lazy("Writes, and does the agency’s steps"),
    Act.COORDINATE: gettext_lazy("Coordinates the case"),
    Act.ANSWER: gettext_lazy("Answers the invitation"),
    Act.ADMIT: gettext_lazy("Gives and ends the access of the agency’s people"),
    Act.REASSIGN: gettext_lazy("Moves the agency’s steps"),
    Act.APPROVE: gettext_lazy("Lets go what the agency wants to share, where the ground asks for a manager"),
    Act.EXTEND: gettext_lazy("Gives the agency more time for what the law wants done by a day"),
    Act.READ_HISTORY: gettext_lazy("Reads what has happened"),
    Act.AUDIT: gettext_lazy("Reads the whole history, and who read what"),
}


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer in words: the act, yes or no, and the way in, or every way that was closed and why."""
    opening = answer.opening
    if not answer.active:
        why = [_("The account is closed.")]
    elif opening is not None:
        why = [name_of(opening)]
    else:
        why = [f"{name_of(way)}: {reasons(way)}" for way in answer.ways] or [_("No access was given, and no post.")]
    return {"act": answer.act, "label": ACTS[answer.act], "allowed": answer.allowed, "why": why}


def name_of(way: Way) -> str:
    """Say which way it is: the access, the post or the sharing, with its number."""
    facts = {"key": way.key, "role": way.label, "agency": way.agency}
    if way.kind == "grant":
        return _("Access %(key)s as %(role)s for %(agency)s") % facts
    if way.kind == "disclosure":
        return _("Sharing %(key)s with %(agency)s") % facts
    return _("Post as %(role)s at %(agency)s") % facts


def reasons(way: Way) -> str:
    """Say what closes a way, and whose consent is missing, by their role in the case only."""
    text = "; ".join(str(reason) for reason in way.why_not)
    if way.missing:
        roles = ", ".join(sorted({str(person.get_role_display()) for person in way.missing}))
        text += f" ({_('consent missing of')}: {roles})"
    return text


def explainable(user: Any, case: Any) -> QuerySet[User]:
    """Return the people whose access ``user`` may have explained.

    Of everybody who has had access or works at an agency of the case, for who
    audits it; of the own unit's people for another unit manager.
    """
    there = case.participations.exclude(status="declined")
    if policy.can(user, Act.AUDIT, case):
        agencies = there.values("agency")
        had = grants.of_case(case).order_by().values("user")
    else:
        agencies = policy.visible(user, Act.REASSIGN, there).values("agency")
        had = grants.of_case(case).order_by().filter(agency__in=agencies).values("user")
    people = Q(pk__in=Membership.objects.filter(agency__in=agencies).values("user")) | Q(pk__in=had)
    return User.objects.filter(people).order_by("first_name", "last_name", "pk")
