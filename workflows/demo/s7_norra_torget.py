"""S7, Norra torget: twelve weeks of reports about places, what the agencies decide, and a safety walk. No persons."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from coordination.demo.cast import Cast
from coordination.places.listing.actions import add_area, add_place
from coordination.places.reports import actions as gate
from coordination.places.reports.models import PlaceReport
from coordination.places.walks import actions as walks
from coordination.places.weeks import actions as weeks
from coordination.places.weeks.models import PlaceAction, Priority, Week
from workflows.demo.clock import Days, Story

NOW = 12  # The week in which the demonstration is looked at.
CHECKED = 10  # The last week that has been through the gate.
CENTRE = [[609800, 6580200], [612100, 6580000], [612500, 6581300], [611400, 6582100], [610000, 6581800]]
NORTH = [[610000, 6581800], [611400, 6582100], [611900, 6583400], [610300, 6583500]]
PLACES = {
    "Norra torget": (611050, 6581450, "Centrum"),
    "Stationen": (611700, 6580500, "Centrum"),
    "Åparken": (610350, 6580700, "Centrum"),
    "Navet": (611450, 6581150, "Centrum"),
    "Åbrinkens skolgård": (610650, 6582400, "Norrmalm"),
    "Hälsingegatan": (611250, 6583000, "Norrmalm"),
}
SQUARE = (4, 9, 14, 9, 7, 6, 4, 3, 3, 2, 2)  # Reports about Norra torget, week by week.
ELSEWHERE = (2, 2, 3, 3, 3, 2, 3, 2, 3, 2, 2)
WRITERS = (("leyla", "A4"), ("ali", "A5"), ("leyla", "A4"), ("ulrika", "A3"), ("disa", "A7"))
TOLD = (
    ("damage", 2, "Krossat glas vid bänkarna."),
    ("vehicles", 2, "A-traktorer kör varv på torget, hög musik."),
    ("drugs", 2, "Små påsar och ampuller bakom kiosken."),
    ("unsafe", 1, "Två lampor vid busshållplatsen lyser inte."),
    ("gathering", 1, "Många samlade sent, högljutt. Butiken stängde tidigare."),
    ("damage", 1, "Klotter på toaletten."),
    ("staff", 3, "Personalen på kiosken hotades när de skulle stänga."),
    ("litter", 1, "Papperskorgen står mitt i gångstråket och är vält."),
)
NAMED = "Kevin var där igen och skrek."  # One word: only somebody who reads it can tell that it is a name.
ACTIONS = (
    ("", "Gatukontoret", "Lamporna vid busshållplatsen lagas", "Före fredag", "short"),
    ("", "Lindåkershem", "Papperskorgen flyttas från gångstråket", "På måndag", "short"),
    ("A4", "", "Fältgruppen är på plats", "Fredag och lördag 18–23", "short"),
    ("A5", "", "Polisen går förbi", "Kvällar, torsdag till lördag", "short"),
    ("A4", "", "Kafé för unga i Navet", "Varje fredag från nästa månad", "long"),
)
STOPS = (
    ("Busshållplatsen", "dark", "Mörkt bakom kuren, ingen ser in.", "Belysning och lägre buskar.", "", "Gatukontoret"),
    (
        "Kiosken",
        "dark",
        "Stängd sedan i somras, luckan är sönderslagen.",
        "Öppen lucka på kvällen.",
        "",
        "Lindåkershem",
    ),
    ("Navets entré", "day", "Dörren vetter mot bakgården.", "Skylt och ljus mot torget.", "A4", ""),
    ("Gångstråket", "day", "Häcken skymmer sikten.", "Klipp ner häcken.", "", "Gatukontoret"),
)


def story(cast: Cast, days: Days) -> Story:
    """Tell it: reports, the gate each Monday, the third week's priority, the walk of the eighth."""
    told = Square(cast, days)
    for moment, act in sorted(told.scenes(), key=lambda scene: scene[0]):
        yield moment
        act()


