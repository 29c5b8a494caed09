"""The style guide in a real browser: nothing is hard to see, to reach or to read, and nothing breaks our own rules."""

from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from coordination.styleguide.views import PAGES
from tests.browser.axe import THEMES, WIDTHS, findings, overflow
from tests.ui.conftest import SITE, Window

pytestmark = pytest.mark.browser

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""


def address(name: str) -> str:
    return "/styleguide/" if name == "parts" else f"/styleguide/{name}/"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_fault_that_axe_can_find(bare, chromium, width, theme):
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=theme, reduced_motion="reduce"
    )
    window = Window(context.new_page())
    found = {}
    for name in PAGES:
        page = window.go(address(name))
        faults = findings(page) + ([f"{overflow(page)} px too wide"] if overflow(page) else []) + window.complaints
        if faults:
            found[name] = faults
        window.complaints.clear()
    context.close()
    assert not found


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_of_the_profile_wins_over_that_of_the_device(bare, chromium, theme):
    context = chromium.new_context(color_scheme="dark" if theme == "light" else "light")
    page = Window(context.new_page()).page
    colours = {}
    for chosen in THEMES:
        page.goto(f"{SITE}/styleguide/?theme={chosen}")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", chosen)
        colours[chosen] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    context.close()
    assert colours == {"light": "rgb(243, 245, 247)", "dark": "rgb(16, 22, 27)"}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_on_the_smallest_screen_with_wide_text(window, name):
    window.page.set_viewport_size({"width": 320, "height": 700})
    page = window.go(address(name))
    assert overflow(page) == 0
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        TEXT_SPACING,
    )
    assert overflow(page) == 0


def test_the_keyboard_reaches_everything_and_the_focus_is_always_seen(window):
    page = window.go("/styleguide/case/")
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            return e === document.body ? null : { name: e.textContent.trim() || e.name,
              seen: s.outlineStyle !== "none" && r.bottom > 0 && r.top < innerHeight && r.width > 0 }; }"""
        )
        if focus is None:
            break
        seen.append(focus)
    names = [focus["name"] for focus in seen]
    assert names[0] == "Skip to the content"
    for wanted in ("Cases", "Open the step", "Show the name", "History", "The whole history"):
        assert wanted in names
    assert [focus["name"] for focus in seen if not focus["seen"]] == []


def test_the_skip_link_leads_to_the_content(window):
    page = window.go("/styleguide/case/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_opens_from_the_keyboard_also_without_scripts(bare, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = Window(context.new_page()).go("/styleguide/case/")
    page.get_by_role("button", name="Menu").press("Enter")
    assert page.get_by_role("button", name="Log out").is_visible()
    assert page.get_by_role("link", name="Profile and notifications").is_visible()
    context.close()


def test_the_list_of_errors_gets_the_focus_and_leads_to_the_fields(window):
    page = window.go("/styleguide/errors/")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "errsum"
    page.get_by_role("link", name="How great is the concern?").click()
    assert page.evaluate("document.activeElement.id") == "id_concern_0"


def test_paper_shows_the_case_and_not_the_navigation(window):
    page = window.go("/styleguide/case/")
    page.emulate_media(media="print")
    assert page.locator(".casehead").is_visible()
    assert page.get_by_text("This print may contain confidential information").is_visible()
    for hidden in (".masthead", ".servicenav", ".subnav", ".foot"):
        assert not page.locator(hidden).is_visible()


def test_every_sheet_of_paper_says_that_it_may_be_confidential(window):
    page = window.go("/styleguide/case/")
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) > 1
    texts = [normalize("NFKC", sheet.extract_text()) for sheet in sheets]  # Some fonts draw "fi" as one letter.
    assert all("may contain confidential information" in text for text in texts)


def test_forced_colours_leave_edges_and_state_in_text(bare, chromium):
    context = chromium.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = Window(context.new_page()).go("/styleguide/case/")
    for part in (".card", ".tag", ".callout", ".casehead", ".btn"):
        assert page.locator(part).first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    assert findings(page) == []
    context.close()
