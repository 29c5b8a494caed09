"""Places of Lindåker, and a short way to report, check and picture."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from coordination.models import Area, Place
from coordination.places.reports import actions
from coordination.places.reports.actions import What, Where


@pytest.fixture
def town(cast):
    """The municipality, with an area and three places."""
    there = cast.municipalities["lindaker"]
    corners = [[610000, 6580000], [612000, 6580000], [612000, 6582000], [610000, 6582000]]
    centre = Area.objects.create(municipality=there, name="Centrum", outline=corners)
    for name, east, north in (
        ("Norra torget", 611000, 6581500), ("Stationen", 611500, 6580500), ("Åparken", 610300, 6580400),
    ):  # fmt: skip
        Place.objects.create(municipality=there, area=centre, name=name, east=east, north=north)
    return there


@pytest.fixture
def square(town):
    return Place.objects.get(municipality=town, name="Norra torget")


@pytest.fixture
def reports(cast, square):
    """Write a report: ``reports(text="Glas")``, by Leyla of leisure at Norra torget now unless told otherwise."""

    def write(by="leyla", agency="A4", *, client_id=None, place=square, days_ago=0, text="", words="", **what):
        return actions.make_report(
            by=cast.users[by],
            agency=cast.agencies[agency],
            client_id=client_id or uuid4(),
            what=What(**{"category": "damage", "severity": 1, "text": text} | what),
            where=Where(place, None, words),
            happened_at=timezone.now() - timedelta(days=days_ago),
        )

    return write


@pytest.fixture
def posted(square):
    """What a browser sends for a report, with changes: ``posted(text="...")``."""

    def fields(**changes):
        sent = {"client_id": str(uuid4()), "category": "damage", "place": str(square.pk), "when": "now",
                "severity": "2", "text": "Krossat glas"}  # fmt: skip
        return sent | changes

    return fields
