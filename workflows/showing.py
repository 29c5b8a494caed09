"""What the page of a step shows, and to whom."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coordination.history.models import Notification
from coordination.sharing.models import Entry
from coordination.sharing.queries import readable
from coordination.steps.actions import act_for
from coordination.steps.models import Step
from coordination.steps.queries import followers
from permissions import policy
from permissions.roles import Act
from workflows.forms import FORMS, StepForm
from workflows.forms.base import NOT_TYPED, spoken

RELATED = (
    "case__municipality",
    "case__lead_agency",
    "case__coordinator",
    "agency",
    "owner",
    "completed_by",
    "draft_by",
)


def step_for(user: Any, pk: Any) -> Step:
    """Return a step of a case of which ``user`` may know. Raises Http404."""
    rows = Step.objects.select_related(*RELATED)
    return get_object_or_404(policy.visible(user, Act.SEE_COVER, rows), pk=pk)


def standing_of(user: Any, step: Step, *, missing_ok: bool = False) -> str:
    """Say how ``user`` stands to a step: do, view (inside the case), cover (answered it) or manage (may move it).

    Knowing that the case exists is not enough to know of its steps: raises Http404, unless ``missing_ok``.
    """
    if policy.can(user, act_for(step), step):
        return "do"
    if policy.can(user, Act.VIEW, step):
        return "view"
    if step.kind == "answer" and policy.can(user, Act.ADMIT, step):
        return "cover"
    if policy.can(user, Act.REASSIGN, step):
        return "manage"
    if missing_ok:
        return ""
    raise Http404


def wrote(step: Step, user: Any) -> QuerySet[Entry]:
    """Return what was written in a step, as far as ``user`` may read it."""
    return readable(step.case, user).filter(step=step).order_by("written_at")


def outcome_of(step: Step, user: Any) -> Any:
    """Return how a step ended, for the people of its agency."""
    if step.agency_id not in policy.agencies_for(user, Act.VIEW, step.case):
        return ""
    return FORMS[step.kind].outcomes.get(step.outcome, "")


def what_follows(step: Step) -> list[str]:
    """Say which steps came of this one."""
    words = _("%(agency)s: “%(step)s”, by %(day)s")
    found = [
        words % {"agency": s.agency, "step": s.title, "day": date_format(localtime(s.due_at), "DATE_FORMAT")}
        for s in followers(step)
    ]
    if found:
        return found
    if not step.case.is_open:
        return [_("The case is closed.")]
    others = step.case.steps.open().select_related("agency")
    names = ", ".join(dict.fromkeys(str(s.agency) for s in others))
    return [_("The case goes on when these are ready: %(agencies)s.") % {"agencies": names}] if names else []


def told_about(step: Step, user: Any) -> list[str]:
    """Say who was told that the step is done."""
    rows = Notification.objects.filter(event__step=step, event__kind="step-completed").exclude(recipient=user)
    names = sorted({str(n.recipient) for n in rows.select_related("recipient")})
    return [_("Told: %(names)s.") % {"names": ", ".join(names)}] if names else []


def differences(mine: StepForm, theirs: StepForm | None) -> list[dict[str, Any]]:
    """Return, field by field, what two people typed where it is not the same."""
    words = [{f.html_name: (str(f.label), spoken(f)) for f in form.fields()} if form else {} for form in (mine, theirs)]
    rows = []
    for name in {**words[0], **words[1]}:
        (label, own), (other_label, other) = (side.get(name, ("", "")) for side in words)
        if own != other:
            rows.append({"label": label or other_label, "mine": own, "theirs": other})
    return rows


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Return everything that was typed, to be sent once more."""
    return [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
