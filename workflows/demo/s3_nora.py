"""Nora, 15: school, child psychiatry and social services around her coordinated individual plan (SIP), at work now.

Social services calls the other principal, child psychiatry, and invites the
school. Nora does not want her mother at every meeting. Child psychiatry writes
about health for social services only: the school reads no word of it. At first
child psychiatry has overall responsibility for the plan, from the follow-up on
social services. Leisure has just been invited and has not answered. What comes
after today closes the plan with its goals met.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.files import pdf
from workflows.demo.in_sip import InSip
from workflows.demo.people import CAMILLA, NORA
from workflows.demo.play import Said
from workflows.demo.steps import row

SCHEDULE = "Anpassat schema: start 9.30 och vilorum bokat"
TALKS = "Samtal hos BUP varje vecka"
HOME = "Samtalsstöd till Camilla, var tredje vecka"
CONTACT = "Kontaktperson på skolan som Nora valt själv"
GOALS = [
    {"words": "Jag vill orka vara i skolan tre dagar i veckan", "start": 2, "target": 7},
    {"words": "Sova hela natten", "start": 3, "target": 7},
]
QUESTIONS = (
    "Hur ska jag orka tre dagar i veckan?",
    "Vem ringer jag när det blir mörkt?",
    "Hur slipper jag berätta samma sak flera gånger?",
)
AGENDA = ("Noras egna ord", "Vad vi har lovat och gjort", "Målen", "Nästa möte")
WHY = "Nora vill orka med skolan. Vård, skola och socialtjänst gör var sin del och säger samma sak till Nora."
CRISIS = "Om det blir mörkt: Nora skriver till Tove eller ringer 070-1740661. Kväll och natt: 1177 eller 112."
EVERYBODY = ("A3", "A4", "A6")


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it, from the need to the end."""
    nora = InSip(cast, days, lead="A1", coordinator="petra")
    yield from _beginning(nora)
    yield from _before_the_meeting(nora)
    yield from _plan(nora)
    yield from _at_work(nora)
    yield from _this_week(nora)
    yield from _end(nora)


def _beginning(nora: InSip) -> Story:
    yield nora.at(0, "09:30")
    nora.opens("Samordnat stöd skola och hälsa", "Ett gemensamt stöd i skola och vård", [NORA, CAMILLA], kind="sip")
    yield nora.at(0, "10:15")
    nora.notes_the_need("health", "BUP ser en risk att Nora skadar sig själv. Familjen behöver stöd hemma.")
    yield nora.at(3, "10:20")
    nora.asks_what_matters(
        "”Jag vill att ni pratar ihop er, så att jag slipper vara den som minns allt.”",
        "Mötet på BUP, inte i skolan. ”Jag vill inte ha mamma i alla möten.”",
    )
    nora.wishes("Camilla", "meetings", "Jag vill inte ha mamma i alla möten.")
    yield nora.at(3, "11:00")
    nora.consents(
        Said("Nora", ("A3", "A6")), Said("Camilla", ("A3", "A6")), view="Hälsan ska skolan bara veta det viktigaste om."
    )
    yield nora.at(6, "14:00")
    nora.asks(*QUESTIONS)
    yield nora.at(8, "08:45")
    nora.calls_to_sip(
        nora.at(17, "13:00"),
        "BUP Lindåker, rum 2",
        principals=("A6",),
        invited=("A3",),
        message="Välkomna till ett SIP-möte.",
    )
    yield nora.at(9, "13:10")
    nora.answers("A6", "tove", "tove")
    yield nora.at(9, "15:00")
    nora.answers("A3", "henrik", "ulrika")


def _before_the_meeting(nora: InSip) -> Story:
    yield nora.at(10, "14:15")
    health = "Nedstämd sedan i våras och sover dåligt. Går i behandling hos oss. Drar sig undan när kraven är otydliga."
    nora.writes("tove", "A6", health, title="Hälsa inför mötet", topic="health", share_with=("A1",))
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
    yield nora.at(13, "10:05")
    school = "Har varit här sex dagar den senaste månaden. Följer med i svenska och bild, även hemifrån."
    nora.writes("ulrika", "A3", school, title="Skolan inför mötet", topic="school", share_with=("A1", "A6"))
    yield nora.at(14, "15:40")
    home = "Camilla är ensam med tre barn och oroar sig mycket. De äter middag ihop."
    nora.writes("petra", "A1", home, title="Hemma inför mötet", topic="home", share_with=("A6",))


def _plan(nora: InSip) -> Story:
    yield nora.at(17, "14:30")
    nora.reads_all("petra")
    nora.holds(
        row(QUESTIONS[0], "”Tre dagar är lagom.”", decision="Tre skoldagar i veckan och sömnen först."),
        row(QUESTIONS[1], decision="BUP ger tid varje vecka.", action=nora.promise(TALKS, "A6", "tove", 20, 130)),
        row(QUESTIONS[2], decision="En plan som alla läser."),
        to=("A3", "A6"),
    )
    yield nora.at(20, "09:20")
    _propose(nora, responsible="A6", follow_up=45)
    yield nora.at(20, "09:45")
    nora.approves("A1", "petra")
    yield nora.at(21, "08:20")
    nora.approves("A3", "ulrika", returns="Schemat kan börja först 9.30, inte 9.00. Ändra texten om tiden, tack.")
    yield nora.at(21, "11:00")
    nora.approves("A6", "tove")
    yield nora.at(22, "08:40")
    _propose(nora, responsible="A6", follow_up=45)
    yield from _all_approve(nora, 22)
    yield nora.at(24, "15:30")
    nora.hands_over("Nora")


