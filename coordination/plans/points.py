"""The four points that a coordinated individual plan must have by law, and what else belongs to them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.meetings.queries import agencies_to_call
from coordination.plans.models import Plan, StatutoryPoints

TEXTS = ("help_needed", "principals", "by_others", "contacts")
POINTS = ("help_needed", "principals", "by_others", "responsible")  # By law; none of them can be left out.
PRINCIPALS = (Agency.Kind.SOCIAL, Agency.Kind.HEALTH)  # Who answers by law: the municipality and the region.


def has_points(case: Case) -> bool:
    """Say whether the plan of the case must have the points."""
    return case.kind == Case.Kind.SIP


def points_of(plan: Plan) -> StatutoryPoints | None:
    """Return the points of a plan, if it has any yet."""
    return StatutoryPoints.objects.filter(plan=plan).select_related("responsible").first()


def principals_of(case: Case) -> list[Agency]:
    """Return the agencies of the case that can have overall responsibility: those of the two principals."""
    return [agency for agency in agencies_to_call(case) if agency.kind in PRINCIPALS]


def save_points(plan: Plan, points: dict[str, Any]) -> StatutoryPoints:
    """Keep the points of a draft. Raises ValidationError if it has none to have, or the wrong agency is responsible."""
    if not has_points(plan.case):
        raise ValidationError(_("Only a coordinated individual plan has the four points of the law."))
    responsible = points.get("responsible")
    if responsible is not None and responsible not in principals_of(plan.case):
        raise ValidationError(_("Only social services or health care can have overall responsibility."))
    texts = {name: points.get(name, "").strip() for name in TEXTS}
    saved, _new = StatutoryPoints.objects.update_or_create(
        plan=plan,
        defaults={**texts, "responsible": responsible},
        create_defaults={"case": plan.case, **texts, "responsible": responsible},
    )
    return saved


def copy_points(agreed: Plan, plan: Plan) -> None:
    """Let the next version begin with the points of the agreed one."""
    if (before := points_of(agreed)) is not None:
        save_points(plan, {name: getattr(before, name) for name in (*TEXTS, "responsible")})


def missing_points(plan: Plan) -> list[str]:
    """Return what the law asks of the plan and it does not say, in words; nothing for another kind of plan."""
    if not has_points(plan.case):
        return []
    points = points_of(plan)
    fields = {f.name: f.verbose_name for f in StatutoryPoints._meta.concrete_fields}
    lacking = [name for name in POINTS if points is None or not getattr(points, name)]
    found = [_("The plan must say by law: %(point)s.") % {"point": fields[name]} for name in lacking]
    if points is not None and points.responsible and points.responsible not in principals_of(plan.case):
        found.append(_("Only social services or health care can have overall responsibility."))
    return found


def said(points: StatutoryPoints) -> list[tuple[str, str]]:
    """Return the points as (heading, text), for the page and on paper."""
    fields = {f.name: str(f.verbose_name) for f in StatutoryPoints._meta.concrete_fields}
    rows = [(fields[name], str(getattr(points, name) or "")) for name in POINTS]
    contacts = (fields["contacts"].capitalize(), points.contacts)
    return [(title, text) for title, text in (*rows, contacts) if text]
