"""A paper takes nothing from outside, carries nothing unasked, and cannot eat the machine."""

import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from subprocess import CompletedProcess

import pikepdf
import pytest
from pypdf import PdfReader

from coordination.papers import render
from coordination.papers.render import PaperFailed, PaperRefused, PaperTooBig, content_key, pdf_from_html
from tests.papers.conftest import SAMPLES

PAGE = '<!doctype html><html lang="sv"><head><title>x</title>{head}</head><body><p>text</p>{body}</body></html>'


def layout(body: str = "", head: str = "", **more) -> bytes:
    return pdf_from_html(PAGE.format(head=head, body=body), language="sv", title="x", **more)


@pytest.fixture
def canary():
    """A server that nothing may call; its first path leads on to another."""
    calls: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", "/there")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    server.calls = calls
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


ASKING = {
    "img": ('<img alt="x" src="{at}/a">', ""),
    "redirect": ('<img alt="x" src="{at}/away">', ""),
    "protocol-relative": ('<img alt="x" src="//{host}/a">', ""),
    "style link": ("", '<link rel="stylesheet" href="{at}/a.css">'),
    "@import": ("", "<style>@import url({at}/a.css);</style>"),
    "background": ("", "<style>body {{ background: url({at}/a.png) }}</style>"),
    "font": ("", "<style>@font-face {{ font-family: a; src: url({at}/a.ttf) }} p {{ font-family: a }}</style>"),
    "svg image": ('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{at}/a"/></svg>', ""),
    "svg use": ('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><use href="{at}/a#b"/></svg>', ""),
    "object": ('<object data="{at}/a"></object>', ""),
    "attachment": ('<a rel="attachment" href="{at}/a">x</a>', ""),
    "attached by link": ("", '<link rel="attachment" href="{at}/a">'),
    "base": ('<img alt="x" src="a">', '<base href="{at}/">'),
    "file": ('<img alt="x" src="file:///etc/hostname">', ""),
    "attached file": ('<a rel="attachment" href="file:///etc/passwd">x</a>', ""),
    "file by link": ("", '<link rel="attachment" href="file:///etc/passwd">'),
    "attached data": ('<a rel="attachment" href="data:text/plain,hidden">x</a>', ""),
}


@pytest.mark.parametrize("how", ASKING)
def test_nothing_outside_is_asked_for_or_carried_along(how, canary):
    body, head = (part.format(at=canary.address, host=canary.address[7:]) for part in ASKING[how])
    try:
        data = layout(body, head)
    except PaperRefused:
        data = b""
    assert canary.calls == []
    assert b"root:" not in data
    if data:
        with pikepdf.open(BytesIO(data)) as pdf:
            assert not pdf.attachments


def test_a_foreign_address_stops_the_paper_instead_of_leaving_a_hole(canary):
    with pytest.raises(PaperRefused):
        layout(f'<img alt="x" src="{canary.address}/a">')


def test_what_is_handed_in_is_carried_and_nothing_else():
    data = layout(attachments=[("plan.json", b"{}"), ("minutes.txt", b"hej")])
    with pikepdf.open(BytesIO(data)) as pdf:
        assert set(pdf.attachments) == {"plan.json", "minutes.txt"}
        specs = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/EF" in o]
        assert {str(s.AFRelationship) for s in specs} == {"/Data"}
    assert PdfReader(BytesIO(data)).attachments["minutes.txt"] == [b"hej"]


def test_what_people_wrote_stays_text(made):
    nasty = '<img src="http://example.invalid/x"><script>alert(1)</script>'
    data = made("plan", extra={"intro": nasty})
    assert "<script>" in PdfReader(BytesIO(data)).pages[0].extract_text()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_content_gives_the_same_bytes(made, name):
    assert made(name) == made(name, again=True)


def test_the_same_attachments_give_the_same_bytes():
    files = [("plan.json", b"{}")]
    assert layout(attachments=files) == layout(attachments=files)


def test_the_key_follows_content_language_reader_and_attachments_but_not_the_clock():
    template, context, language, title = SAMPLES["plan"]
    usual = {"language": language, "title": title, "made_for": "Petra"}
    key = content_key(template, context, **usual)
    others = [
        content_key(template, {**context, "next": "Aldrig."}, **usual),
        content_key(template, context, **{**usual, "language": "fi"}),
        content_key(template, context, **{**usual, "made_for": "Ulrika"}),
        content_key(template, context, **{**usual, "title": "Annan"}),
        content_key(template, context, **usual, attachments=[("a", b"b")]),
    ]
    assert key == content_key(template, context, **usual)
    assert len({key, *others}) == 6


def test_a_bomb_of_work_is_stopped_by_the_clock_of_the_processor():
    with pytest.raises(PaperTooBig):
        layout("<table>" + "<tr><td>a<td>b<td>c</tr>" * 30000 + "</table>", cpu_seconds=2)


def test_a_bomb_of_memory_is_stopped():
    with pytest.raises(PaperTooBig):
        layout("<p>ord</p>" * 100_000, memory_bytes=200 * 1024**2)


def test_more_pages_than_a_paper_may_have_are_refused(monkeypatch):
    monkeypatch.setattr(render, "MAX_PAGES", 3)
    with pytest.raises(PaperTooBig):
        layout('<p style="break-after: page">a</p>' * 5)


def test_more_text_than_a_paper_may_hold_is_refused_before_any_work():
    with pytest.raises(PaperTooBig):
        layout("a" * (render.MAX_HTML_BYTES + 1))


def _falling_over(monkeypatch, *endings):
    """Let the process that makes the paper end so, one ending a try."""
    left = list(endings)
    monkeypatch.setattr(render, "_child", lambda *_: CompletedProcess([], left.pop(0), b"%PDF-", b""))
    return left


def test_a_process_that_fell_over_is_tried_once_more(monkeypatch):
    left = _falling_over(monkeypatch, -signal.SIGSEGV, 0)
    assert layout("<p>a</p>") == b"%PDF-"
    assert not left


def test_one_that_falls_over_again_says_by_which_signal_and_is_left(monkeypatch):
    left = _falling_over(monkeypatch, -signal.SIGSEGV, -signal.SIGABRT, 0)
    with pytest.raises(PaperTooBig, match="SIGABRT"):
        layout("<p>a</p>")
    assert left == [0]


def test_one_that_a_limit_killed_is_not_tried_again(monkeypatch):
    left = _falling_over(monkeypatch, -signal.SIGXCPU, 0)
    with pytest.raises(PaperTooBig, match="SIGXCPU"):
        layout("<p>a</p>")
    assert left == [0]


def test_a_failure_tells_its_kind_and_nothing_of_the_paper(monkeypatch):
    monkeypatch.setattr(render, "ROOT", render.ROOT / "templates")
    with pytest.raises(PaperFailed) as failure:
        layout("<p>Ebbe Sundgren</p>")
    assert "Ebbe" not in str(failure.value)


def test_the_process_that_makes_papers_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert set(render._environment("/x")) <= {
        "PATH",
        "HOME",
        "LD_LIBRARY_PATH",
        "TMPDIR",
        "LC_ALL",
        "SOURCE_DATE_EPOCH",
    }
