"""Kim, 22: out of a gang, with protected personal data; consent covers everybody, and the move is a disclosure.

Where Kim lives is written nowhere; that Robert and Samira's unit know it is. The
police note a level and measures and no word of why. The enforcement and tax
agencies of the story are not among the agencies of the demonstration.

The new municipality gets one text that says what it must know, and none of
what was written before: a handover is a disclosure, not access to the file.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import KIM
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

SAFE = "Tryggt boende, beslutat och ordnat utanför ärendet"
CONTACT = "En och samma kontakt hos polisen, dygnet runt"
HANDOVER = "Kim behöver kontakt med er från första dagen, ett skyddat boende och samtal. Läget är lugnt men följs."
EVERYBODY = ("A5", "A8")


def story(cast: Cast, days: Days) -> Story:
    """Tell it to its end: the handover, a relapse, and the closing more than a year later."""
    kim = Steps(cast, days, lead="A2", coordinator="robert")
    yield from _first_days(kim)
    yield from _threat_and_help(kim)
    yield from _plan(kim)
    yield from _weeks(kim)
    yield from _moving_on(kim)
    yield from _afterwards(kim)


def _first_days(kim: Steps) -> Story:
    yield kim.at(0, "11:20")
    kim.opens("Samordnat stöd vuxen", "Stöd att lämna, med skydd", [KIM], kind="exit")
    kim.fills("refer", by_whom="self", outcome="proceed", note="Ringde själv, rädd.")
    yield kim.at(0, "14:00")
    kim.fills(
        "first_contact",
        outcome="reached",
        channel="contact",
        concerned=kim.keys(*EVERYBODY),
        named="yes",
        knows=[kim.user("robert").pk],
        told="on",
        note="”Jag vågar inte gå hem.”",
    )
    yield kim.at(0, "15:10")
    kim.countersigns("samira")
    yield kim.at(1, "08:50")
    kim.consents(Said("Kim", EVERYBODY), view="Alla får veta det de behöver. Ingen får veta var.")
    yield kim.at(1, "09:30")
    kim.invites(*EVERYBODY, message="Möte så snart ni kan. Ring mig, skriv inget.")
    yield kim.at(1, "10:20")
    kim.answers("A5", "ali", "ali")
    kim.names("samira", "ali", reason="Arbetar med Kim.")
    yield kim.at(2, "09:05")
    kim.answers("A8", "viktor", "viktor")
    kim.names("samira", "viktor", reason="Arbetar med Kim.")


def _threat_and_help(kim: Steps) -> Story:
    yield kim.at(2, "13:00")
    words = "”Jag vill ha ett vanligt liv.”"
    needs = ["housing", "income", "protected", "health"]
    kim.fills("needs", motivated="yes", needs=needs, words=words, note="Har valt själv.", outcome="proceed")
    yield kim.at(2, "15:40")
    kim.fills(
        "threat",
        by="ali",
        of="A5",
        level="high",
        measures=["contact", "housing", "protected"],
        share=kim.keys("A2", "A8"),
    )
    yield kim.at(3, "09:20")
    met = ["motivated", "consents", "signed", "no_witness"]
    kim.fills("police_terms", by="ali", of="A5", conditions=met, outcome="met")
    yield kim.at(3, "11:00")
    kim.fills("decide_help", outcome="granted", decided_on=kim.day(3), help=["housing", "income"])
    yield kim.at(5, "10:30")
    told = "Sköter sina tider. Litar på få, men helt."
    kim.writes("viktor", "A8", told, title="Läget", topic="strengths", share_with=("A2",))
    yield kim.at(6, "13:15")
    home = "Tryggt enligt beslut. Saknar sin syster och vill ringa."
    kim.writes("robert", "A2", home, title="Vardagen", topic="home", share_with=("A5",))


def _plan(kim: Steps) -> Story:
    yield kim.at(6, "14:00")
    kim.calls(kim.at(10, "13:00"), "Platsen sägs muntligt", EVERYBODY, "Kims egna ord", "Skydd", "Vem gör vad")
    yield kim.at(10, "14:40")
    kim.holds(
        row("Kims egna ord", "”Jag vill ha ett vanligt liv.”"),
        row("Skydd", decision="En kontakt.", action=kim.promise(CONTACT, "A5", "ali", 10, 150)),
        to=EVERYBODY,
    )
    yield kim.at(12, "09:30")
    kim.proposes(
        summary="Kim ska vara trygg och kunna börja om.",
        crisis="Kim ringer kontakten hos polisen. Vid fara: 112.",
        follow_up=90,
        goals=[{"words": "Sova utan att vakna av ljud", "start": 2, "target": 8}],
        actions=[kim.promise(CONTACT, "A5", "ali", 12, 150), kim.promise(SAFE, "A2", "robert", 12, 150, goal=1)],
    )
    yield kim.at(12, "10:10")
    kim.approves("A2", "robert")
    yield kim.at(12, "15:00")
    kim.approves("A5", "ali")


def _weeks(kim: Steps) -> Story:
    yield kim.at(15, "10:00")
    kim.writes("robert", "A2", "Sekretessmarkering satt.", title="Skatteverket")
    yield kim.at(15, "14:00")
    _assesses(kim, "high", "renew_threat")
    yield kim.at(19, "10:00")
    _goes(kim, "acute", "Sover dåligt. Har ringt sin syster.")
    yield kim.at(26, "10:00")
    _goes(kim, "stabilise", "Har fått egen inkomst och en läkare.")
    yield kim.at(28, "14:00")
    _assesses(kim, "medium", "renew_threat")
    yield kim.at(40, "11:00")
    kim.writes("robert", "A2", "Skyddad folkbokföring beviljad.", title="Skatteverket")
    yield kim.at(56, "09:30")
    _assesses(kim, "medium", "renew_threat")


def _moving_on(kim: Steps) -> Story:
    yield kim.at(57, "10:00")
    _goes(kim, "stabilise", "Vill flytta och börja läsa.", outcome="pass_on")
    yield kim.at(58, "10:00")
    kim.looks_in("robert", "consent")
    kim.says(Said("Kim", (*EVERYBODY, "A13")), view="Den nya kommunen får veta det som står i överlämningen.")
    yield kim.at(60, "09:20")
    kim.fills("choose_home", outcome="invited", agency=kim.keys("A13"), message="En överlämning. Ring mig först.")
    yield kim.at(61, "10:45")
    kim.answers("A13", "sanna", "sanna")
    yield kim.at(61, "11:30")
    kim.names("samira", "sanna", reason="Tar över kontakten med Kim.")
    yield kim.at(62, "13:30")
    kim.fills("pass_on", outcome="given", text=HANDOVER)
    yield kim.at(63, "09:30")
    kim.looks_in("sanna", "entries")
    kim.fills("receive", by="sanna", of="A13", outcome="received")


def _afterwards(kim: Steps) -> Story:
    yield kim.at(82, "09:30")
    _assesses(kim, "low", "renew_threat")
    yield kim.at(90, "10:00")
    _goes(kim, "stabilise", "Har haft kontakt igen med några av de gamla.", happened="relapse", outcome="threat")
    yield kim.at(91, "13:00")
    _assesses(kim, "medium", "threat")
    yield kim.at(118, "13:00")
    _assesses(kim, "none", "renew_threat")
    for number, phase in ((121, "establish"), (150, "establish"), (180, "aftercare"), (268, "aftercare")):
        yield kim.at(number, "10:00")
        _goes(kim, phase, "Läser och arbetar extra.")
    yield kim.at(356, "10:00")
    _goes(kim, "aftercare", "Behöver oss inte längre.", outcome="close")
    yield kim.at(400, "10:00")
    text = "Norrvik fortsätter, i sin egen akt."
    kim.closes("moved_handover", (8, "Sover hela natten"), ratings=(9, None), text=text, after=None)


def _goes(kim: Steps, phase: str, note: str, *, happened: str = "nothing", outcome: str = "continue") -> None:
    knows = [kim.user("robert").pk]
    kim.fills("follow_exit", note=note, phase=phase, happened=happened, knows=knows, outcome=outcome)


def _assesses(kim: Steps, level: str, kind: str) -> None:
    share = [key for key in ("A2", "A8") if key in kim.covered("crime", "A2", "A8")]
    kim.fills(kind, by="ali", of="A5", level=level, measures=["contact", "protected"], share=kim.keys(*share))
