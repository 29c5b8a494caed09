"""Files: what is kept, whole or not at all, and who fetches them."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from coordination.documents import storage
from coordination.documents.actions import add_document, clean_name
from coordination.models import Document, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def upload(client, case, name, data, **more):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("document_upload", args=[case.reference]), {"file": file, "topic": "school", **more})


@pytest.mark.parametrize(("name", "make"), [("a.pdf", pdf), ("b.png", png), ("c.txt", lambda: "åäö".encode())])
def test_good_files_are_kept_and_fetched_by_their_agency(client, joint_case, person, name, make):
    client.force_login(person("ulrika"))
    data = make()
    assert upload(client, joint_case, name, data).status_code == 302
    document = Document.objects.get()
    url = reverse("document_download", args=[document.pk])
    answer = client.get(url)
    assert answer.content == data
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.force_login(person("leyla"))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 and then nothing"),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.svg", b"<svg/>"),
        ("a.docm", b"PK\x03\x04"),
        ("noending", b"text"),
        ("a.txt", b""),
    ],
)
def test_bad_files_are_refused_and_the_rest_of_the_form_is_kept(client, joint_case, person, name, data):
    client.force_login(person("ulrika"))
    page = upload(client, joint_case, name, data, title="MIN RUBRIK")
    assert page.status_code == 422
    assert "MIN RUBRIK" in page.content.decode()
    assert not Document.objects.exists()
    assert not Entry.objects.exists()


def test_a_file_shared_with_an_agency_is_fetched_there_until_taken_back(client, joint_case, person, agency):
    client.force_login(person("ulrika"))
    upload(client, joint_case, "a.txt", b"x", agencies=[str(agency("A4").pk)])
    document = Document.objects.get()
    client.force_login(person("leyla"))
    url = reverse("document_download", args=[document.pk])
    assert client.get(url).status_code == 200
    document.entry.disclosures.update(ended_at=document.uploaded_at)
    assert client.get(url).status_code == 404


def test_a_full_disk_gives_a_sentence_and_leaves_nothing(client, joint_case, person, monkeypatch, files):
    def full(path, data):
        path.write_bytes(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_write_through", full)
    client.force_login(person("ulrika"))
    page = upload(client, joint_case, "a.txt", b"text")
    assert page.status_code == 422
    assert not Document.objects.exists()
    assert not Entry.objects.filter(kind="document").exists()
    assert not [f for f in files.rglob("*") if f.is_file()]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\mapp\\y.pdf", "y.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
        ("", "document"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_names_of_files_lose_what_could_harm(name, clean):
    assert clean_name(name) == clean


def test_the_sweep_removes_only_old_files_no_row_knows(joint_case, person, agency, files):
    from datetime import timedelta

    kept = add_document(joint_case, by=person("ulrika"), agency=agency("A3"), name="a.txt", data=b"x", topic="school")
    stray = storage.write(b"y", "documents")
    assert storage.sweep({kept.path}, older_than=timedelta(hours=1)) == 0
    assert storage.sweep({kept.path}, older_than=timedelta(hours=-1)) == 1
    assert storage.read(kept.path) == b"x"
    assert not (storage.root() / stray).exists()
