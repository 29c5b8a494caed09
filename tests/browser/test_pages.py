"""Every page of the product with the stories of the demonstration in it: axe, width, titles, and a quiet console."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from tests.authorization.crawl import routes
from tests.browser.axe import CONTRAST, EVERY_RULE, THEMES, WIDTHS, findings, overflow
from tests.browser.pages import ACTIVE, NO_PAGES, PAGES, Page
from tests.browser.site import Site
from tests.browser.somebody import Somebody

FAMILIES = ("Ebbe", "Nora", "Albin", "Saga", "Isak", "Eetu", "Iida", "Malin", "Peter")
NAMES = re.compile(rf"\b({'|'.join(FAMILIES)}|Sundgren|Sahlin|Vikner|Lindmark|Niemelä)\b")
OF_THE_SCHOOL = (
    "SELECT d.id FROM coordination_disclosure d JOIN coordination_entry e ON e.id = d.entry_id "
    "JOIN coordination_agency a ON a.id = e.agency_id JOIN coordination_case c ON c.id = d.case_id "
    f"WHERE a.kind = 'school' AND c.id = ({ACTIVE.format('id')}) AND d.ended_at IS NULL ORDER BY d.id LIMIT 1"
)
NOT_GIVEN = (
    "SELECT e.id FROM coordination_entry e JOIN coordination_case c ON c.id = e.case_id "
    f"WHERE c.id = ({ACTIVE.format('id')}) AND e.agency_id = c.lead_agency_id AND e.title <> '' "
    "AND e.text <> '' AND NOT EXISTS "
    "(SELECT 1 FROM coordination_disclosure d WHERE d.entry_id = e.id) ORDER BY e.id LIMIT 1"
)
PARTS = range(4)  # The pages are divided, so that two processes have about as much to do.


# A case of the highest class whose coordinator let the access run out: as the active one is, with another key.
LAPSED = f"""
WITH old AS ({ACTIVE.format("*")}), made AS (
    INSERT INTO coordination_case SELECT (jsonb_populate_record(NULL::coordination_case, to_jsonb(old)
        || jsonb_build_object('id', gen_random_uuid(), 'reference', 'SAM-1999-0001', 'status', 'consent',
        'confidentiality', 3))).*
    FROM old RETURNING *
), there AS (
    INSERT INTO coordination_participation SELECT (jsonb_populate_record(p, jsonb_build_object(
        'id', gen_random_uuid(), 'case_id', made.id))).*
    FROM coordination_participation p, made WHERE p.is_lead AND p.case_id = (SELECT id FROM old) RETURNING *
)
INSERT INTO permissions_grant SELECT (jsonb_populate_record(g, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('permissions_grant', 'id')), 'content_object_id', there.case_id,
    'participation_id', there.id, 'valid_until', now()))).*
FROM permissions_grant g, there, coordination_case c
WHERE g.content_object_id = (SELECT id FROM old) AND c.id = g.content_object_id AND g.user_id = c.coordinator_id
    AND g.ended_at IS NULL
