"""What every page has around it."""

import pytest
from django.urls import reverse

from coordination.cases.process import Busy
from coordination.models import Reading

pytestmark = pytest.mark.django_db


def test_somebody_faster_is_a_friendly_page_and_leaves_nothing(client, case, person, monkeypatch):
    def busy(*args, **kwargs):
        raise Busy

    monkeypatch.setattr("coordination.sharing.queries.coverage", busy)
    client.force_login(person("petra"))
    page = client.get(reverse("consent", args=[case.reference]))
    assert page.status_code == 409
    assert not Reading.objects.filter(what="consent").exists()
