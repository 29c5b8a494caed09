"""Eetu, 15, and his sister Iida, 12: a report of the police in Finland, two files (T+0 to T+88).

The urgency is judged the same day, the assessment begins by the seventh weekday,
and it ends with family services. Iida is heard in her own matter, and nothing of
her stands in Eetu's file.
"""

from coordination.cases.models import Case
from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import EETU, IIDA, PAIVI
from workflows.demo.reporting import Reporting


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it."""
    told = Reporting(cast, days, to="A9", worker="aino")
    yield told.at(0, "08:50")
    report = told.reports(
        "mikko", "A11", EETU, IIDA, guardians=(PAIVI,),
        facts="Partio tapasi nuoren varastetun sähköpotkulaudan kanssa kello 1.20 yöllä.",
        interpretation="Nuori on ulkona öisin eikä kukaan kaipaa häntä.", happened="Viime yönä kello 1.20",
        injuries="no", duty=True, family_told=True, family_told_text="Äidille soitettiin yöllä.",
    )  # fmt: skip
    yield told.at(0, "09:30")
    eetu = told.takes_in(report, "Eetu")
    iida = told.takes_in(report, "Iida")
    yield told.at(0, "13:15")
    told.judges(eetu, told.at(0, "13:15"), "Nuori on kotona äidin kanssa. Ei kiireellistä suojelun tarvetta.")
    told.judges(iida, told.at(0, "13:15"), "Iida oli kotona yöllä. Ei kiireellistä tarvetta.", sources=["report"])
    yield told.at(9, "10:00")
    how = {"told": ["child", "guardian"], "told_why": "Soitettiin äidille, lähetettiin kirje ja tavattiin lapsi."}
    told.does(eetu, "begin_assessment", outcome="begin", reasons="Yölliset menot ja rikosepäily.", **how)
    told.does(iida, "begin_assessment", outcome="begin", reasons="Sisaruksen tilanne, oma arvio tarvitaan.", **how)
    yield told.at(70, "14:00")
    _assesses(told, eetu, "”Haluan olla kotona, mutta siellä riidellään.”", "Perhetyö ja nuorisotyön tuki.")
    _assesses(told, iida, "”Minulla on kaikki hyvin, kun saan olla mummolassa.”", "Ei omaa tuen tarvetta.")
    yield told.at(84, "12:30")
    day = {"decided_by": "Aino Korpela, sosiaalityöntekijä", "decided_on": f"{told.days.day(84):%Y-%m-%d}"}
    told.does(
        eetu, "decide_service", outcome="family_service", reasons="Perhe tarvitsee tukea arkeen, ei lastensuojelua.",
        services="Perhetyö kotona kolme kuukautta.", **day,
    )  # fmt: skip
    told.does(iida, "decide_service", outcome="unneeded", reasons="Arvioinnissa ei ilmennyt tuen tarvetta.", **day)
    yield told.at(88, "09:15")
    for case in (eetu, iida):
        told.does(case, "conclude", how="Tapaaminen kotona äidin kanssa.", appeal="on")


def _assesses(told: Reporting, case: Case, heard: str, summary: str) -> None:
    told.does(
        case, "assess", child="Koulu sujuu, arki vaihtelee.", heard=heard,
        family="Äiti tekee vuorotyötä ja on väsynyt.",
        protection="no", police="no", summary=summary,
    )  # fmt: skip
