"""Why somebody may do something, or may not: the policy's own conditions, asked one by one.

No second policy: what is asked here are the pieces that `standing` puts
together and the rows that `walls` let through. Who explains must agree with
`policy.can`; the tests hold them together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from permissions import conditions as sql
from permissions import pieces as pieces_of
from permissions import standing
from permissions.roles import Act, Role, posts_with
from permissions.walls import OWN_AGENCY

# What each piece asks, said when it does not hold.
NOT_SO = {
    "begun": _("it has not begun"),
    "not_ended": _("it was ended"),
    "in_time": _("it has run out and was not confirmed"),
    "role": _("the role does not allow it"),
    "no_conflict": _("a conflict of interest is noted"),
    "member": _("the person no longer works at the agency"),
    "accepted": _("the agency does not take part (any more)"),
    "not_frozen": _("the case is frozen"),
    "ground": _("no ground in force: a consent is missing"),
    "ground_lasts": _("the ground of the agency’s part has ended"),
    "class": _("the confidentiality class of the case is higher than it reaches"),
    "open": _("the case is closed"),
    "post": _("the person does not hold the post"),
    "standing": _("the agency stands otherwise in the case"),
    "entry_class": _("the confidentiality class of the entry is higher than it reaches"),
    "shared": _("another agency wrote it and has not shared it with this one"),
    "given": _("the sharing is over, or waits for approval"),
    "entry_ground": _("no ground in force for sharing it: a consent to its topic is missing"),
}


@dataclass(frozen=True)
class Way:
    """One way to a case: a grant or a post, what it is for, and which pieces of its rule do not hold."""

    kind: str  # grant, post, disclosure
    key: Any
    agency: Any
    label: Any
    failing: tuple[str, ...] = ()
    missing: tuple = ()  # the people whose consent is missing

    @property
    def opens(self) -> bool:
        """Whether this way lets the person through."""
        return not self.failing

    @property
    def why_not(self) -> list[Any]:
        """What does not hold, in words."""
        return [NOT_SO[name] for name in self.failing]


@dataclass(frozen=True)
class Answer:
    """Whether somebody may ``act``, and every way that was looked at."""

    act: Act
    active: bool
    ways: list[Way] = field(default_factory=list)

    @property
    def allowed(self) -> bool:
        """What `policy.can` says too."""
        return self.active and any(way.opens for way in self.ways)

    @property
    def opening(self) -> Way | None:
        """The way that lets the person through, if there is one."""
        return next((way for way in self.ways if way.opens), None) if self.active else None


def explain(user: Any, act: Act, case: Any) -> Answer:
    """Explain whether ``user`` may ``act`` on a case now."""
    ways = [*_grants(user, act, case), *_posts(user, act, case)]
    return Answer(act, user.is_authenticated and user.is_active, ways)


def explain_entry(user: Any, act: Act, entry: Any) -> Answer:
    """Explain whether ``user`` may ``act`` on an entry now: by a grant of its own agency, or by one it was given to."""
    ways = [_reaching(way, user, entry) for way in _grants(user, act, entry.case)]
    own = [way for way in ways if way.agency.pk == entry.agency_id]
    others = [way for way in ways if way.agency.pk != entry.agency_id]
    if act in OWN_AGENCY:
        found = [*own, *(_with(way, "shared") for way in others)]
    else:
        found = own + [step for way in ways for step in _given(way, entry)]
        found += [_with(way, "shared") for way in others if not _disclosures(way, entry).exists()]
    return Answer(act, user.is_authenticated and user.is_active, found)


def _grants(user: Any, act: Act, case: Any) -> Iterator[Way]:
    own, place = pieces_of.grant_pieces(act)
    pieces = own | {name: pieces_of.at_place(piece) for name, piece in place.items()}
    asked = {f"is_{name}": standing.grant_condition(act, [piece]) for name, piece in pieces.items()}
    rows = apps.get_model("permissions.Grant").objects.filter(user=user.pk, content_object=case.pk)
    for grant in rows.select_related("agency", "permission").annotate(**asked).order_by("pk"):
        failing = tuple(name for name in pieces if not getattr(grant, f"is_{name}"))
        label = Role(grant.permission.codename).label
        yield Way("grant", grant.pk, grant.agency, label, failing, _missing(failing, case, grant.agency))


def _posts(user: Any, act: Act, case: Any) -> Iterator[Way]:
    rows = apps.get_model("coordination.Participation").objects.filter(case=case.pk).select_related("agency")
    for post, place in posts_with(act):
        held = apps.get_model("coordination.Membership").objects.filter(user=user.pk, post=post.value)
        own, of_case = pieces_of.place_pieces(place, act)
        pieces = {"post": pieces_of.holds(post), "no_conflict": sql.unconflicted("%(user)s", "{case}"), **own}
        pieces |= {name: pieces_of.in_case(piece) for name, piece in of_case.items()}
        asked = {f"is_{name}": standing.place_condition(piece, {"user": user.pk}) for name, piece in pieces.items()}
        for there in rows.filter(agency__in=held.values("agency")).annotate(**asked).order_by("pk"):
            failing = tuple(name for name in pieces if not getattr(there, f"is_{name}"))
            yield Way("post", there.pk, there.agency, post.label, failing, _missing(failing, case, there.agency))


def _given(way: Way, entry: Any) -> Iterator[Way]:
    """Yield the way on through each disclosure of the entry to the agency of a grant."""
    rows = _disclosures(way, entry)
    live = set(
        apps.get_model("coordination.Disclosure").objects.live().filter(entry=entry.pk).values_list("pk", flat=True)
    )
    ground = standing.grounded("case_id", "agency_id", "basis", "entry__topic")
    for given in rows.annotate(is_grounded=ground).order_by("pk"):
        failing = way.failing + (() if given.pk in live else ("given",))
        missing = way.missing
        if not given.is_grounded:
            failing += ("entry_ground",)
            missing = tuple(standing.consents_missing(entry.case_id, way.agency.pk, entry.topic))
        yield Way("disclosure", given.pk, way.agency, way.label, failing, missing)


def _disclosures(way: Way, entry: Any) -> Any:
    return apps.get_model("coordination.Disclosure").objects.filter(entry=entry.pk, agency=way.agency.pk)


def _reaching(way: Way, user: Any, entry: Any) -> Way:
    grant = apps.get_model("permissions.Grant").objects.get(pk=way.key)
    return way if grant.clearance >= entry.confidentiality else _with(way, "entry_class")


def _with(way: Way, name: str) -> Way:
    return Way(way.kind, way.key, way.agency, way.label, (*way.failing, name), way.missing)


def _missing(failing: tuple[str, ...], case: Any, agency: Any) -> tuple:
    return tuple(standing.consents_missing(case.pk, agency.pk)) if "ground" in failing else ()
