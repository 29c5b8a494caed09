"""Taking back what was given: access ends, the record stays, and of two only one does it."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from coordination.history.recording import note_reading
from coordination.models import Disclosure, Event, Notification
from coordination.sharing.actions import disclose, end_sharing, write_entry
from permissions import policy
from permissions.roles import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]


@pytest.fixture
def given(joint_case, basis, person, agency):
    own = {"by": person("ulrika"), "agency": agency("A3"), "kind": "note", "topic": "school"}
    entry = write_entry(joint_case, **own, title="Rubrik", text="X")
    return disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="r")


def test_access_ends_now_and_the_recipient_is_told(given, person):
    end_sharing(given, by=person("ulrika"), reason="Fel elev")
    given.refresh_from_db()
    assert not policy.can(person("leyla"), Act.VIEW, given.entry)
    assert (given.ended_by, given.end_reason) == (person("ulrika"), "Fel elev")
    told = Notification.objects.filter(event__kind="share-ended").values_list("recipient__email", flat=True)
    assert list(told) == ["leyla@example.org"]


def test_it_needs_a_reason(given, person):
    with pytest.raises(ValidationError, match="why it is taken back"):
        end_sharing(given, by=person("ulrika"), reason="  ")
    given.refresh_from_db()
    assert given.ended_at is None


def test_an_excerpt_is_taken_back_in_the_same_way_and_leaves_the_whole(given, basis, person, agency):
    own = {"by": person("ulrika"), "agency": agency("A3"), "kind": "note", "topic": "school"}
    part = write_entry(given.case, **own, title="Del", text="X")
    part.excerpt_of = given.entry
    part.save()
    of_part = disclose(part, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="r")
    end_sharing(of_part, by=person("ulrika"), reason="x")
    assert not policy.can(person("leyla"), Act.VIEW, part)
    assert policy.can(person("leyla"), Act.VIEW, given.entry)


def test_what_waits_for_approval_is_taken_back_within_the_agency(given, person):
    Disclosure.objects.update(approval_needed=True)
    end_sharing(given, by=person("ulrika"), reason="Behövs inte")
    event = Event.objects.get(kind="share-dropped")
    assert event.agency == given.entry.agency
    assert not Notification.objects.filter(event=event).exists()
    assert not Event.objects.filter(kind="share-ended").exists()


def test_the_page_shows_who_of_the_recipient_has_read_it(client, given, person):
    note_reading(person("leyla"), given.case, "entry", given.entry)
    note_reading(person("petra"), given.case, "entry", given.entry)
    client.force_login(person("ulrika"))
    page = client.get(reverse("disclosure_end", args=[given.pk])).content.decode()
    readers = page.partition('id="read"')[2].partition("</section>")[0]
    assert "Leyla Marklund" in readers
    assert "1 time" in readers
    assert "Petra Holm" not in readers
    assert "Nobody has opened it" not in readers


def test_the_page_wants_a_reason_and_keeps_what_was_typed(client, given, person):
    client.force_login(person("ulrika"))
    url = reverse("disclosure_end", args=[given.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "x" * 301}).status_code == 422
    assert client.post(url, {"reason": "Fel elev"}).status_code == 302
    page = client.get(reverse("entry", args=[given.entry_id])).content.decode()
    assert "Ulrika Sand: Fel elev" in page


def test_the_second_is_told_who_was_first_and_changes_nothing(client, given, person):
    end_sharing(given, by=person("ulrika"), reason="Först")
    client.force_login(person("ulrika"))
    answer = client.post(reverse("disclosure_end", args=[given.pk]), {"reason": "Sedan"})
    assert answer.status_code == 422
    assert "Ulrika Sand took it back already" in answer.content.decode()
    given.refresh_from_db()
    assert given.end_reason == "Först"
    assert Event.objects.filter(kind="share-ended").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_takes_it_back(given, person):
    ulrika, barrier, refused = person("ulrika"), Barrier(2), []

    def take_back(reason):
        try:
            barrier.wait(10)
            end_sharing(given, by=ulrika, reason=reason)
        except ValidationError as error:
            refused.append((reason, error.code))
        finally:
            connection.close()

    threads = [Thread(target=take_back, args=[reason]) for reason in ("ett", "två")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    given.refresh_from_db()
    assert [code for _reason, code in refused] == ["ended"]
    assert given.end_reason != refused[0][0]
    assert Event.objects.filter(kind="share-ended").count() == 1


def test_only_the_giver_reaches_the_page(client, given, person):
    for name in ("leyla", "petra", "henrik", "samira", "ali"):
        client.force_login(person(name))
        assert client.get(reverse("disclosure_end", args=[given.pk])).status_code == 404