"""


@pytest.fixture(scope="package")
def full_site(demo, chromium) -> Site:
    """The demonstration, with a case half opened, a new plan begun, and a paper asked for."""
    demo.sql("UPDATE coordination_user SET language = 'en'")
    petra = Somebody(chromium, demo, phone=False, dark=False, js=False).log_in("petra")
    (reference,) = demo.sql(ACTIVE.format("reference"))[0]
    open_half(petra)
    petra.go(f"/cases/{reference}/history/").press("Audit report, PDF")
    petra.page.wait_for_url("**/papers/*/")
    petra.go(f"/cases/{reference}/plan/").press("Write a new version")
    petra.page.wait_for_url("**/plans/*/edit/")
    (entry,) = demo.sql(NOT_GIVEN)[0]
    share_half(petra, reference, entry)
    ask_others(petra, reference)
    petra.context.close()
    assert not petra.complaints
    demo.sql(LAPSED)
    demo.sql(f"UPDATE coordination_disclosure SET approval_needed = true WHERE id = ({OF_THE_SCHOOL})")
    return demo


def share_half(petra: Somebody, reference: str, entry: object) -> None:
    """Go as far as the last page of the desk, on consent, with something the school has not got."""
    page = petra.go(f"/cases/{reference}/share/").page
    petra.tick("Åbrinkens skola").pick(entries=entry).press("Continue").sees("Which parts do they need?").press(
        "Continue"
    ).sees("On what ground?")
    petra.pick(asked="no")
    page.locator("input[name=basis]").first.check()
    petra.press("Continue").sees("Are the conditions met?")
    for box in page.locator("input[name=conditions]").all():
        box.check()
    petra.press("Continue").sees("Exactly what they will see").press("Continue").sees("Why, and until when?")


def ask_others(petra: Somebody, reference: str) -> None:
    """Ask the school for information, and for advice without names."""
    petra.go(f"/cases/{reference}/requests/ask/").tick("Åbrinkens skola")
    petra.write({"what": "Närvaro i september", "why": "För planen"})
    petra.press("Send the request").sees("The request is sent")
    petra.go("/consultations/ask/").tick("Åbrinkens skola", "I have checked that nobody")
    petra.write({"question": "En elev är borta mycket. Vad gör vi?"})
    petra.press("Send the question").sees("The question is sent")


def open_half(petra: Somebody) -> None:
    petra.go("/cases/open/").pick(kind="sspf", consultation="no").press("Continue")
    child = {"child-given_name": "Ebbe", "child-family_name": "Sundgren", "child-birth_date": "2013-03-10"}
    guardian = {"guardian1-given_name": "Malin", "guardian1-family_name": "Sundgren"}
    petra.write({**child, **guardian}).press("Continue")
    petra.write({"concern": "Borta ofta", "title": "Stöd", "purpose": "Stöd i skolan"}).press("Continue")
    petra.tick("I know that a report of concern").press("Continue").sees("Check your answers")


def test_every_page_is_looked_at():
    looked_at = {page.route for page in PAGES}
    assert looked_at | NO_PAGES == {route.name for route in routes()}
    assert not looked_at & NO_PAGES


@pytest.mark.parametrize("part", PARTS)
def test_swedish_pages_are_sound_on_a_phone_and_a_desk_by_day_and_by_night(full_site, visitor, part):
    found = visit(full_site, visitor, PAGES[part :: len(PARTS)], "sv", everywhere)
    assert not found


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("part", PARTS[:2])
def test_pages_in_the_other_languages_are_sound(full_site, visitor, part, language):
    found = visit(full_site, visitor, PAGES[part::2], language, at_the_narrowest)
    assert not found


def visit(
    site: Site, visitor: Callable, pages: list[Page], language: str, judge: Callable[[Somebody], list[str]]
) -> dict[str, list[str]]:
    """Open pages, each as the person who looks at it, and return what is wrong with which."""
    site.sql("UPDATE coordination_user SET language = %s", language)
    found = {}
    for page in sorted(pages, key=lambda page: page.who):
        somebody, path = visitor(site, page.who, language), address(site, page)
        somebody.go(path)
        try:
            faults = judge(somebody) + somebody.complaints
        except Error as error:  # The page left by itself, for example.
            faults = [str(error), *somebody.complaints]
        if NAMES.search(somebody.page.title()):
            faults.append("somebody's name is in the title")
        if somebody.page.locator("html").get_attribute("lang") != language:
            faults.append("the page is in another language")
        if faults:
            found[f"{page.who} {page.route} {path}"] = faults
        somebody.complaints.clear()
    return found


def address(site: Site, page: Page) -> str:
    """Return the address of a page in this site."""
    values = {}
    for name, query in page.values.items():
        rows = site.sql(query)
        assert rows, f"the demonstration has nothing for {page}"
        values[name] = rows[0][0]
    inside = {name: value for name, value in values.items() if not name.startswith("?")}
    query = "&".join(f"{name[1:]}={value}" for name, value in values.items() if name not in inside)
    return reverse(page.route, kwargs=inside) + (f"?{query}" if query else page.query)


def everywhere(somebody: Somebody) -> list[str]:
    """Judge the page in both widths and themes, and at the narrowest."""
    found = set()
    for width in WIDTHS:
        somebody.page.set_viewport_size({"width": width, "height": 900})
        for theme, rules in zip(THEMES, (EVERY_RULE, CONTRAST), strict=True):
            somebody.page.emulate_media(color_scheme=theme)
            found |= {f"{width} {theme}: {fault}" for fault in findings(somebody.page, rules)}
    return [*sorted(found), *at_the_narrowest(somebody)]


def at_the_narrowest(somebody: Somebody) -> list[str]:
    """Judge what a language changes: how wide the page is at the narrowest."""
    somebody.page.set_viewport_size({"width": 320, "height": 700})
    too_wide = overflow(somebody.page)
    return [f"{too_wide} px too wide"] if too_wide else []
