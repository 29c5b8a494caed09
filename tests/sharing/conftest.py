"""Everybody reads English here, so that what pages say can be looked for; and the way through the sharing desk."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from coordination.models import ShareDraft, User
from coordination.sharing.actions import write_entry

TEXT = "Frånvaron ökar.\n\nKANARIEFÅGEL om hemmet.\n\nHan tycker om slöjden."


@pytest.fixture(autouse=True)
def english(cast):
    User.objects.update(language="en")
    for user in cast.users.values():
        user.language = "en"


@pytest.fixture
def note(joint_case, person, agency):
    """Three paragraphs of the school."""
    return write_entry(
        joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="Läget", text=TEXT
    )


@dataclass
class Way:
    """One person's way through the desk: each page answered in turn."""

    client: object
    case: object

    def begin(self, agency, *entries, query=""):
        url = reverse("share", args=[self.case.reference]) + query
        return self.client.post(url, {"agency": agency.pk, "entries": [e.pk for e in entries]})

    @property
    def draft(self):
        return ShareDraft.objects.get()

    def url(self, name):
        return reverse("share_page", args=[self.case.reference, self.draft.pk, name])

    def get(self, name):
        return self.client.get(self.url(name))

    def post(self, name, **data):
        return self.client.post(self.url(name), data)

    def parts(self, entry, *codes):
        return self.post("parts", **{f"parts-{entry.pk}": codes or ["heading", "text-0", "text-1", "text-2"]})

    def ground(self, basis, **data):
        return self.post("ground", **({"asked": "no", "first": "cannot", "basis": basis.pk} | data))

    def conditions(self, *codes):
        return self.post("conditions", conditions=codes or ["needed"])

    def confirm(self, **data):
        page = self.get("confirm")
        until = page.context["form"]["until"].value()
        return self.post("confirm", **({"reason": "Behövs för planen", "until": until, "family_told": "yes"} | data))

    def to_confirm(self, agency, entry, basis):
        self.begin(agency, entry)
        self.parts(entry)
        self.ground(basis)
        return self.conditions()


@pytest.fixture
def desk(client, joint_case, person):
    """Ulrika of the school at the desk."""
    client.force_login(person("ulrika"))
    return Way(client, joint_case)
