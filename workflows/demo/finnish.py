"""Two cases in Finland, in Finnish: an Ankkuri team that meets soon, and a case frozen by a withdrawn consent."""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import EETU, IIDA, PAIVI
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row


def eetu(cast: Cast, days: Days) -> Story:
    """Eetu, 15: the Ankkuri team meets him and his mother in a few days, and refers them to ordinary services."""
    play = Steps(cast, days, lead="A9", coordinator="aino")
    yield from _eetus_team(play)
    yield from _eetus_meeting(play)


def _eetus_team(play: Steps) -> Story:
    yield play.at(0, "09:30")
    play.opens("Ankkuri", "Tuki nuorelle ja perheelle", [EETU, PAIVI], kind="ankkuri")
    told = "Tavattiin varastetun sähköpotkulaudan kanssa. Puhutettu kotona."
    play.fills("team_contact", by_whom="police", about=["offence", "support"], duty="made", note=told)
    yield play.at(2, "14:00")
    team = play.keys("A10", "A11")
    play.fills("team_screen", outcome="meet", team=team, note="Nuorisotyö ja poliisi tapaavat yhdessä.")
    yield play.at(6, "15:20")
    named = ("A10", "A11")
    play.consents(Said("Eetu", named), Said("Päivi", named), view="Haluaa, että Elina on mukana.")
    yield play.at(7, "09:00")
    play.invites(*named, message="Tervetuloa mukaan tapaamiseen.")
    yield play.at(8, "12:40")
    play.answers("A10", "elina", "elina")
    yield play.at(9, "10:15")
    play.answers("A11", "mikko", "mikko")
    yield play.at(14, "16:30")
    seen = "Käy nuorisotalolla pari kertaa viikossa. Osaa korjata pyöriä."
    play.writes("elina", "A10", seen, title="Vapaa-aika", topic="leisure", share_with=("A9", "A11"))
    yield play.at(15, "13:10")
    play.writes("mikko", "A11", told, title="Tapahtunut", topic="crime", share_with=("A9",))
    yield play.at(17, "11:00")
    play.writes("aino", "A9", "Päivin tavoittaa parhaiten aamupäivisin.", title="Yhteydenpito", topic="home")


def _eetus_meeting(play: Steps) -> Story:
    yield play.at(20, "09:40")
    agenda = ("Eetun omat sanat", "Mikä toimii", "Mitä kukin näkee", "Laillisuuskasvatus", "Miten jatketaan")
    play.calls(play.at(33, "13:00"), "Nuorisotalo, pieni sali", ("A10", "A11"), *agenda)
    yield play.at(33, "14:30")
    play.holds(row("Eetun omat sanat", "”En halua, että äiti huolestuu.”"), to=("A10", "A11"))
    yield play.at(34, "10:00")
    play.fills(
        "team_decide",
        mapped=["home", "school", "leisure", "substances", "strengths"],
        law="on",
        words="”Ymmärrän, mitä siitä olisi voinut seurata.”",
        note="Perhetyö ja nuorisotyö riittävät.",
        outcome="refer",
    )
    yield play.at(38, "09:15")
    play.fills("refer_on", services=["social", "youth"], met="on", note="Elina jatkaa nuorisotalolla.")


def iida(cast: Cast, days: Days) -> Story:
    """Iida, 12: she has taken her consent back, as she may at that age; the case is frozen and waits to be settled."""
    play = Steps(cast, days, lead="A9", coordinator="aino")
    yield play.at(0, "10:00")
    play.opens("Yhteinen tuki koulupäivään", "Tuki koulun arkeen", [IIDA, PAIVI])
    yield play.at(3, "13:30")
    play.informs("Iidalle ja Päiville kerrottiin yhdessä.", child="”Haluan oman kansion, en samaa kuin Eetulla.”")
    yield play.at(5, "09:40")
    play.consents(Said("Iida", ("A10",)), Said("Päivi", ("A10",)), view="Elina saa tietää.")
    yield play.at(6, "09:00")
    play.screens("Oma asia, erillään veljen asiasta.")
    yield play.at(6, "09:10")
    play.invites("A10", message="Tervetuloa mukaan.")
    yield play.at(8, "15:00")
    play.answers("A10", "elina", "elina")
    yield play.at(13, "14:30")
    leisure = {"now": "Käy tyttöjen ryhmässä torstaisin.", "strengths": "Piirtää ja on muiden kanssa luonteva."}
    play.describes("A10", "elina", {"leisure": leisure}, to=("A9",))
    yield play.at(18, "10:20")
    play.reads_all("aino")
    play.withdraws("Iida", "Iida ei halua jatkaa yhdessä. Päivi on samaa mieltä.")