def _at_work(nora: InSip) -> Story:
    yield nora.at(31, "10:00")
    nora.reports("tove", TALKS, "going", "Har börjat. Kommer varje vecka.")
    yield nora.at(38, "09:00")
    nora.calls_follow_up(nora.at(45, "13:00"), "BUP Lindåker, rum 2", ("A3", "A6"), *AGENDA)
    yield nora.at(45, "14:10")
    nora.holds_follow_up(
        row("Noras egna ord", "”Två dagar går nu. Jag sover bättre om jag lägger bort mobilen.”"),
        row("Vad vi har lovat och gjort", "Samtalen går varje vecka. Schemat kommer på plats nu."),
        row("Målen", "Två dagar i veckan. Sömnen bättre.", decision="Socialtjänsten tar det övergripande ansvaret."),
        row("Nästa möte", decision="Vi ses igen efter tio veckor."),
        to=("A3", "A6"),
    )
    yield nora.at(45, "14:30")
    nora.follows_up((4, "Två dagar de flesta veckor."), (5, "Vaknar en gång."), outcome="replan")
    yield nora.at(46, "09:20")
    _propose(nora, responsible="A1", follow_up=118)
    yield from _all_approve(nora, 46)
    yield nora.at(49, "15:30")
    nora.hands_over("Nora", "Camilla")
    yield nora.at(52, "08:50")
    nora.reports("ulrika", SCHEDULE, "done", "Schema och vilorum på plats.")
    yield nora.at(66, "11:15")
    nora.reports("petra", HOME, "going", "Två samtal. Camilla sover bättre själv.")


def _this_week(nora: InSip) -> Story:
    yield nora.at(101, "16:20")
    nora.looks_in("petra", "consent")
    nora.says(
        Said("Nora", EVERYBODY), Said("Camilla", EVERYBODY), view="Vill prova klättringen på Navet om Leyla är där."
    )
    yield nora.at(104, "09:15")
    nora.calls_follow_up(nora.at(118, "13:00"), "BUP Lindåker, rum 2", ("A3", "A6"), *AGENDA)
    yield nora.at(108, "10:40")
    nora.invites_late("A4", "Nora vill prova klättring. Kan ni vara med?")
    yield nora.at(109, "15:10")
    nora.reports("tove", TALKS, "going", "Sexton samtal hittills.")


def _end(nora: InSip) -> Story:
    """What comes after today."""
    yield nora.at(111, "18:20")
    nora.answers("A4", "leyla", "leyla")
    yield nora.at(118, "14:10")
    nora.holds_follow_up(row("Noras egna ord", "”Nu orkar jag. Ni kan släppa lite.”"), to=("A3", "A6"))
    yield nora.at(118, "14:30")
    nora.follows_up((7, "Tre dagar."), (7, "Sover."), outcome="close")
    yield nora.at(120, "09:30")
    nora.closes(
        "goals_met",
        (7, "Tre dagar i veckan sedan en månad."),
        (7, "Sover de flesta nätter."),
        ratings=(8, 9),
        text="Samordning behövs inte längre. BUP och skolan fortsätter var för sig.",
        after=None,
    )


def _propose(nora: InSip, *, responsible: str, follow_up: int) -> None:
    lead = {"A1": "Socialtjänsten", "A6": "BUP"}[responsible]
    nora.proposes(
        summary=WHY,
        crisis=CRISIS,
        follow_up=follow_up,
        goals=GOALS,
        actions=[
            nora.promise(TALKS, "A6", "tove", 20, 130, goal=2),
            nora.promise(SCHEDULE, "A3", "ulrika", 26, 60, goal=1),
            nora.promise(CONTACT, "A3", "ulrika", 26, 114, goal=1),
            nora.promise(HOME, "A1", "petra", 30, 140),
        ],
        points={
            "help_needed": "Samtal om nedstämdhet och sömn. Stöd i föräldraskapet.",
            "principals": "Regionen (BUP): samtalen. Kommunen (socialtjänsten): stödet hemma.",
            "by_others": "Skolan: anpassat schema, vilorum och en kontaktperson.",
            "responsible": nora.agency(responsible),
            "contacts": f"{lead} svarar först. Tove Rask, BUP. Petra Holm, socialtjänsten.",
        },
    )


def _all_approve(nora: InSip, day: int) -> Story:
    for hour, agency, who in (("09:30", "A1", "petra"), ("10:30", "A6", "tove"), ("14:45", "A3", "ulrika")):
        yield nora.at(day, hour)
        nora.approves(agency, who)