class Square:
    """Who does what about the places of Lindåker, in which week."""

    def __init__(self, cast: Cast, days: Days) -> None:
        self.cast, self.days, self.town = cast, days, cast.municipalities["lindaker"]
        self.karin, self.disa = cast.users["karin"], cast.users["disa"]
        self.walk: Any = None

    def at(self, week: int, weekday: int, hour: str) -> datetime:
        """Return a moment of a week of the story; Monday is 0."""
        monday = self.days.today - timedelta(days=self.days.today.weekday())
        day = monday + timedelta(weeks=week - NOW, days=weekday)
        return datetime.combine(day, time.fromisoformat(hour), self.days.zone)

    def scenes(self) -> Iterator[tuple[datetime, Callable[[], Any]]]:
        """Yield what happens when, in no order."""
        yield self.at(0, 4, "10:00"), self.draw_the_map
        for week, (here, elsewhere) in enumerate(zip(SQUARE, ELSEWHERE, strict=True), start=1):
            yield from self.reports_of(week, here, elsewhere)
            if week <= CHECKED:
                yield self.at(week + 1, 0, "08:30"), partial(self.check, week)
        yield self.at(4, 0, "10:00"), self.prioritise
        yield self.at(4, 5, "23:30"), self.field_group_was_there
        yield self.at(5, 0, "10:30"), partial(self.carry_over, 3)
        yield self.at(5, 3, "11:00"), self.lamps_and_bin
        yield self.at(6, 0, "10:30"), partial(self.carry_over, 4)
        yield self.at(7, 0, "11:00"), self.finish
        yield self.at(11, 0, "10:00"), self.go_for_the_cause
        yield from self.walking()

    def draw_the_map(self) -> None:
        """Karin enters areas and places."""
        areas = {
            name: add_area(self.town, by=self.karin, name=name, outline=outline)
            for name, outline in (("Centrum", CENTRE), ("Norrmalm", NORTH))
        }
        for name, (east, north, area) in PLACES.items():
            add_place(self.town, by=self.karin, name=name, east=east, north=north, area=areas[area])

    def reports_of(self, week: int, here: int, elsewhere: int) -> Iterator[tuple[datetime, Callable[[], Any]]]:
        """Yield the reports of a week: about the square in the evenings, about other places in the afternoon."""
        for n in range(here):
            category, severity, text = TOLD[(n + week) % len(TOLD)]
            text = NAMED if (week, n) == (3, 9) else text
            at = self.at(week, (n + 2) % 7, f"{18 + n % 5}:{7 * n % 60:02}")
            yield at, partial(self.report, n + week, "Norra torget", gate.What(category, severity, week > 2, text))
        others = [name for name in PLACES if name != "Norra torget"]
        for n in range(elsewhere):
            category, severity, text = TOLD[(2 * n + week) % len(TOLD)]
            name = others[(n + week) % len(others)]
            at = self.at(week, (2 * n + 1) % 5, f"{14 + n}:20")
            yield at, partial(self.report, n + 2 * week, name, gate.What(category, min(severity, 2), False, text))

    def report(self, turn: int, place: str, what: gate.What) -> PlaceReport:
        """Somebody reports."""
        who, agency = WRITERS[turn % len(WRITERS)]
        return gate.make_report(
            by=self.cast.users[who],
            agency=self.cast.agencies[agency],
            client_id=uuid4(),
            what=what,
            where=gate.Where(self.place(place)),
        )

    def check(self, week: int) -> None:
        """Disa reads what came in, sends one report back, and makes the picture of the week."""
        for report in PlaceReport.objects.filter(municipality=self.town, state=PlaceReport.State.NEW).order_by(
            "reported_at"
        ):
            if report.text == NAMED:
                gate.bounce(report, by=self.disa, answer="Ett namn står i texten. Skriv gärna om platsen igen.")
            else:
                gate.check(report, by=self.disa)
        made = weeks.make_week(self.town, self.at(week, 0, "00:00").date(), by=self.disa)
        meets = self.at(week + 1, 1, "09:00")
        weeks.write_week(made, by=self.disa, text=SAYS.get(week, ""), meets_at=meets, meets_in="Kommunhuset, sal 2")

    def prioritise(self) -> None:
        """The agencies put the square first, and say who does what."""
        week = self.week(3)
        why = "Fyra, nio och fjorton rapporter på tre veckor: glas, A-traktorer, tecken på narkotika."
        square = weeks.add_priority(
            week, by=self.karin, title="Norra torget", place=self.place("Norra torget"), why=why
        )
        weeks.add_priority(week, by=self.karin, title="Stationen", place=self.place("Stationen"))
        due = self.at(5, 4, "12:00").date()
        for agency, body, what, when, term in ACTIONS:
            weeks.add_action(
                square,
                by=self.karin,
                what=what,
                when=when,
                where="Norra torget",
                term=term,
                body=body,
                agency=self.cast.agencies[agency] if agency else None,
                due_on=due if term == "short" else due + timedelta(weeks=6),
            )
        weeks.decide(week, by=self.karin)

    def field_group_was_there(self) -> None:
        """Leyla tells that the field group has begun."""
        action = PlaceAction.objects.get(what=ACTIONS[2][2])
        weeks.update_action(
            action, by=self.cast.users["leyla"], status="going", text="Första helgen: lugnare efter 21."
        )

    def carry_over(self, week: int) -> None:
        """What is not finished goes on in the next week's list."""
        for priority in Priority.objects.filter(week=self.week(week), outcome=Priority.Outcome.OPEN).order_by("rank"):
            weeks.carry_over(priority, by=self.karin)

    def lamps_and_bin(self) -> None:
        """What others promised is done."""
        for what in (ACTIONS[0][2], ACTIONS[1][2]):
            weeks.update_action(PlaceAction.objects.get(what=what), by=self.karin, status="done")

    def finish(self) -> None:
        """Six reports in the sixth week: the priority is closed, and those who reported are told."""
        for key, number in (("leyla", 2), ("ali", 3), ("leyla", 4)):
            action = PlaceAction.objects.get(what=ACTIONS[number][2])
            weeks.update_action(action, by=self.cast.users[key], status="done")
        square, station = Priority.objects.filter(week=self.week(5)).order_by("rank")
        answer = "Lamporna lyser, papperskorgen är flyttad, fältgruppen och polisen är där på kvällarna."
        weeks.close_priority(square, by=self.karin, outcome="done", answer=answer)
        why = "Marken är Trafikverkets. De har fått rapporterna."
        weeks.close_priority(station, by=self.karin, outcome="not_actionable", answer=why)

    def go_for_the_cause(self) -> None:
        """The analysis of the tenth week: what is missing is a place to be at."""
        week = self.week(10)
        said = {"title": "En plats för unga vid torget", "why": "Lugnare, men orsaken finns kvar: mötesplats saknas."}
        cause = weeks.add_priority(week, by=self.karin, place=self.place("Norra torget"), **said)
        due = self.at(14, 4, "12:00").date()
        leisure = self.cast.agencies["A4"]
        what = "Fråga unga vad de vill ha på torget"
        asked = weeks.add_action(cause, by=self.karin, what=what, agency=leisure, when="Två kvällar", due_on=due)
        weeks.update_action(asked, by=self.cast.users["leyla"], status="going")
        landlord: dict[str, Any] = {"what": "Ny hyresgäst i kiosken", "body": "Lindåkershem", "term": "long"}
        weeks.add_action(cause, by=self.karin, due_on=due + timedelta(weeks=12), **landlord)
        weeks.decide(week, by=self.karin)

    def walking(self) -> Iterator[tuple[datetime, Callable[[], Any]]]:
        """Yield the safety walk: planned, met before, walked by eighteen, answered, reported back, walked again."""
        yield self.at(5, 2, "13:00"), self.plan_walk
        yield self.at(6, 1, "19:00"), partial(self.move, "pre_meeting")
        yield self.at(8, 1, "20:30"), self.walked
        yield self.at(9, 2, "15:00"), self.answer
        yield self.at(11, 1, "19:30"), partial(self.move, "reported_back", again_on=self.at(28, 1, "18:00").date())
        yield self.at(28, 1, "20:00"), partial(self.move, "follow_walk")

    def plan_walk(self) -> None:
        """Karin plans it."""
        days = {"pre_meeting_on": self.at(6, 1, "18:00"), "walk_on": self.at(8, 1, "18:00")}
        days["report_back_on"] = self.at(11, 1, "18:00")
        self.walk = walks.plan_walk(
            self.cast.agencies["A7"],
            by=self.karin,
            title="Norra torget, i mörker",
            place=self.place("Norra torget"),
            route="Busshållplatsen, kiosken, Navets entré, gångstråket",
            **{name: moment.date() for name, moment in days.items()},
        )

    def walked(self) -> None:
        """Eighteen walk; what they saw is written down."""
        self.move("walked", walked_by=18)
        for where, light, seen, proposal, agency, body in STOPS:
            walks.add_stop(
                self.walk,
                by=self.karin,
                where=where,
                light=light,
                observation=seen,
                proposal=proposal,
                agency=self.cast.agencies[agency] if agency else None,
                body=body,
            )
        self.move("answers_due")

    def answer(self) -> None:
        """Those responsible answer: done, later, not."""
        stops = list(self.walk.stops.order_by("number"))
        due = self.at(14, 4, "12:00").date()
        walks.answer_stop(stops[0], by=self.karin, answer="do", done_on=self.at(9, 1, "12:00").date())
        walks.answer_stop(stops[1], by=self.karin, answer="not", reason="Lokalen är uppsagd och hyrs ut på nytt.")
        walks.answer_stop(stops[2], by=self.cast.users["leyla"], answer="do", due_on=due)
        walks.answer_stop(stops[3], by=self.karin, answer="later", reason="Klipps när lövet har fallit.", due_on=due)

    def move(self, to: str, **said: Any) -> None:
        """Take the walk one step further."""
        walks.move_walk(self.walk, to, by=self.karin, **said)

    def place(self, name: str) -> Any:
        """Return a place by its name."""
        return self.town.places.get(name=name)

    def week(self, number: int) -> Any:
        """Return the picture of a week of the story."""
        return Week.objects.get(municipality=self.town, monday=self.at(number, 0, "00:00").date())


SAYS = {
    2: "Norra torget har mer än fördubblats. Glas och A-traktorer, mest på kvällen.",
    3: "Tredje veckan i rad som torget ökar. Personal har hotats.",
    6: "Sex rapporter om torget mot fjorton i vecka tre.",
    10: "Analys: det saknas en mötesplats sedan kiosken stängde. Förslag till planen: en plats för unga vid torget.",
}
