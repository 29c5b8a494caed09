"""Two cases in Finland, in Finnish: a meeting that is called, and a case frozen by a withdrawn consent."""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import EETU, IIDA, PAIVI
from workflows.demo.play import Said
from workflows.demo.steps import Steps


def eetu(cast: Cast, days: Days) -> Story:
    """Eetu, 15: everybody has described the situation and the network meeting is in a few days."""
    play = Steps(cast, days, lead="A9", coordinator="aino")
    yield play.at(0, "09:30")
    play.opens("Yhteinen tuki nuorelle", "Tuki koulun ja vapaa-ajan arkeen", [EETU, PAIVI])
    yield play.at(2, "14:00")
    play.informs(
        "Eetu ja Päivi kävivät toimistolla. Kerroimme, mitä yhteistyö tarkoittaa ja että se on vapaaehtoista.",
        child="”Ihan sama, kunhan en joudu kertomaan kaikkea moneen kertaan.”",
    )
    yield play.at(6, "15:20")
    named = ("A10", "A11")
    play.consents(Said("Eetu", named), Said("Päivi", named), view="Haluaa, että Elina on mukana.")
    yield play.at(7, "08:50")
    play.screens("Kohderyhmä sopii. Ei avointa lastensuojelun asiakkuutta.")
    yield play.at(7, "09:00")
    play.invites(*named, message="Tervetuloa mukaan yhteistyöhön.")
    yield play.at(8, "12:40")
    play.answers("A10", "elina", "elina")
    yield play.at(9, "10:15")
    play.answers("A11", "mikko", "mikko")
    yield from _eetus_mapping(play)


def _eetus_mapping(play: Steps) -> Story:
    yield play.at(14, "16:30")
    leisure = {
        "now": "Käy nuorisotalolla pari kertaa viikossa.",
        "worries": "Pyörii iltaisin vanhempien nuorten kanssa.",
        "strengths": "Osaa korjata pyöriä ja neuvoo muita.",
    }
    play.describes("A10", "elina", {"leisure": leisure}, to=("A9", "A11"))
    yield play.at(15, "13:10")
    crime = {"now": "Tavattiin varastetun sähköpotkulaudan kanssa. Puhutettu kotona."}
    play.describes("A11", "mikko", {"crime": crime}, to=("A9",))
    yield play.at(17, "11:00")
    home = {"now": "Päivi tekee vuorotyötä. Arki sujuu muuten hyvin.", "strengths": "Sisarukset ovat läheisiä."}
    play.describes("A9", "aino", {"home": home}, to=("A10",))
    play.writes("aino", "A9", "Päivin tavoittaa parhaiten aamupäivisin.", title="Yhteydenpito", topic="home")
    yield play.at(20, "09:15")
    play.reviews()
    yield play.at(20, "09:40")
    agenda = ("Eetun omat sanat", "Mikä toimii", "Mitä kukin näkee", "Tavoitteet", "Kuka tekee mitä")
    play.calls(play.at(33, "13:00"), "Nuorisotalo, pieni sali", ("A10", "A11"), *agenda)


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
