"""A protected person: found in no list, mail, paper, file, log or socket; the case is sensitive."""

import io
import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coordination.access.classes import ask_to_lower
from coordination.documents import papers, storage
from coordination.history import doorbell
from coordination.models import Case, CaseDraft, Event, Paper, Person
from coordination.notifications.digests import send_digests
from coordination.people.actions import change_person

pytestmark = pytest.mark.django_db
WHERE = {"phone": "070-1740640", "address": "KANARIGATAN 1", "school": "KANARISKOLAN"}
CANARIES = ("070-1740640", "KANARIGATAN", "KANARISKOLAN", "Ebbe", "Sundgren", "E.S.", "20130310", "2013-03-10")


def protect(case, by, kind="registered"):
    child = Person.objects.get(case=case, role="child")
    return change_person(child, {"protection": kind, **WHERE}, by=by)


@pytest.fixture
def protected(joint_case, person):
    """The joint case with a protected child."""
    change_person(Person.objects.get(case=joint_case, role="child"), WHERE, by=person("petra"))
    protect(joint_case, person("petra"))
    return Case.objects.get(pk=joint_case.pk)


def test_marking_a_person_forgets_where_they_are_and_raises_the_case(client, protected, person):
    child = Person.objects.get(case=protected, role="child")
    assert (child.phone, child.address, child.school) == ("", "", "")
    assert protected.confidentiality == 2
    kinds = set(Event.objects.filter(case=protected).values_list("kind", flat=True))
    assert {"protection-changed", "class-raised"} <= kinds
    assert child.initials == "Protected person"


def test_the_database_keeps_no_address_of_a_protected_person(protected):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(case=protected, role="child").update(address="KANARIGATAN 1")


def test_the_class_of_a_case_with_a_protected_person_is_not_lowered(protected, person):
    with pytest.raises(Exception, match="protected person"):
        ask_to_lower(protected, 1, by=person("petra"), reason="x")


def test_the_page_tells_the_coordinator_what_changed(client, joint_case, person):
    child = Person.objects.get(case=joint_case, role="child")
    client.force_login(person("petra"))
    data = {
        "given_name": "Ebbe",
        "family_name": "Sundgren",
        "birth_date": "2013-03-10",
        "protection": "marked",
        **WHERE,
    }
    page = client.post(reverse("person_edit", args=[child.pk]), data, follow=True).content.decode()
    assert "is now “Sensitive”" in page
    assert "KANARI" not in page


def test_no_page_list_or_file_tells_who_or_where(client, protected, person):
    for name in ("petra", "ulrika", "samira"):
        client.force_login(person(name))
        inside = ["case", "case_people", "case_meetings", "documents", "notes", "consent", "case_history", "plan"]
        urls = [reverse(route, args=[protected.reference]) for route in inside]
        urls += [reverse(route) for route in ("start", "cases", "my_steps", "meetings", "notifications", "reviews")]
        urls += [reverse("search") + "?q=Sundgren", reverse("case_history_csv", args=[protected.reference])]
        for url in urls:
            page = client.get(url)
            text = page.content.decode() + str(page.headers) + url.replace("Sundgren", "")
            text = text.replace('value="Sundgren"', "")
            found = [word for word in CANARIES[:-3] if word in text and not _of_guardian(word)]
            assert not found, (name, url, found)


def _of_guardian(word):
    """The guardians are not protected: their family name and the mother's phone are theirs."""
    return word in ("Sundgren", "070-1740640")


def test_the_kind_of_protection_is_told_to_the_coordinator_only(client, joint_case, person):
    protect(joint_case, person("petra"), kind="assumed")
    child = Person.objects.get(case=joint_case, role="child")
    urls = [joint_case.get_absolute_url(), reverse("case_people", args=[joint_case.reference])]
    for name, told in (("petra", True), ("ulrika", False), ("samira", False)):
        client.force_login(person(name))
        pages = [client.get(url).content.decode() for url in urls]
        pages.append(client.post(reverse("person_reveal", args=[child.pk])).content.decode())
        assert any("Assumed identity" in page for page in pages) == told, name


def test_finland_has_its_own_name_for_it(joint_case):
    child = Person.objects.get(case=joint_case, role="child")
    child.protection = "registered"
    assert child.protection_label == "Protected registration"
    child.case.municipality.country = "FI"
    assert child.protection_label == "Order of non-disclosure"


def test_a_mail_says_only_that_something_needs_you(protected, person):
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert send_digests()
    for sent in mail.outbox:
        text = sent.subject + sent.body
        assert protected.reference not in text
        assert not [word for word in CANARIES if word in text]


def test_a_paper_carries_reader_time_and_number_and_no_trace_of_where(protected, person):
    paper = Paper.objects.create(case=protected, kind="history", requested_by=person("petra"), language="en")
    papers.make(paper)
    paper.refresh_from_db()
    assert paper.state == "ready"
    pdf = PdfReader(io.BytesIO(storage.read(paper.path)))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert str(paper.pk) in text.replace("\n", "").replace(" ", "")
    assert f"Reader {person('petra').pk}" in " ".join(text.split())
    assert "protected person" in text
    everything = text + str(pdf.metadata) + paper.path
    assert not [word for word in CANARIES if word in everything]


def test_a_paper_of_a_usual_case_carries_no_number(joint_case, person):
    paper = Paper.objects.create(case=joint_case, kind="history", requested_by=person("petra"), language="en")
    papers.make(paper)
    paper.refresh_from_db()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(storage.read(paper.path))).pages)
    assert str(paper.pk) not in text.replace("\n", "").replace(" ", "")


def test_pages_warn_before_something_leaves_the_house(client, protected, person):
    paper = Paper.objects.create(case=protected, kind="history", requested_by=person("petra"))
    client.force_login(person("petra"))
    for url in (reverse("paper", args=[paper.pk]), reverse("case_history", args=[protected.reference])):
        assert "Skatteverket" in client.get(url).content.decode()


def test_no_log_event_or_knock_tells_who_or_where(
    joint_case, person, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []

    class Recorder:
        async def group_send(self, group, message):
            sent.append((group, message))

    monkeypatch.setattr(doorbell, "get_channel_layer", Recorder)
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        protect(joint_case, person("petra"))
    assert sent
    facts = json.dumps(list(Event.objects.values_list("facts", flat=True)))
    everything = caplog.text + facts + str(sent)
    # What the database is told is no log of the product: it is never written in production.
    everything = "\n".join(line for line in everything.splitlines() if "django.db" not in line)
    assert not [word for word in CANARIES if word in everything]


def test_an_unfinished_opening_does_not_keep_where_a_protected_person_is(client, person, agency):
    client.force_login(person("petra"))
    client.post(reverse("open_case"), {"agency": str(agency("A1").pk), "kind": "sspf", "consultation": "no"})
    draft = CaseDraft.objects.get()
    data = {"child-given_name": "X", "child-protection": "registered", "child-address": "KANARIGATAN 1", "later": "1"}
    client.post(reverse("open_case_page", args=[draft.pk, 2]), data)
    draft.refresh_from_db()
    assert "KANARIGATAN" not in json.dumps(draft.data)
    assert "registered" in json.dumps(draft.data)
