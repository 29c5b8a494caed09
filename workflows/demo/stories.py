"""Which stories the demonstration tells, when they begin, and where; and their telling."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from coordination.access.absence.actions import set_absence
from coordination.cases.models import Case
from coordination.demo import cast as people
from coordination.demo.cast import Cast
from coordination.history.recording import note_reading
from coordination.notifications.actions import mark_all_read
from permissions import policy
from permissions.roles import Act
from workflows.demo import (
    care,
    deadlines,
    entering,
    finnish,
    s1_ebbe,
    s2_albin,
    s3_nora,
    s4_leo,
    s5_kim,
    s6_isak,
    s7_norra_torget,
    s8_halsingen,
    s9_norrsken,
    s10_niemela,
    swedish,
)
from workflows.demo.clock import Days, Stage, Story

LANGUAGES = {"lindaker": "sv", "kaislaranta": "fi"}


@dataclass(frozen=True)
class Telling:
    """One story, the day it begins counted from today, and the municipality where it happens."""

    story: Callable[[Cast, Days], Story]
    begins: int
    place: str = "lindaker"

    def days(self, cast: Cast, now: datetime) -> Days:
        """Return the days of the story."""
        return Days(self.begins, cast.municipalities[self.place], now=now)


def manager(cast: Cast, days: Days) -> Story:
    """Samira, who manages both units of social services, looks through the histories once a week."""
    for week in range(3):
        yield days.at(7 * week, "16:15")
        samira = cast.users["samira"]
        for case in policy.visible(samira, Act.AUDIT, Case.objects.exclude(status=Case.Status.CLOSED)):
            note_reading(samira, case, "history")
        mark_all_read(samira)


def holiday(cast: Cast, days: Days) -> Story:
    """Jonas is away for a week; Robert stands in for him."""
    yield days.at(0, "15:40")
    jonas, robert = cast.users["jonas"], cast.users["robert"]
    set_absence(jonas, robert, by=jonas, since=days.at(0, "15:40"), until=days.at(7, "23:59"), why="holiday")


EBBE = Telling(s1_ebbe.story, -357)
ISAK = Telling(s6_isak.story, -34)
KIM = Telling(s5_kim.story, -68)
NORRSKEN = Telling(s9_norrsken.norrsken, -80)
LEO_MESSAGE = Telling(s4_leo.message, -70)
LEO_SUPPORT = Telling(s4_leo.support, -49)
NORA = Telling(s3_nora.story, -110)
ALBIN_REPORTED = Telling(s2_albin.story, -25)
EETU_REPORTED = Telling(s10_niemela.story, -10, "kaislaranta")
SQUARE = Telling(s7_norra_torget.story, -84)
PLAN = Telling(s8_halsingen.story, -150)
TELLINGS = (
    EBBE,
    PLAN,
    SQUARE,
    NORA,
    Telling(finnish.iida, -20, "kaislaranta"),
    Telling(swedish.albin, -44),
    ISAK,
    KIM,
    LEO_MESSAGE,
    LEO_SUPPORT,
    Telling(finnish.eetu, -30, "kaislaranta"),
    NORRSKEN,
    Telling(s9_norrsken.escort, -9),
    ALBIN_REPORTED,
    EETU_REPORTED,
    Telling(manager, -19),
    Telling(swedish.saga, -12),
    Telling(swedish.consultation, -3),
    Telling(entering.story, -2),
    Telling(s2_albin.today, -1),
    Telling(holiday, -1),
    Telling(care.story, -2),
    Telling(deadlines.story, -12),
)
EARLIER = timedelta(days=30)  # So long before the first story everybody has their post.


def tell(tellings: tuple[Telling, ...] = TELLINGS, *, password: str | None = people.PASSWORD) -> Cast:
    """Create the cast and play the stories up to this moment, in the caller's transaction."""
    now = timezone.now()
    with at_the_beginning(tellings, now) as clock:
        cast, stage = begin(tellings, clock, now, password=password)
        stage.until(now)
    return cast


def at_the_beginning(tellings: tuple[Telling, ...], now: datetime) -> time_machine.travel:
    """Return the travel to a time before all of the stories."""
    first = now + timedelta(days=min(telling.begins for telling in tellings))
    return time_machine.travel(first - EARLIER)


def begin(
    tellings: tuple[Telling, ...], clock: Any, now: datetime, *, password: str | None = None
) -> tuple[Cast, Stage]:
    """Create the cast at the time of ``clock``, and return it with the stage where the stories wait."""
    cast, stage = people.create(password), Stage(clock)
    for telling in tellings:
        days = telling.days(cast, now)
        stage.add(telling.story(cast, days), days, LANGUAGES[telling.place])
    return cast, stage
