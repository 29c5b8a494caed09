"""Isak, 14: a social intervention group by the local Bob council, in its weeks of review.

His mother says yes, his father does not answer: the consent is incomplete and
opens nothing. Each flow of information has its own ground: the police must
tell social services (LUL, and the harm test of 35:1 for more), social services
may tell the police (10:18 a), the school must tell social services (SoL 19:1)
and, asked, the police (act 2025:170). Child psychiatry declined. The school
was late with its answer and its manager was told; now its action is late, and
what stops it has gone from the local council to the regional one. Leisure has
come in late and describes what it sees. What comes after today removes the
obstacle, and steps down to early intervention.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.in_group import InGroup
from workflows.demo.people import EVA, ISAK, STEFAN
from workflows.demo.play import Said
from workflows.demo.steps import row

GROUP = "Socialtjänsten kan inte göra sin del utan skolan. Bara det som rör skoldagen."
RISK = "Stoppades med kniv på väg att utföra ett uppdrag via mobilen. Han är 14 år."
SCHOOL = "Undervisning i liten grupp på förmiddagarna"
HOME = "Kontaktperson som möter Isak efter skolan"
PATROL = "Närvaro vid skolan på torsdagar, och samtal med Isak"


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it, from the nomination to the stepping down."""
    isak = InGroup(cast, days, lead="A1", coordinator="petra")
    yield from _beginning(isak)
    yield from _each_on_its_ground(isak)
    yield from _plan(isak)
    yield from _week_by_week(isak)
    yield from _end(isak)


def _beginning(isak: InGroup) -> Story:
    yield isak.at(0, "13:00")
    isak.opens("Samordnat stöd ungdom", "Stöd tillbaka till skola och fritid", [ISAK, EVA, STEFAN], kind="sig")
    isak.is_sensitive("Gängmiljö, och ett barn under 15 år.")
    yield isak.at(0, "14:30")
    isak.nominates(f"Polisen. {RISK} Socialtjänsten underrättad samma dag (LUL 34 §).")
    yield isak.at(1, "11:00")
    isak.checks_grounds(
        "Samtycke kan inte förutsättas. Varje uppgift prövas för sig.",
        {
            "A3": ("SE-OSL-10-2", "SE-SOL-19-1"),
            "A5": ("SE-OSL-10-18a", "SE-LUL"),
            "A6": ("SE-OSL-26-9", "SE-OSL-25-12"),
        },
        outcome="consent",
    )
    yield isak.at(1, "15:30")
    isak.informs("Eva är orolig och vill ha hjälp. Stefan är utomlands.", child="”Jag vill inte att alla får veta.”")
    yield isak.at(1, "16:40")
    isak.consents(Said("Isak", ("A3", "A5", "A6")), Said("Eva", ("A3", "A5", "A6")), view="Vill läsa planen först.")
    told = "Stefan har fått brev och mejl utan att svara. Juristen frågad om FB 6:13 a. Samtycket är inte helt."
    isak.writes("petra", "A1", told, title="Samtycke saknas från en vårdnadshavare")
    yield isak.at(2, "08:40")
    isak.names_lead("Lokala Bob-rådet: socialtjänsten samordnar, Petra Holm.")
    yield isak.at(2, "09:10")
    isak.invites_on_grounds(
        ("A3", "SE-OSL-10-2", GROUP),
        ("A5", "SE-OSL-10-18a", RISK),
        ("A6", "SE-OSL-26-9", "Behöver bedömas hos er."),
        message="Hjälp oss gärna med er bild av läget.",
    )
    yield isak.at(2, "13:30")
    isak.answers("A5", "ali", "ali")
    yield isak.at(2, "15:10")
    isak.answers("A3", "henrik", "ulrika")
    yield isak.at(3, "09:45")
    no = "Vi har ingen pågående kontakt och väntetiden är lång. Kom gärna tillbaka med en remiss."
    isak.answers("A6", "tove", declines=no)


