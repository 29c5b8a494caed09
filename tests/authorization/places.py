"""What the agencies of the world know of places: of no case, and with canaries of its own."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from coordination.models import Place
from coordination.places.detailed_plans import actions as plans
from coordination.places.reports import actions as reports
from coordination.places.walks import actions as walks
from coordination.places.weeks import actions as weeks

WEEK = date.fromisocalendar(2026, 2, 1)  # In the address of the routes: 2026-W02.


def records(cast: Any) -> dict[str, Any]:
    town, karin, leisure = cast.municipalities["lindaker"], cast.users["karin"], cast.agencies["A4"]
    place = Place.objects.create(municipality=town, name="Torget", east=611000, north=6581000)
    report = reports.make_report(
        by=cast.users["leyla"],
        agency=leisure,
        client_id=uuid4(),
        what=reports.What("damage", text="KANARITORGET"),
        where=reports.Where(place),
    )
    week = weeks.make_week(town, WEEK, by=karin)
    weeks.write_week(week, by=karin, text="KANARIPLATS", meets_at=None)
    priority = weeks.add_priority(week, by=karin, title="KANARIPLATS", place=place)
    today = timezone.localdate()
    soon = today + timedelta(days=30)
    action = weeks.add_action(priority, by=karin, what="KANARIPLATS", agency=leisure, due_on=soon)
    days = {"pre_meeting_on": today, "walk_on": today + timedelta(15), "report_back_on": soon}
    walk = walks.plan_walk(cast.agencies["A7"], by=karin, title="KANARIPLATS", **days)
    walks.move_walk(walk, "pre_meeting", by=karin)
    walks.move_walk(walk, "walked", by=karin, walked_by=9)
    stop = walks.add_stop(walk, by=karin, where="KANARIPLATS", light="day", observation="x", agency=leisure)
    review = plans.open_review(town, by=karin, name="KANARIPLATS", east=611000, north=6581000)
    said = {"body": "KANARIPLATS", "asked_on": today, "agency": leisure}
    return {
        "place": place,
        "place_report": report,
        "priority": priority,
        "place_action": action,
        "walk": walk,
        "stop": stop,
        "plan_review": review,
        "opinion": plans.ask_opinion(review, by=karin, **said),
    }
