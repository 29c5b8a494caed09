"""The signed form of a consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coordination.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, consent, data=b"undertecknat"):
    file = SimpleUploadedFile("blankett.txt", data)
    return client.post(reverse("consent_scan", args=[consent.pk]), {"file": file})


def test_the_coordinator_keeps_a_signed_form_once(client, joint_case, consents, person):
    client.force_login(person("petra"))
    assert send(client, consents[0]).status_code == 302
    consents[0].refresh_from_db()
    assert consents[0].scan.entry.agency == joint_case.lead_agency
    assert client.get(reverse("document_download", args=[consents[0].scan_id])).content == b"undertecknat"
    assert send(client, consents[0]).status_code == 404


def test_a_bad_file_is_refused_and_nobody_else_reaches_the_page(client, joint_case, consents, person):
    client.force_login(person("petra"))
    assert send(client, consents[0], b"").status_code == 422
    client.force_login(person("ulrika"))
    assert send(client, consents[0]).status_code == 404
    assert not Document.objects.exists()
