"""Isak, 14: his mother says yes, his father does not answer; what is shared stands on a ground of law, row by row.

By its own way of working this is a social intervention group. It has no flow of
its own here: the flow of early intervention carries it, kind SSPF.

The consent is incomplete and opens nothing. Each flow of information has its
own ground: the police must tell social services (LUL, and the harm test of
35:1 for more), social services may tell the police (10:18 a), the school must
tell social services (SoL 19:1) and, asked, the police (act 2025:170).
The school is late with its mapping and its manager has been told; child
psychiatry declined.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import EVA, ISAK, STEFAN
from workflows.demo.play import Said
from workflows.demo.steps import Steps

GROUP = "Socialtjänsten kan inte göra sin del utan skolan. Bara det som rör skoldagen."
RISK = "Stoppades med kniv på väg att utföra ett uppdrag via mobilen. Han är 14 år."


def story(cast: Cast, days: Days) -> Story:
    """Tell it up to the reminder of the school."""
    isak = Steps(cast, days, lead="A1", coordinator="petra")
    yield isak.at(0, "13:00")
    isak.opens("Samordnat stöd ungdom", "Stöd tillbaka till skola och fritid", [ISAK, EVA, STEFAN])
    isak.is_sensitive("Gängmiljö, och ett barn under 15 år.")
    yield isak.at(1, "11:00")
    isak.informs("Eva är orolig och vill ha hjälp. Stefan är utomlands.", child="”Jag vill inte att alla får veta.”")
    yield isak.at(1, "16:40")
    isak.consents(Said("Isak", ("A3", "A5", "A6")), Said("Eva", ("A3", "A5", "A6")), view="Vill läsa planen först.")
    told = "Stefan har fått brev och mejl utan att svara. Juristen frågad om FB 6:13 a. Samtycket är inte helt."
    isak.writes("petra", "A1", told, title="Samtycke saknas från en vårdnadshavare")
    yield isak.at(2, "09:00")
    isak.screens("Målgruppen stämmer. Varje uppgift prövas för sig.")
    yield isak.at(2, "09:10")
    isak.invites_on_grounds(
        ("A3", "SE-OSL-10-2", GROUP),
        ("A5", "SE-OSL-10-18a", RISK),
        ("A6", "SE-OSL-26-9", "Behöver bedömas hos er."),
        message="Hjälp oss gärna med er bild av läget.",
    )
    yield isak.at(2, "13:30")
    isak.answers("A5", "ali", "ali")
    yield isak.at(3, "10:10")
    isak.answers("A3", "henrik", "ulrika")
    yield isak.at(11, "09:45")
    no = "Vi har ingen pågående kontakt och väntetiden är lång. Kom gärna tillbaka med en remiss."
    isak.answers("A6", "tove", declines=no)
    yield from _each_on_its_ground(isak)


def _each_on_its_ground(isak: Steps) -> Story:
    yield isak.at(14, "14:20")
    crime = {"now": "Stoppades med en kniv på väg att göra något åt andra.", "strengths": "Berättade själv."}
    isak.describes("A5", "ali", {"crime": crime})
    stopped = isak.case.entries.get(agency=isak.agency("A5"), topic="crime")
    isak.discloses("ali", stopped, "A1", "SE-LUL", "Under 15 år och gripen för brott.")
    friends = isak.writes("ali", "A5", "Kontakterna kommer via ett spel.", title="Kontakter", topic="leisure")
    why = "Rör ingen annan och stör ingen utredning."
    isak.discloses("ali", friends, "A1", "SE-POL-35-1", why, asked=True)
    isak.writes("ali", "A5", "Uppgifter om andra i chatten.", title="Spaning", topic="crime")
    yield isak.at(16, "10:05")
    school = isak.writes("ulrika", "A3", "Borta sedan oktober, trött och rädd.", title="Oro", topic="school")
    isak.discloses("ulrika", school, "A1", "SE-SOL-19-1", "Far illa. Anmäls genast.")
    meets = isak.writes("ulrika", "A3", "Äldre väntar utanför skolan på torsdagar.", title="Vid skolan", topic="crime")
    why = "Polisen frågade. Rektorn har vägt och lämnar bara detta."
    given = isak.discloses("ulrika", meets, "A5", "SE-L170-7", why, asked=True)
    yield isak.at(16, "11:20")
    isak.lets_go("henrik", given)
    yield isak.at(17, "08:30")
    isak.drafts("map", "ulrika", "A3", school_now="Frånvaron har ökat sedan i oktober. Underlag från mentor")
    yield isak.at(18, "15:10")
    home = {"now": "Eva arbetar kvällar. Isak är ensam efter skolan.", "strengths": "De pratar med varandra."}
    isak.describes("A1", "petra", {"home": home})
    alone = isak.case.entries.get(agency=isak.agency("A1"), topic="home", step__kind="map")
    isak.discloses("petra", alone, "A5", "SE-OSL-10-18a", RISK)
    yield isak.at(31, "09:30")
    isak.nudges("A3", "map")
