"""Three papers as people get them: text, language, tags, claims, pages."""

from io import BytesIO

import pikepdf
import pytest
from lxml import etree
from pypdf import PdfReader

from tests.papers.conftest import SAMPLES


def text(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def elements(pdf: pikepdf.Pdf, kind: str) -> list:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]


@pytest.fixture(params=SAMPLES)
def sample(request, made):
    return request.param, made(request.param)


def test_each_paper_is_archival_accessible_and_in_its_language(sample):
    name, data = sample
    with pikepdf.open(BytesIO(data)) as pdf:
        xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
        space = {"a": "http://www.aiim.org/pdfa/ns/id/", "ua": "http://www.aiim.org/pdfua/ns/id/"}
        assert xmp.xpath("//*/@a:part", namespaces=space) == ["3"]
        assert xmp.xpath("//*/@a:conformance", namespaces=space) == ["A"]
        assert xmp.xpath("string(//ua:part)", namespaces=space) == "1"
        assert xmp.xpath(
            "string(//s:namespaceURI)", namespaces={"s": "http://www.aiim.org/pdfa/ns/schema#"}
        ) == space["ua"]  # fmt: skip
        assert len(xmp.xpath("//r:RDF", namespaces={"r": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"})) == 1
        assert str(pdf.Root.Lang) == SAMPLES[name][2]
        assert str(pdf.docinfo["/Title"]) == SAMPLES[name][3]
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert elements(pdf, "/Document")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_the_machine_checks_of_pdf_ua_find_nothing(sample, tmp_path):
    from pdfua import validate

    path = tmp_path / "paper.pdf"
    path.write_bytes(sample[1])
    assert [f"{f.rule_id} {f.message}" for f in validate(path).findings] == []


def test_every_header_of_a_table_says_what_it_heads(made):
    with pikepdf.open(BytesIO(made("plan"))) as pdf:
        assert [str(th.A.Scope) for th in elements(pdf, "/TH")] == ["/Column"] * 3
    with pikepdf.open(BytesIO(made("consent"))) as pdf:
        assert {str(th.A.Scope) for th in elements(pdf, "/TH")} == {"/Row"}


def test_what_stands_in_the_margins_is_furniture_and_not_read_on_each_page(made):
    with pikepdf.open(BytesIO(made("history"))) as pdf:
        for page in pdf.pages:
            marks = [o for o, op in pikepdf.parse_content_stream(page) if str(op) == "BDC"]
            assert [m for m in marks if m[0] == "/Artifact" and m[1].get("/Type") == "/Pagination"]


def test_the_family_gets_one_page_that_says_it_all(made):
    data = made("plan")
    assert len(PdfReader(BytesIO(data)).pages) == 1
    said = text(data)
    for words in ("Jag vill vara i skolan varje dag.", "Leyla på fritiden", "Tisdag 13 januari", "SAM-2026-0412"):
        assert words in said


def test_a_goal_scale_is_told_in_words_too(made):
    with pikepdf.open(BytesIO(made("plan"))) as pdf:
        told = [str(figure.Alt) for figure in elements(pdf, "/Figure")]
    assert sum("3" in words and "5" in words and "9" in words for words in told) == 1


def test_the_history_fills_five_pages_and_each_names_its_reader(made):
    pages = PdfReader(BytesIO(made("history"))).pages
    assert len(pages) == 5
    assert all("Petra Ek, socialtjänsten" in page.extract_text() for page in pages)
    assert "14:05" in pages[4].extract_text() or "14.05" in pages[4].extract_text()


def test_a_finnish_paper_keeps_its_letters_and_breaks_between_syllables(made):
    said = text(made("consent"))
    assert "kouluterveydenhuolto" in said
    assert "Mitä tietoja" in said


def test_only_our_own_fonts_are_used_and_all_are_embedded(sample):
    with pikepdf.open(BytesIO(sample[1])) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("Source-Sans" in str(font.FontName) and "/FontFile2" in font for font in fonts)


def test_the_demonstration_says_on_every_page_that_it_is_invented(made, settings):
    settings.DEMO = True
    assert all("DEMO" in page.extract_text() for page in PdfReader(BytesIO(made("history"))).pages)


def test_outloud_finds_no_error(sample, tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    path = tmp_path / "paper.pdf"
    path.write_bytes(sample[1])
    tool = Path(sys.executable).parent / "outloud"
    done = subprocess.run([tool, "--quiet", path], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
