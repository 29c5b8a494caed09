"""What the first page of the work on places tells somebody."""

from typing import Any

from coordination.places.detailed_plans.queries import reviews_seen_by
from coordination.places.reports import queries as reports
from coordination.places.walks.queries import to_answer, walks_seen_by
from coordination.places.weeks.queries import actions_of, picture, weeks_of
from permissions import places
from permissions.places import PlaceAct

MOST = 5


def hub(user: Any) -> dict[str, Any]:
    """Return what somebody has to do with places, by what they may do."""
    acts = places.agencies_by_act(user)
    page: dict[str, Any] = {
        "reports_places": PlaceAct.REPORT in acts,
        "sees_places": PlaceAct.SEE in acts,
        "cares_for_places": PlaceAct.CARE in acts,
    }
    if own := acts.get(PlaceAct.SEE):
        page |= {"place_actions": list(actions_of(own)[:MOST]), "stops_to_answer": list(to_answer(own)[:MOST])}
    return page


def whole(user: Any) -> dict[str, Any]:
    """Return the first page of the work on places: what `hub` tells, and how the last week looked."""
    page = hub(user)
    week = weeks_of(user).first()
    page |= {"week": week, "picture": picture(week) if week else None}
    page |= {"walks": list(walks_seen_by(user)[:3]), "plan_reviews": list(reviews_seen_by(user)[:3])}
    if page["reports_places"]:
        page["my_reports"] = list(reports.mine(user)[:3])
    if page["cares_for_places"]:
        page["at_gate"] = reports.waiting(user)
    return page
