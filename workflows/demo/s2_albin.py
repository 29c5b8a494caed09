"""Albin, 11, and his sister Saga, 13: one report of the school, two cases (T+0 to T+112).

Saga's is not opened. Albin's is, is joined by a second report of a neighbour who
is shielded, and ends with support on both guardians' consent. The headmaster asks
what came of his report and is told that one thing.
"""

from coordination.cases.models import Case
from coordination.demo.cast import Cast
from coordination.reports.feedback import ask_feedback
from coordination.reports.models import Report
from workflows.demo.clock import Days, Story
from workflows.demo.people import ALBIN, DANIEL, ELIN, SAGA
from workflows.demo.reporting import Reporting

DECIDER = "Samira Lindqvist, enhetschef, enligt delegationsordningen"


def story(cast: Cast, days: Days) -> Story:
    """Tell the whole of it."""
    told = Reporting(cast, days, to="A1", worker="mira")
    yield told.at(0, "09:40")
    report = told.reports(
        "henrik", "A3", ALBIN, SAGA, guardians=(ELIN, DANIEL),
        facts="Skolsköterskan såg i dag blåmärken på ett barns båda överarmar. Barnet säger att det inte vill gå hem.",
        interpretation="Vi tror att någon har hållit fast barnet hårt. Vi vet inte vem.",
        happened="I dag klockan 8.30", injuries="yes", injuries_text="Blåmärken på överarmarna", duty=True,
        child_words="”Jag vill vara kvar i skolan.”", earlier="Samtal med mamma i oktober om trötthet.",
        family_told=False, family_told_text="Vi är rädda för vad som händer om föräldrarna får veta först.",
    )  # fmt: skip
    yield told.at(0, "10:05")
    albin = told.takes_in(report, "Albin")
    saga = told.takes_in(report, "Saga")
    yield told.at(0, "11:30")
    told.judges(
        albin, told.at(0, "11:30"),
        "Inte akut: mamma hämtar, inget känt våld hemma, han har förtroende för sin lärare.",
        next="Läkarundersökning tillråds. Polisen tillfrågas utan namn.", sources=["report", "notifier", "child"],
    )  # fmt: skip
    yield told.at(0, "11:50")
    told.judges(saga, told.at(0, "11:50"), "Inga skador, mår enligt skolan bra. Bor hos mamma den här veckan.")
    yield from _assessed(told, albin, saga, report)
    yield from _investigated(told, albin)


def _assessed(told: Reporting, albin: Case, saga: Case, report: Report) -> Story:
    yield told.at(3, "15:00")
    told.does(albin, "offer_meeting", offered="declined", note="Pappa tackade nej. Mamma vill vänta.")
    told.does(saga, "offer_meeting", offered="not_suitable", note="Mötet erbjöds för båda barnen, pappa tackade nej.")
    yield told.at(9, "13:30")
    told.does(
        albin, "pre_assess", contacts=["child", "guardian", "notifier"], police="reported",
        told="Albin är tystlåten. Mamma säger att han ramlade. Rektor berättar om två liknande tillfällen.",
        earlier="Anmälan 2022, utredning inleddes inte.",
        police_why="Polisen rådfrågades utan namn dag 0 (OSL 10:21); anmälan gjordes dagen efter, beslut av Samira.",
        assessment="Uppgifterna är allvarliga och återkommer. En utredning behövs.",
    )  # fmt: skip
    told.does(
        saga, "pre_assess", contacts=["child", "guardian"], police="none", told="Saga mår bra och vill inte ha hjälp.",
        assessment="Ingen egen oro framkommer.",
    )  # fmt: skip
    yield told.at(11, "14:10")
    decided = {"decided_by": DECIDER, "decided_on": f"{told.days.day(11):%Y-%m-%d}"}
    told.does(albin, "decide_open", outcome="open", reasons="Upprepade skador som inte har förklarats.", **decided)
    told.does(saga, "decide_open", outcome="not_open", reasons="Inget tyder på att Saga far illa.", **decided)
    yield told.at(12, "09:30")
    told.does(albin, "tell_family", who=["child", "guardian"], how="Brev i dag och samtal med båda föräldrarna.")
    yield told.at(13, "08:20")
    ask_feedback(report, by=told.cast.users["henrik"])
    yield told.at(14, "10:15")
    told.does(albin, "feedback", tell="yes", note="I Samverkan.")
    told.does(saga, "feedback", tell="yes", note="I Samverkan.")
    told.does(saga, "conclude", how="Mamma och pappa fick brev, Saga ett samtal.", note="Avslutas utan åtgärd.")


def _investigated(told: Reporting, albin: Case) -> Story:
    yield told.at(20, "18:05")
    again = told.calls(
        ALBIN, arrived_at=told.at(20, "17:50"), notifier="Greta Granne", phone="070-1740690",
        facts="Grannen hörde en vuxen skrika och ett barn gråta länge i trapphuset.",
    )  # fmt: skip
    told.takes_in(again, "Albin", case=albin)
    yield told.at(20, "18:40")
    told.judges(albin, told.at(20, "18:40"), "Mamma och Albin är hos mormor över helgen. Inte akut.")
    yield told.at(100, "15:30")
    told.does(
        albin, "investigate", plan="Hur har Albin det hemma, och vad behöver han för att vara trygg?",
        child="Duktig i skolan, orolig inför helgerna.",
        parents="Mamma ser behoven. Pappa har svårt med gränser utan våld.",
        family="Separerade, delad vårdnad. Mormor är ett stöd.",
        talks="Samtal i skolan utan vårdnadshavares samtycke. ”Jag vill att pappa slutar ta tag i mig.”",
        others="Skolan har lämnat uppgifter om frånvaro och mående.",
        analysis="Albin behöver skydd mot våld och pappa behöver stöd.",
    )  # fmt: skip
    yield told.at(105, "11:00")
    told.does(
        albin, "communicate", sent="Båda föräldrarna fick materialet.", comments="Inga invändningar.", outcome="ready"
    )
    yield told.at(110, "13:00")
    told.does(
        albin, "decide", outcome="support", reasons="Barnet har behov av stöd, och föräldrarna vill ta emot det.",
        support="Familjebehandling och samtal för Albin.", consenting=["guardians"], decided_by=DECIDER,
        decided_on=f"{told.days.day(110):%Y-%m-%d}",
    )  # fmt: skip
    yield told.at(112, "09:00")
    told.does(albin, "conclude", how="Möte med båda föräldrarna och Albin.", appeal="on")


def today(cast: Cast, days: Days) -> Story:
    """What has just come in: one report is being assessed, one waits, and one is not written to its end."""
    told = Reporting(cast, days, to="A1", worker="mira")
    yield told.at(0, "08:40")
    report = told.reports(
        "leyla", "A4", {"given_name": "Tuva", "age": "14"}, duty=True, wants_feedback=True, injuries="no",
        facts="Tuva sov på Navet och ville inte gå hem. Hon säger att ingen är hemma på nätterna.",
        family_told=False, family_told_text="Vi når ingen av föräldrarna.",
    )  # fmt: skip
    yield told.at(0, "09:10")
    told.takes_in(report, "Tuva")
    yield told.at(0, "13:05")
    told.reports(
        "ulrika", "A3", {"given_name": "Noel", "age": "ungefär 9"}, duty=True, injuries="unknown",
        facts="Noel har kommit till skolan utan ytterkläder tre dagar i rad.", family_told=True,
        family_told_text="Mamma svarade att det ska ordna sig.",
    )  # fmt: skip
    told.begins("ulrika", {"child-count": "1", "child-0-given_name": "Mio", "guardian-count": "0"})
