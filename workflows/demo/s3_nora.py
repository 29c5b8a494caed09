"""Nora, 15: school, child psychiatry and social services around one plan that is in force now.

By law hers is a coordinated individual plan (SIP). Its flow is not part of this
version, so the case is led by the flow that is: kind SSPF under the neutral
title "Samordnat stöd skola och hälsa". The stages are the same; what a SIP has
besides (the two principals' call, the statutory contents) is not shown.

Child psychiatry writes about health for social services only: the school reads
no word of it. Leisure has just been invited and has not answered.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.files import pdf
from workflows.demo.people import CAMILLA, NORA
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

SCHEDULE = "Anpassat schema: start 9.30 och vilorum bokat"
TALKS = "Samtal hos BUP varje vecka"
HOME = "Samtalsstöd till Camilla, var tredje vecka"
CONTACT = "Kontaktperson på skolan som Nora valt själv"
GOALS = [
    {"words": "Jag vill orka vara i skolan tre dagar i veckan", "start": 2, "target": 7},
    {"words": "Sova hela natten", "start": 3, "target": 7},
]
AGENDA = ("Noras egna ord", "Vad vi har lovat och gjort", "Målen", "Nästa möte")


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it, up to the follow-up that is called."""
    nora = Steps(cast, days, lead="A1", coordinator="petra")
    yield from _beginning(nora)
    yield from _mapping(nora)
    yield from _plan(nora)
    yield from _at_work(nora)
    yield from _this_week(nora)


def _beginning(nora: Steps) -> Story:
    yield nora.at(0, "09:30")
    nora.opens("Samordnat stöd skola och hälsa", "Ett gemensamt stöd i skola och vård", [NORA, CAMILLA])
    yield nora.at(1, "15:00")
    nora.informs(
        "Nora och Camilla kom till mottagningen. De är trötta på att berätta samma sak flera gånger.",
        child="”Jag vill att ni pratar ihop er, så att jag slipper vara den som minns allt.”",
    )
    yield nora.at(3, "10:20")
    nora.consents(
        Said("Nora", ("A3", "A6")), Said("Camilla", ("A3", "A6")), view="Hälsan ska skolan bara veta det viktigaste om."
    )
    yield nora.at(4, "08:30")
    nora.screens("Behov från både socialtjänst och vård. Skolan behövs också.")
    yield nora.at(4, "08:45")
    nora.invites("A3", "A6", message="Nora och hennes mamma vill att vi planerar tillsammans.")
    yield nora.at(5, "13:10")
    nora.answers("A6", "tove", "tove")
    yield nora.at(6, "09:00")
    nora.answers("A3", "henrik", "ulrika")


def _mapping(nora: Steps) -> Story:
    yield nora.at(9, "14:15")
    nora.describes(
        "A6",
        "tove",
        {
            "health": {
                "now": "Nedstämd sedan i våras och sover dåligt. Går i behandling hos oss.",
                "worries": "Drar sig undan när kraven blir otydliga.",
                "tried": "Samtal varannan vecka. Medicin är inte aktuell nu.",
            },
            "strengths": {"strengths": "Säger till när det blir för mycket. Ritar och skriver."},
        },
        to=("A1",),
    )
    nora.keeps(
        "tove",
        "A6",
        "sammanfattning.pdf",
        pdf("Sammanfattning", ["Behandlingsplan för hösten, i korthet.", "DEMO - påhittade uppgifter"]),
        title="Sammanfattning av behandlingen",
        topic="health",
        share_with=("A1",),
    )
    nora.writes("tove", "A6", "Egen minnesanteckning inför teamet på torsdag.", title="Inför teammöte", topic="health")
    yield nora.at(10, "10:05")
    nora.describes(
        "A3",
        "ulrika",
        {
            "school": {
                "now": "Har varit här sex dagar den senaste månaden.",
                "strengths": "Följer med i svenska och bild, även hemifrån.",
                "child": "”Korridoren är värst. På lektionen går det bra.”",
            }
        },
        to=("A1", "A6"),
    )
    nora.shares("ulrika", "A3", "school", ("A1",), "Underlag till mötet.")
    yield nora.at(11, "15:40")
    nora.describes(
        "A1",
        "petra",
        {"home": {"now": "Camilla är ensam med tre barn och oroar sig mycket.", "strengths": "De äter middag ihop."}},
        to=("A6",),
    )
    yield nora.at(12, "08:50")
    nora.asks_for_more("A3", why="Vilka ämnen behöver Nora för att bli behörig? Skriv kort.")
    yield nora.at(14, "13:30")
    nora.describes(
        "A3",
        "ulrika",
        {
            "school": {
                "now": "Svenska, engelska och matematik. Betyg finns i svenska; de andra två går att nå till våren."
            }
        },
        to=("A1", "A6"),
    )
    yield nora.at(15, "09:10")
    nora.reviews()