def _each_on_its_ground(isak: InGroup) -> Story:
    yield isak.at(4, "14:20")
    crime = {"now": "Stoppades med en kniv på väg att göra något åt andra.", "strengths": "Berättade själv."}
    isak.describes("A5", "ali", {"crime": crime})
    stopped = isak.case.entries.get(agency=isak.agency("A5"), topic="crime")
    isak.discloses("ali", stopped, "A1", "SE-LUL", "Under 15 år och gripen för brott.")
    friends = isak.writes("ali", "A5", "Kontakterna kommer via ett spel.", title="Kontakter", topic="leisure")
    why = "Rör ingen annan och stör ingen utredning."
    isak.discloses("ali", friends, "A1", "SE-POL-35-1", why, asked=True)
    isak.writes("ali", "A5", "Uppgifter om andra i chatten.", title="Spaning", topic="crime")
    yield isak.at(5, "10:05")
    now = {"now": "Frånvaron har ökat sedan i oktober.", "strengths": "Kommer när det är slöjd."}
    isak.describes("A3", "ulrika", {"school": now})
    school = isak.writes("ulrika", "A3", "Borta sedan oktober, trött och rädd.", title="Oro", topic="school")
    isak.discloses("ulrika", school, "A1", "SE-SOL-19-1", "Far illa. Anmäls genast.")
    meets = isak.writes("ulrika", "A3", "Äldre väntar utanför skolan på torsdagar.", title="Vid skolan", topic="crime")
    why = "Polisen frågade. Rektorn har vägt och lämnar bara detta."
    given = isak.discloses("ulrika", meets, "A5", "SE-L170-7", why, asked=True)
    yield isak.at(5, "11:20")
    isak.lets_go("henrik", given)
    yield isak.at(5, "15:10")
    home = {"now": "Eva arbetar kvällar. Isak är ensam efter skolan.", "strengths": "De pratar med varandra."}
    isak.describes("A1", "petra", {"home": home})
    alone = isak.case.entries.get(agency=isak.agency("A1"), topic="home", step__kind="map")
    isak.discloses("petra", alone, "A5", "SE-OSL-10-18a", RISK)


def _plan(isak: InGroup) -> Story:
    yield isak.at(5, "15:40")
    isak.reviews()
    yield isak.at(5, "15:50")
    isak.calls(isak.at(7, "13:00"), "Polisstationen, rum 3", ("A3", "A5"), "Isaks egna ord", "Vem gör vad")
    yield isak.at(7, "14:10")
    isak.holds(row("Isaks egna ord", "”Jag vill slippa hålla koll bakåt.”"), row("Vem gör vad"), to=())
    yield isak.at(7, "15:00")
    isak.proposes(
        summary="Isak ska kunna gå till skolan utan att vara rädd, och ha någon efter skolan.",
        crisis="Om någon söker upp Isak: Eva ringer 112 och sedan Petra.",
        follow_up=15,
        goals=[{"words": "Gå till skolan utan att vara rädd", "start": 2, "target": 8}],
        actions=[
            isak.promise(HOME, "A1", "petra", 8, 80, goal=1),
            isak.promise(SCHOOL, "A3", "ulrika", 8, 20, goal=1),
            isak.promise(PATROL, "A5", "ali", 8, 80, goal=1),
        ],
    )
    yield isak.at(7, "15:20")
    isak.approves("A1", "petra")
    yield isak.at(8, "09:30")
    isak.approves("A5", "ali")
    yield isak.at(12, "16:00")
    isak.nudges("A3", "approve")
    yield isak.at(13, "10:10")
    isak.approves("A3", "ulrika")


def _week_by_week(isak: InGroup) -> Story:
    yield isak.at(15, "09:00")
    isak.reviews_plan((3, "Går med sällskap."), outcome="continue")
    yield isak.at(17, "13:20")
    isak.reports("petra", HOME, "going", "Kontaktpersonen har träffat Isak tre gånger.")
    yield isak.at(22, "09:00")
    isak.reviews_plan((3, "Hemma två dagar."), outcome="escalate")
    yield isak.at(22, "09:40")
    why = "Skolan har ingen lärare till den lilla gruppen."
    isak.escalates(why, "Lokala Bob-rådet, skolchefen", 27, action=SCHOOL)
    yield isak.at(29, "09:00")
    isak.reviews_plan((3, "Oförändrat."), outcome="escalate")
    yield isak.at(29, "09:40")
    isak.escalates(f"{why} Kommunen har inga pengar i år.", "Regionala Bob-rådet", 43)
    yield isak.at(30, "10:00")
    isak.looks_in("petra", "people")
    why = "Fältgruppen möter Isak på kvällarna. Bara det som rör kvällarna."
    isak.invites_on("A4", "SE-OSL-10-2", why, message="Kan ni vara med?", late=True)
    yield isak.at(31, "15:00")
    isak.answers("A4", "leyla", "leyla")


def _end(isak: InGroup) -> Story:
    """What comes after today."""
    yield isak.at(35, "19:00")
    isak.describes("A4", "leyla", {"leisure": {"now": "Kommer till Navet på fredagar.", "strengths": "Hjälper till."}})
    yield isak.at(36, "09:00")
    isak.is_rid_of("En lärare börjar på måndag.")
    isak.reviews_plan((4, "Läraren börjar på måndag."), outcome="continue")
    yield isak.at(41, "15:00")
    isak.reports("ulrika", SCHOOL, "done", "Gruppen är igång.")
    yield isak.at(43, "09:00")
    isak.reviews_plan((6, "Kommer själv."), outcome="monthly")
    yield isak.at(71, "09:00")
    isak.reviews_plan((8, "Ingen har sökt upp honom på en månad."), outcome="continue", kind="monthly")
    yield isak.at(88, "09:00")
    isak.reviews_plan((8, "Fortsatt lugnt."), outcome="step_down", kind="monthly")
    yield isak.at(90, "10:00")
    isak.steps_down("Lugnt sedan sex veckor. Skola och fritid fortsätter med familjens samtycke.")
