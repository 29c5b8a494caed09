"""Ebbe, 13: early intervention from the first concern to the look back (T+0 to T+350).

Partial consent (the mother leaves the police out until T+30), an agency that
comes in later, a plan in two versions, and goals that are reached.
"""

from typing import Any

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.files import pdf
from workflows.demo.people import EBBE, MALIN, PETER
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

GOALS = [
    {"words": "Ebbe ska vara i skolan minst 90 %", "start": 4, "target": 9},
    {"words": "Tränar två gånger i veckan", "start": 1, "target": 8},
]
CHECK_IN = "Kort avstämning med Ebbe varje morgon klockan 8.10"
LEISURE = "Ledarkontakt på Navet och avgiften till fotbollen betald"
FAMILY = "Familjestöd i öppen form, varannan vecka hemma"
POLICE = "Ali träffar Ebbe på Navet en gång i månaden"
WHY = (
    "Ebbe har varit borta mycket från skolan och är ute sent med äldre ungdomar. Han vill spela fotboll igen och "
    "slippa tjat hemma. Vi hjälps åt så att skoldagen och fritiden fungerar."
)
CRISIS = (
    "Om Ebbe är borta en hel dag utan besked ringer skolan Malin före klockan 10. Är han ute efter 22 ringer Malin "
    "fältgruppen på 070-1740660. Vid fara: 112."
)
EVERYBODY = ("A3", "A4", "A5")


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it."""
    ebbe = Steps(cast, days, lead="A1", coordinator="petra")
    yield from _concern_and_consent(ebbe)
    yield from _mapping(ebbe)
    yield from _first_plan(ebbe)
    yield from _police_join(ebbe)
    yield from _second_plan(ebbe)
    yield from _end(ebbe)


def _concern_and_consent(ebbe: Steps) -> Story:
    yield ebbe.at(2, "10:15")
    ebbe.opens("Samordnat stöd skola och fritid", "Stöd i skola och på fritid", consultation=True)
    yield ebbe.at(4, "13:20")
    ebbe.consults(
        "Skolan frågar om råd: en elev på mellanstadiet har 22 procent frånvaro sedan terminsstart. Fältgruppen har "
        "sett en elev i samma ålder sent på kvällen med äldre ungdomar vid tre tillfällen. Råd: tala med "
        "vårdnadshavarna och fråga om de vill att vi arbetar tillsammans."
    )
    yield ebbe.at(5, "16:30")
    ebbe.informs(
        "Båda föräldrarna fick veta vad samarbetet innebär och att det är frivilligt. De undrade vem som får läsa vad.",
        child="”Det är okej om ni pratar med varandra, men jag vill veta vad ni säger.”",
        people=[EBBE, MALIN, PETER],
    )
    yield ebbe.at(6, "17:10")
    view = "Vill att skolan och Navet hjälper till. Vill inte att polisen är med nu."
    ebbe.consents(
        Said("Ebbe", ("A3", "A4"), form="oral"),
        Said("Malin", ("A3", "A4")),
        Said("Peter", ("A3", "A4", "A5"), form="phone"),
        view=view,
    )
    yield ebbe.at(7, "08:40")
    ebbe.screens("Målgruppen stämmer. Inget pågående ärende hos socialtjänsten.")
    yield ebbe.at(7, "09:05")
    ebbe.invites("A3", "A4", message="Välkomna att arbeta tillsammans. Ring mig gärna om ni undrar något.")
    yield ebbe.at(8, "15:30")
    ebbe.answers("A4", "leyla", "leyla")
    yield ebbe.at(9, "09:20")
    ebbe.looks_in("petra", "consent")
    scan = _paper_of_the_father(ebbe)
    ebbe.says(Said("Peter", EVERYBODY, scan=scan), view=view)
    yield ebbe.at(9, "11:00")
    ebbe.answers("A3", "henrik", "ulrika")


def _paper_of_the_father(ebbe: Steps) -> Any:
    data = pdf("Samtycke", ["Jag samtycker till samarbetet.", "Underskrift: Peter S.", "DEMO - påhittade uppgifter"])
    return ebbe.keeps("petra", "A1", "samtycke-pappa.pdf", data, title="Samtycke på papper", topic="plan")


def _mapping(ebbe: Steps) -> Story:
    yield ebbe.at(12, "10:30")
    ebbe.describes(
        "A3",
        "ulrika",
        {
            "school": {
                "now": "Frånvaro 22 procent, mest måndagar och första lektionen.",
                "worries": "Halkar efter i matematik och engelska.",
                "strengths": "Bra kontakt med idrottsläraren. Kommer alltid på idrotten.",
                "child": "”Det är lättare om någon möter mig på morgonen.”",
                "tried": "Samtal med mentor varannan vecka.",
            },
            "strengths": {"strengths": "Snäll mot yngre elever. Håller det han lovar när uppgiften är tydlig."},
        },
        to=("A1", "A4"),
    )
    yield ebbe.at(12, "18:45")
    ebbe.describes(
        "A4",
        "leyla",
        {
            "leisure": {
                "now": "Sågs vid Norra torget efter klockan 22 tre gånger på två veckor.",
                "worries": "Umgås med äldre ungdomar som han ser upp till.",
                "child": "”Jag slutade med fotbollen för att vi inte betalade i tid.”",
            },
            "strengths": {"strengths": "Fotbollen och lillasyster. Lyssnar på ledarna på Navet."},
        },
        to=("A1", "A3"),
    )
    yield ebbe.at(13, "14:00")
    ebbe.describes(
        "A1",
        "petra",
        {
            "home": {
                "now": "Bor växelvis hos mamma och pappa. Mormor bor nära och hjälper till med läxor.",
                "worries": "Föräldrarna är oeniga om tider på kvällen.",
                "strengths": "Båda föräldrarna vill samma sak och pratar med oss.",
            },
            "strengths": {"strengths": "Fotboll, lillasyster och mormor."},
        },
        to=("A3",),
    )
    ebbe.writes("petra", "A1", "Pappa vill helst bli ringd efter klockan 17.", title="Kontakt med pappa", topic="home")
    yield ebbe.at(14, "08:50")
    ebbe.reviews()


def _first_plan(ebbe: Steps) -> Story:
    meeting = ebbe.at(18, "14:00")
    yield ebbe.at(14, "09:15")
    agenda = ("Ebbes egna ord", "Vad som fungerar", "Vad var och en ser", "Mål", "Vem gör vad")
    ebbe.calls(meeting, "Åbrinkens skola, samtalsrummet", ("A3", "A4"), *agenda)
    yield ebbe.at(18, "15:20")
    ebbe.holds(
        row("Ebbes egna ord", "”Jag vill spela fotboll igen och slippa tjat.”"),
        row("Vad som fungerar", "Idrotten, lillasyster, mormor och ledarna på Navet."),
        row("Vad var och en ser", "Samma bild: morgnarna och de sena kvällarna är svårast."),
        row("Mål", decision="Två mål: närvaron i skolan och träningen."),
        row(
            "Vem gör vad", decision="Skolan möter varje morgon.", action=ebbe.promise(CHECK_IN, "A3", "ulrika", 20, 60)
        ),
        to=("A3", "A4"),
    )
    yield ebbe.at(19, "10:10")
    ebbe.proposes(
        summary=WHY,
        crisis=CRISIS,
        follow_up=60,
        goals=GOALS,
        actions=[
            ebbe.promise(CHECK_IN, "A3", "ulrika", 20, 60, goal=1),
            ebbe.promise(LEISURE, "A4", "leyla", 20, 45, goal=2),
            ebbe.promise(FAMILY, "A1", "petra", 25, 110),
        ],
    )
    yield ebbe.at(19, "10:30")
    ebbe.approves("A1", "petra")
    yield ebbe.at(19, "16:05")
    ebbe.approves("A4", "leyla")
    yield ebbe.at(20, "08:15")
    ebbe.approves("A3", "ulrika")
    yield ebbe.at(25, "15:00")
    ebbe.reports("petra", FAMILY, "going", "Första besöket hemma gjort.")
    yield ebbe.at(26, "18:30")
    ebbe.reports("leyla", LEISURE, "going", "Avgiften är betald. Första träningen på torsdag.")
    yield ebbe.at(27, "08:30")
    ebbe.reports("ulrika", CHECK_IN, "going", "Kommer fyra dagar av fem.")


def _police_join(ebbe: Steps) -> Story:
    yield ebbe.at(30, "11:30")
    ebbe.looks_in("petra", "consent")
    ebbe.writes(
        "petra",
        "A1",
        "En äldre kamrat greps för snatteri. Ebbe var med men inte misstänkt. Mamma vill nu att polisen är med.",
        title="Samtal med mamma",
        topic="crime",
    )
    ebbe.says(
        Said("Ebbe", EVERYBODY, form="oral"), Said("Malin", EVERYBODY), view="Ebbe säger att det är okej om det är Ali."
    )
    ebbe.invites_late("A5", "Välkommen att vara med. Vårdnadshavarna har sagt ja till polisen.")
    yield ebbe.at(31, "13:40")
    ebbe.answers("A5", "ali", "ali")
    yield ebbe.at(34, "15:15")
    ebbe.describes(
        "A5",
        "ali",
        {
            "crime": {
                "now": "Inte misstänkt för något. Har synts med två äldre som är kända för oss.",
                "strengths": "Svarar artigt och går hem när man ber honom.",
            }
        },
        to=("A1", "A3", "A4"),
    )
    yield ebbe.at(35, "09:30")
    ebbe.looks_in("ulrika", "entries")
    ebbe.shares("ulrika", "A3", "strengths", ("A5",), "Bra att polisen känner till vad som fungerar.")
    yield ebbe.at(44, "17:50")
    ebbe.reports("leyla", LEISURE, "done", "Tränar varje vecka sedan tre veckor.")


def _second_plan(ebbe: Steps) -> Story:
    yield ebbe.at(49, "10:00")
    ebbe.calls_follow_up(
        ebbe.at(60, "14:00"), "Navet, lilla salen", EVERYBODY, "Ebbes egna ord", "Målen", "Vad vi ändrar"
    )
    yield ebbe.at(60, "15:10")
    ebbe.holds_follow_up(
        row("Ebbes egna ord", "”Det är bättre på morgonen. Tränar en gång, ibland två.”"),
        row("Målen", "Frånvaron är 12 procent. Målet om skolan är delvis nått."),
        row("Vad vi ändrar", decision="Polisen är med.", action=ebbe.promise(POLICE, "A5", "ali", 64, 150)),
        to=EVERYBODY,
    )
    yield ebbe.at(60, "15:40")
    ebbe.follows_up((7, "Frånvaro 12 procent. Delvis nått."), (5, "En gång i veckan."), outcome="replan")
    yield ebbe.at(61, "09:40")
    ebbe.proposes(
        summary=WHY,
        crisis=CRISIS,
        follow_up=110,
        goals=GOALS,
        actions=[
            ebbe.promise(CHECK_IN, "A3", "ulrika", 20, 150, goal=1),
            ebbe.promise(FAMILY, "A1", "petra", 25, 150),
            ebbe.promise(POLICE, "A5", "ali", 64, 150),
        ],
    )
    for day, hour, agency, who in (
        (61, "09:55", "A1", "petra"),
        (62, "14:20", "A5", "ali"),
        (63, "08:20", "A3", "ulrika"),
    ):
        yield ebbe.at(day, hour)
        ebbe.approves(agency, who)
    yield ebbe.at(96, "16:00")
    ebbe.reports("ali", POLICE, "going", "Vi har setts två gånger. Bra samtal.")
    yield ebbe.at(110, "14:50")
    ebbe.follows_up(
        (8, "Frånvaro 8 procent."), (7, "Två gånger de flesta veckor."), outcome="continue", next_on=ebbe.day(168)
    )
    yield ebbe.at(148, "15:30")
    ebbe.reports("ali", POLICE, "done", "Inga nya händelser.")
    yield ebbe.at(149, "10:20")
    ebbe.reports("ulrika", CHECK_IN, "done", "Behövs inte längre. Kommer själv.")
    yield ebbe.at(150, "11:00")
    ebbe.reports("petra", FAMILY, "done", "Föräldrarna är överens om tiderna.")


def _end(ebbe: Steps) -> Story:
    yield ebbe.at(168, "14:40")
    ebbe.follows_up((9, "Närvaro 94 procent."), (8, "Två gånger i veckan."), outcome="close")
    yield ebbe.at(170, "10:00")
    until = ebbe.day(365)
    ebbe.says(
        *(Said(name, ("A3",), ("school", "plan"), until=until) for name in ("Ebbe", "Malin", "Peter")),
        view="Vill att någon frågar igen om ett halvår.",
    )
    yield ebbe.at(170, "10:30")
    ebbe.closes(
        "goals_met",
        (9, "Närvaron är 94 procent sedan två månader."),
        (8, "Tränar två gånger i veckan och spelar match."),
        ratings=(9, 8),
        text="Målen är nådda. Familjen kan ringa mottagningen om det blir svårt igen.",
        after=ebbe.day(350),
    )
    yield ebbe.at(350, "15:00")
    ebbe.looks_back(
        "Närvaron har hållit sig över 90 procent. Ebbe tränar fortfarande. Föräldrarna är nöjda.",
        "”Det är lugnt nu.”",
    )
