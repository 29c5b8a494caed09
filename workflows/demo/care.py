"""What waits for a second pair of eyes: a person to be named, and an access to look at again."""

from coordination.access.classes import ask_to_name
from coordination.access.reviews import ask_for_review
from coordination.access.waiting_models import Review
from coordination.cases.models import Case
from coordination.demo.cast import Cast
from permissions import grants
from workflows.demo.clock import Days, Story


def story(cast: Cast, days: Days) -> Story:
    """Petra asks Samira to countersign and Henrik to look again."""
    yield days.at(0, "10:20")
    petra, ulrika = cast.users["petra"], cast.users["ulrika"]
    own = Case.objects.filter(coordinator=petra).exclude(status=Case.Status.CLOSED).order_by("reference")
    case = own.filter(status=Case.Status.ACTIVE).first()
    if case is None:
        return
    grant = grants.of_case(case).live().get(user=ulrika)
    ask_to_name(case, grant, by=petra, reason="Ulrika behöver läsa det som får den högsta klassen.")
    ask_for_review(case, cause=Review.Cause.PROTECTION, by=petra, grant=grant)
