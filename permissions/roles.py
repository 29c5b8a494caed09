"""The access table of the product, readable without knowing Django.

Two ways lead to a case and there is no third: a *grant* on that very case, or
a *post* in an agency whose duty needs some of it. Neither a superuser nor any
global permission opens anything.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Act(StrEnum):
    """Everything a person can be allowed to do with one case."""

    SEE_COVER = "see_cover"  # reference, kind and purpose; no name, no content
    VIEW = "view"  # the case page; entries only of the own agency or disclosed to it
    WRITE = "write"  # the own agency's steps, entries and sharing
    COORDINATE = "coordinate"  # consent, invitations, meetings, plan, closing
    ANSWER = "answer"  # accept or decline an invitation
    ADMIT = "admit"  # name the own agency's people in the case, and end their access
    REASSIGN = "reassign"  # move the own agency's open steps
    APPROVE = "approve"  # let go, or not, what the own agency wants to share on a ground that asks for it
    EXTEND = "extend"  # give the own agency more time for what law wants done by a day, or let that time stand still
    READ_HISTORY = "read_history"  # what happened, as far as it concerns everyone or the own agency
    AUDIT = "audit"  # the whole history, and who read what


class Role(StrEnum):
    """What a grant makes of a person in one case. Stored as guardian's permission codename."""

    COORDINATOR = "coordinate_case"
    WORKER = "work_case"

    @property
    def label(self):
        """The role's name in the reader's language."""
        return {Role.COORDINATOR: _("Coordinator"), Role.WORKER: _("Worker")}[self]


HIGHEST = 3  # The confidentiality class that only named persons reach, never a post.


class Post(StrEnum):
    """What a person is in an agency."""

    MEMBER = "member"
    MANAGER = "manager"
    CONTACT = "contact"
    CONTROLLER = "controller"  # works with matters about providers; opens no case
    LAWYER = "lawyer"  # rules on the catalogue of legal grounds of the municipality; opens no case

    @property
    def label(self):
        """The post's name in the reader's language."""
        return {
            Post.MEMBER: _("Member"),
            Post.MANAGER: _("Unit manager"),
            Post.CONTACT: _("Agency contact"),
            Post.CONTROLLER: _("Controller"),
            Post.LAWYER: _("Lawyer"),
        }[self]


class Standing(StrEnum):
    """How an agency stands in a case."""

    LEAD = "lead"
    PARTNER = "partner"
    INVITED = "invited"


BY_GRANT: dict[Role, frozenset[Act]] = {
    Role.COORDINATOR: frozenset(
        {Act.SEE_COVER, Act.VIEW, Act.WRITE, Act.COORDINATE, Act.ADMIT, Act.READ_HISTORY, Act.AUDIT}
    ),
    Role.WORKER: frozenset({Act.SEE_COVER, Act.VIEW, Act.WRITE, Act.READ_HISTORY}),
}

BY_POST: dict[tuple[Post, Standing], frozenset[Act]] = {
    (Post.MANAGER, Standing.LEAD): frozenset(
        {Act.SEE_COVER, Act.ADMIT, Act.REASSIGN, Act.APPROVE, Act.EXTEND, Act.READ_HISTORY, Act.AUDIT}
    ),
    (Post.MANAGER, Standing.PARTNER): frozenset(
        {Act.SEE_COVER, Act.ADMIT, Act.REASSIGN, Act.APPROVE, Act.EXTEND, Act.READ_HISTORY}
    ),
    (Post.CONTACT, Standing.INVITED): frozenset({Act.SEE_COVER, Act.ANSWER}),
    (Post.CONTACT, Standing.PARTNER): frozenset({Act.SEE_COVER, Act.ADMIT}),
}


class MatterAct(StrEnum):
    """Everything a person can be allowed to do with one matter of welfare crime."""

    READ = "read"  # the matter, its figures and its history
    WORK = "work"  # write what was found, sent and decided; propose a triage; close
    RULE = "rule"  # agree to a triage that somebody else proposed, or send it back


MATTER_BY_POST: dict[Post, frozenset[MatterAct]] = {
    Post.CONTROLLER: frozenset({MatterAct.READ, MatterAct.WORK}),
    Post.MANAGER: frozenset({MatterAct.READ, MatterAct.WORK}),
    Post.LAWYER: frozenset({MatterAct.READ, MatterAct.RULE}),  # of any agency of the municipality
}
MATTER_KEEPERS = frozenset({"programme"})  # kinds of agency that have matters
MATTER_COUNTRIES = frozenset({"SE"})  # where the law behind them is in force

# Way of working and country -> kinds of agency whose members may open a case by hand. What is not named nobody may.
OPENERS: dict[tuple[str, str], frozenset[str]] = {
    ("sspf", "SE"): frozenset({"social"}),
    ("sspf", "FI"): frozenset({"social"}),
    ("sip", "SE"): frozenset({"social", "health"}),  # either principal, when it judges that a plan is needed
    ("sig", "SE"): frozenset({"social"}),
    ("exit", "SE"): frozenset({"social"}),
    ("gvi", "SE"): frozenset({"social", "probation"}),
    ("ankkuri", "FI"): frozenset({"social", "police"}),
}
LEAD_MAY_MOVE = frozenset({"sip"})  # where another agency that may open such a case can take its lead over
SET_RULES = frozenset({"social"})  # kinds of agency whose unit managers set how long steps may take
AT_WORK = frozenset({Post.MEMBER.value, Post.MANAGER.value})  # posts of those who work in an agency
NEEDS_OPEN_CASE = frozenset({Act.WRITE, Act.COORDINATE, Act.ANSWER, Act.REASSIGN, Act.APPROVE, Act.EXTEND})


def ways_to_open(agency_kind: str, country: str) -> list[str]:
    """Return the ways of working in which members of such an agency may open a case by hand, in the table's order."""
    return [way for (way, place), kinds in OPENERS.items() if place == country and agency_kind in kinds]


def roles_with(act: Act) -> list[str]:
    """Return the grant roles whose holders may ``act``."""
    return sorted(role.value for role, acts in BY_GRANT.items() if act in acts)


def posts_with(act: Act) -> list[tuple[Post, Standing]]:
    """Return the posts, with their agency's standing, whose holders may ``act``."""
    return sorted(key for key, acts in BY_POST.items() if act in acts)
