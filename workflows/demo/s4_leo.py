"""The message of the police, and Leo, 19, who asks for help: two things that know nothing of each other.

The message is a round of group violence intervention: periods, numbers and what
was said, kept by the police and read by the steering group. Leo is not in it,
nor is anybody else.

The support is a case of its own, opened when Leo writes to the help number
himself. One word is known of the message, that he was chosen for one; nothing
ties the case to the round, and the police cannot be brought into it.
"""

from collections.abc import Callable
from typing import Any

from coordination.demo.cast import Cast
from coordination.rounds import actions as rounds
from coordination.rounds.models import Round
from workflows.demo.clock import Days, Story
from workflows.demo.people import LEO
from workflows.demo.play import Said
from workflows.demo.steps import Steps

WORK = "Praktik tre dagar i veckan, med handledare"
DEBTS = "Budgetrådgivning och en plan för skulderna"
WHY = "Leo vill ha ett eget boende, ett jobb och slippa skulderna. Vi hjälps åt med ordningen."
SCRIPT = ("value", "stop", "help", "consequence")


def message(cast: Cast, days: Days) -> Story:
    """Tell of the round: the review, six conversations, the increased focus after a shooting, and the evaluation."""
    ali, group = cast.users["ali"], [cast.agencies[key] for key in ("A7", "A8")]
    yield days.at(0, "09:00")
    made = rounds.open_round(
        by=ali,
        agency=cast.agencies["A5"],
        begins_on=days.day(-90),
        ends_on=days.day(-1),
        areas="Norra torget, stationsområdet",
    )
    kept = _Kept(cast, made)
    kept.does(rounds.seat, agencies=group)
    yield days.at(5, "13:20")
    kept.does(rounds.note_selection, selected=8)
    yield days.at(14, "15:30")
    kept.does(rounds.note_message, way="custom", script=SCRIPT, called=None, came=None, visited=6)
    yield days.at(16, "10:00")
    rounds.note_reading(kept.round, by=cast.users["viktor"])
    yield days.at(63, "16:00")
    kept.does(rounds.begin_focus)
    kept.does(rounds.note_sanction, on=days.day(63), who="police", number=4, note="Kontroller och beslag")
    yield days.at(66, "11:10")
    kept.does(rounds.note_sanction, on=days.day(66), who="tax", number=2, note="Granskning av två bolag")
    yield days.at(98, "14:00")
    text = "Lugnt i sju veckor efter samtalen, sedan en skjutning. Fyra av sex har frågat efter hjälp."
    kept.does(rounds.evaluate, evaluation=text, end=Round.End.NEXT_ROUND)


class _Kept:
    """The round as it is now, kept by Ali."""

    def __init__(self, cast: Cast, made: Round) -> None:
        self.by, self.pk = cast.users["ali"], made.pk

    @property
    def round(self) -> Round:
        """The round."""
        return Round.objects.select_related("agency__municipality").get(pk=self.pk)

    def does(self, act: Callable[..., Any], **what: Any) -> None:
        """Do something with it."""
        act(self.round, by=self.by, **what)


def support(cast: Cast, days: Days) -> Story:
    """Tell of the support: Leo writes to the number himself, and agrees to what is shared and with whom."""
    leo = Steps(cast, days, lead="A2", coordinator="jonas")
    yield leo.at(0, "13:10")
    leo.opens("Samordnat stöd vuxen", "Stöd med boende, arbete och ekonomi", [LEO], kind="gvi")
    leo.fills("offer", came="number", status="selected", note="Skrev själv: vill ha ett jobb och slippa skulderna.")
    yield leo.at(1, "10:00")
    leo.fills("reach", outcome="reached", note="”Jag vill bort, men inte prata om andra.”")
    yield leo.at(2, "10:30")
    leo.consents(Said("Leo", ("A8",)), view="Frivården får veta. Polisen ska inte vara med.")
    yield leo.at(3, "08:40")
    leo.invites("A8", message="Vi vill planera tillsammans.")
    yield leo.at(4, "09:15")
    leo.answers("A8", "viktor", "viktor")
    yield leo.at(6, "14:45")
    told = "Kommer i tid. Tränar på morgnarna, nya vänner där."
    leo.writes("viktor", "A8", told, title="Läget", topic="leisure", share_with=("A2",))
    yield leo.at(7, "09:30")
    words = "”Jobbet först, resten löser sig.”"
    leo.fills("support", help=["housing", "work", "debts"], words=words, note="Boende till månadsskiftet.")
    yield leo.at(10, "09:20")
    goals = [{"words": "Ha kvar jobbet", "start": 1, "target": 8}, {"words": "Egen dörr", "start": 2, "target": 9}]
    actions = [
        leo.promise(WORK, "A2", "jonas", 12, 110, goal=1),
        leo.promise(DEBTS, "A8", "viktor", 14, 110),
    ]
    crisis = "Leo ringer stödnumret, 070-1740669. Vid fara: 112."
    leo.proposes(summary=WHY, crisis=crisis, follow_up=100, goals=goals, actions=actions)
    for hour, agency, who in (("09:40", "A2", "jonas"), ("14:00", "A8", "viktor")):
        yield leo.at(10, hour)
        leo.approves(agency, who)
    yield leo.at(40, "10:00")
    leo.reports("jonas", WORK, "going", "Har kommit alla dagar.")
    yield leo.at(77, "10:20")
    leo.reports("jonas", WORK, "done", "Har fått anställning.")
    yield leo.at(100, "13:00")
    leo.follows_up((8, "Arbetar heltid"), (6, "Hyr ett rum"), outcome="close")
    yield leo.at(104, "11:00")
    leo.closes("stable", (9, "Arbetar kvar"), (9, "Eget kontrakt"), ratings=(9, None), text="Stabilt.", after=None)