def _plan(nora: Steps) -> Story:
    yield nora.at(15, "09:40")
    nora.calls(nora.at(21, "13:00"), "BUP Lindåker, rum 2", ("A3", "A6"), "Noras egna ord", "Mål", "Vem gör vad")
    yield nora.at(21, "14:30")
    nora.holds(
        row("Noras egna ord", "”Jag vill orka. Tre dagar är lagom.”"),
        row("Mål", decision="Tre skoldagar i veckan och sömnen först."),
        row("Vem gör vad", decision="BUP ger tid varje vecka.", action=nora.promise(TALKS, "A6", "tove", 28, 130)),
        to=("A3", "A6"),
    )
    yield nora.at(23, "09:20")
    actions = [
        nora.promise(TALKS, "A6", "tove", 28, 130, goal=2),
        nora.promise(SCHEDULE, "A3", "ulrika", 26, 60, goal=1),
        nora.promise(CONTACT, "A3", "ulrika", 26, 112, goal=1),
        nora.promise(HOME, "A1", "petra", 30, 140),
    ]
    why = "Nora vill orka med skolan. Vård, skola och socialtjänst gör var sin del och säger samma sak till Nora."
    crisis = "Om det blir mörkt: Nora skriver till Tove eller ringer 070-1740661. Kväll och natt: 1177 eller 112."
    nora.proposes(summary=why, crisis=crisis, follow_up=70, goals=GOALS, actions=actions)
    yield nora.at(23, "09:45")
    nora.approves("A1", "petra")
    yield nora.at(24, "08:20")
    nora.approves("A3", "ulrika", returns="Schemat kan börja först 9.30, inte 9.00. Ändra texten om tiden, tack.")
    yield nora.at(24, "11:00")
    nora.approves("A6", "tove")
    yield nora.at(25, "08:40")
    nora.proposes(summary=why, crisis=crisis, follow_up=70, goals=GOALS, actions=actions)
    for hour, agency, who in (("09:00", "A1", "petra"), ("10:30", "A6", "tove"), ("14:45", "A3", "ulrika")):
        yield nora.at(25, hour)
        nora.approves(agency, who)


def _at_work(nora: Steps) -> Story:
    yield nora.at(33, "10:00")
    nora.reports("tove", TALKS, "going", "Har börjat. Kommer varje vecka.")
    yield nora.at(40, "08:50")
    nora.reports("ulrika", SCHEDULE, "done", "Schema och vilorum på plats.")
    yield nora.at(52, "11:15")
    nora.reports("petra", HOME, "going", "Två samtal. Camilla sover bättre själv.")
    yield nora.at(63, "09:00")
    nora.calls_follow_up(nora.at(70, "13:00"), "BUP Lindåker, rum 2", ("A3", "A6"), *AGENDA)
    yield nora.at(70, "14:10")
    nora.holds_follow_up(
        row("Noras egna ord", "”Två dagar går nu. Jag sover bättre om jag lägger bort mobilen.”"),
        row("Vad vi har lovat och gjort", "Schemat är på plats. Samtalen går varje vecka."),
        row("Målen", "Två dagar i veckan. Sömnen bättre."),
        row("Nästa möte", decision="Vi ses igen om åtta veckor."),
        to=("A3", "A6"),
    )
    yield nora.at(70, "14:30")
    nora.follows_up(
        (4, "Två dagar de flesta veckor."), (5, "Vaknar en gång."), outcome="continue", next_on=nora.day(126)
    )


def _this_week(nora: Steps) -> Story:
    yield nora.at(112, "16:20")
    nora.looks_in("petra", "consent")
    everybody = ("A3", "A4", "A6")
    nora.says(
        Said("Nora", everybody), Said("Camilla", everybody), view="Vill prova klättringen på Navet om Leyla är där."
    )
    yield nora.at(114, "09:15")
    nora.calls_follow_up(nora.at(126, "13:00"), "BUP Lindåker, rum 2", ("A3", "A6"), *AGENDA)
    yield nora.at(116, "13:30")
    nora.wishes("Camilla", "meetings", "Jag vill inte ha mamma i alla möten.")
    yield nora.at(117, "10:40")
    nora.invites_late("A4", "Nora vill prova klättring. Kan ni vara med?")
    yield nora.at(118, "15:10")
    nora.reports("tove", TALKS, "going", "Sexton samtal hittills.")
