"""The stories of the demonstration in the browser: each reads on its pages what was given to it, and no more."""

import pytest

from tests.browser.site import Site


def reference(site: Site, given_name: str, title: str = "%") -> str:
    """The case about somebody."""
    query = (
        "SELECT c.reference FROM coordination_case c JOIN coordination_person p ON p.case_id = c.id "
        "WHERE p.role = 'child' AND p.given_name = %s AND c.title LIKE %s"
    )
    return site.sql(query, given_name, title)[0][0]


@pytest.fixture
def reads(demo, someone):
    """Log in and return the words of a page of a case: ``reads("ulrika", case, "notes/")``; nothing if it is hidden."""
    demo.sql("UPDATE coordination_user SET language = 'sv'")
    there = {}

    def ask(name: str, case: str, page: str = "") -> str:
        if name not in there:
            there[name] = someone(demo, name, language="sv")
        who = there[name]
        if who.status(f"/cases/{case}/{page}") != 200:
            return ""
        return who.go(f"/cases/{case}/{page}").page.locator("main").inner_text()

    return ask


def test_s3_noras_health_is_kept_from_the_school_and_her_wish_is_told(demo, reads):
    nora = reference(demo, "Nora")
    assert "BUP Lindåker" in reads("petra", nora, "notes/")
    assert "Sammanfattning av behandlingen" in reads("tove", nora, "documents/")
    assert "Sammanfattning av behandlingen" not in reads("ulrika", nora, "documents/")
    assert "Hälsa" not in reads("ulrika", nora, "notes/")
    assert "Inte Vårdnadshavare" in reads("petra", nora, "people/")


def test_s4_the_round_and_the_support_know_nothing_of_each_other(demo, someone, reads):
    support = reference(demo, "Leo")
    assert reads("ali", support) == ""
    words = reads("jonas", support) + reads("jonas", support, "notes/")
    assert "Stöd efter budskap" in words
    ali = someone(demo, "ali", language="sv").go("/rounds/")
    ali.page.locator("main th a").first.click()
    ali.sees("Förstärkt fokus")
    told = ali.page.locator("main").inner_text()
    assert support not in told
    assert "Frost" not in told
    assert someone(demo, "jonas", language="sv").status("/rounds/") == 404


def test_s5_kim_is_for_named_persons_and_the_new_municipality_reads_the_handover_only(demo, someone, reads):
    kim = reference(demo, "Kim")
    assert reads("samira", kim) == reads("petra", kim) == reads("jonas", kim) == ""
    sanna = someone(demo, "sanna", language="sv").go("/cases/")
    line = sanna.page.get_by_role("row").filter(has_text=kim).inner_text()
    assert "Stöd att lämna" not in line
    sanna.go(f"/cases/{kim}/notes/").page.locator("main th a").first.click()
    sanna.sees("Visa innehållet")
    words = sanna.page.locator("main").inner_text()
    assert "skyddat boende" not in words
    sanna.page.locator("form[action$='/show/'] button").first.click()
    sanna.sees("skyddat boende")
    shown = demo.sql("SELECT count(*) FROM coordination_reading WHERE what = 'reveal'")
    assert shown[0][0] >= 1
    assert "Skatteverket" not in reads("sanna", kim, "notes/")
    robert = reads("robert", kim)
    assert "Hotnivå" in robert
    assert "Stabilisera" in robert
    assert "Hotnivå" not in reads("sanna", kim)


def test_s6_isaks_information_flows_each_on_its_own_ground(demo, reads):
    isak = reference(demo, "Isak")
    given = reads("petra", isak, "ledger/")
    for code in ("LUL", "35:1", "SoL 19:1"):
        assert code in given
    assert "Oro" in reads("petra", isak, "notes/")
    assert "Vid skolan" not in reads("petra", isak, "notes/")
    assert "Vid skolan" in reads("ali", isak, "notes/")
    assert "Spaning" not in reads("petra", isak, "notes/") + reads("ulrika", isak, "notes/")
    assert reads("tove", isak) == ""
