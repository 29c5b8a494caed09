"""Three papers with invented people: the family's plan, a consent form, the history of a case."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coordination.papers.render import ROOT, render_pdf

MADE_AT = datetime(2026, 12, 2, 13, 5, tzinfo=UTC)
CASE = {"reference": "SAM-2026-0412"}
PLAN = {
    "municipality": {"name": "Norrviks kommun"},
    "case": CASE,
    "intro": "Det här har vi bestämt tillsammans. Planen är din. Fråga om något är oklart.",
    "goals": [
        {"words": "Jag vill vara i skolan varje dag.", "start": 3, "now": 5, "target": 9},
        {"words": "Jag vill träna två gånger i veckan.", "start": 0, "now": 4, "target": 8},
    ],
    "actions": [
        ("Pratar med dig varje morgon klockan 8.10", "Ulrika, kurator i skolan", "varje skoldag"),
        ("Betalar fotbollsavgiften och kör dig första gången", "Leyla på fritiden", "9 december"),
        ("Träffar dig och mamma hemma", "Petra, socialtjänsten", "varannan tisdag"),
        ("Väcker dig och äter frukost med dig", "Mamma", "varje dag"),
    ],
    "next": "Tisdag 13 januari klockan 15 i Åbrinkens skola, rum 4. Vi pratar om hur det går med målen.",
    "contact": "Ring Petra på 0123-456 78 om du undrar något. Du får ändra dig när du vill.",
}
CONSENT = {
    "municipality": {"name": "Pohjanrannan kaupunki"},
    "case": CASE,
    "purpose": "Suostumus tietojen antamiseen viranomaisten yhteistyössä, jotta nuori saa tarvitsemansa tuen ajoissa.",
    "facts": [
        ("Lapsi", "Aino Esimerkki, 14 vuotta"),
        ("Voimassa", "2.12.2026–1.6.2027"),
        ("Saaja", "Sari Lind"),
    ],
    "agencies": [("Sosiaalipalvelut", True), ("Perusopetus ja kouluterveydenhuolto", True), ("Poliisilaitos", False)],
    "topics": ["Koulunkäynti ja poissaolot", "Harrastukset ja vapaa-aika", "Perheen tilanne", "Terveys ja hyvinvointi"],
    "rights": (
        "Suostumus on vapaaehtoinen. Voit perua suostumuksesi milloin tahansa ilmoittamalla siitä yhteyshenkilölle. "
        "Peruuttaminen lopettaa tietojen antamisen heti, mutta ei vaikuta jo annettujen tietojen käsittelyyn. "
        "Suostumuksesta kieltäytyminen ei vaikuta oikeuteesi saada sosiaalipalveluja, kouluterveydenhuoltoa tai "
        "oppilashuoltoa. Lastensuojeluilmoituksen tekeminen ei edellytä suostumusta."
    ),
    "signers": ["Nuoren allekirjoitus ja nimenselvennys", "Huoltajan allekirjoitus ja nimenselvennys"],
}
REPORT = {
    "municipality": {"name": "Norrviks kommun"},
    "case": CASE,
    "intro": "Vem gjorde vad och när i ärendet, i den ordning det hände.",
    "events": [
        (f"{day % 28 + 1:02}.{day // 28 + 1:02} {8 + day % 9}:1{day % 6}", f"Handläggare {day}, socialtjänsten",
         f"Lämnade steg {day}: kartläggning av skolsituationen tillsammans med vårdnadshavaren", "Kartläggning")
        for day in range(76)
    ],
}  # fmt: skip
SAMPLES = {
    "plan": ("papers/family_plan.html", PLAN, "sv", "Plan för familjen"),
    "consent": ("papers/consent_form.html", CONSENT, "fi", "Suostumus tietojen antamiseen"),
    "history": ("papers/history_report.html", REPORT, "sv", "Ärendets historik"),
}


@pytest.fixture(autouse=True)
def _sample_templates(settings):
    settings.PAPER_TEMPLATE_DIRS = [Path(__file__).parent / "templates", ROOT / "templates"]


@pytest.fixture(scope="session")
def kept() -> dict[str, bytes]:
    """Samples made before: equal content gives equal bytes, which a test of its own proves."""
    return {}


@pytest.fixture
def made(kept, settings):
    """Make a sample by name; ``again`` makes it anew."""

    def make(name: str, again: bool = False, **more) -> bytes:
        if again or more or settings.DEMO:
            return anew(name, **more)
        if name not in kept:
            kept[name] = anew(name)
        return kept[name]

    def anew(name: str, **more) -> bytes:
        template, context, language, title = SAMPLES[name]
        own = {"language": language, "title": title, "made_for": "Petra Ek, socialtjänsten", "made_at": MADE_AT}
        return render_pdf(template, {**context, **more.pop("extra", {})}, **{**own, **more})

    return make
