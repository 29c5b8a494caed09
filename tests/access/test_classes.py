"""Raising and lowering classes, naming persons, and what takes two."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from coordination.access import classes
from coordination.access.countersigning import answer, to_answer, withdraw
from coordination.cases.actions import change_coordinator
from coordination.cases.inviting import admit
from coordination.models import Case, Change, Conflict, Countersignature, Event, Notification
from coordination.notifications.queries import known
from coordination.sharing.actions import correct_entry, write_entry
from permissions import grants, policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


def sees(user, act=Act.VIEW):
    return policy.visible(user, act, Case.objects.all()).exists()


def note(case, user, agency, **more):
    return write_entry(case, by=user, agency=agency, kind="note", topic="school", title="RUBRIK", text="X", **more)


def test_the_coordinator_raises_the_class_at_once_and_says_why(joint_case, person):
    assert classes.raise_class(joint_case, 2, by=person("petra"), reason="våld") is None
    joint_case.refresh_from_db()
    assert joint_case.confidentiality == 2
    assert Change.objects.get().reason == "våld"
    assert Event.objects.filter(case=joint_case, kind="class-raised").exists()
    with pytest.raises(ValidationError, match="Say why"):
        classes.raise_class(joint_case, 3, by=person("petra"), reason=" ")
    with pytest.raises(PermissionDenied):
        classes.raise_class(joint_case, 3, by=person("ulrika"), reason="x")


def test_the_highest_class_comes_with_its_countersignature_and_is_sensitive_until_then(joint_case, person):
    request = classes.raise_class(joint_case, 3, by=person("petra"), reason="hot")
    joint_case.refresh_from_db()
    assert joint_case.confidentiality == 2
    assert sees(person("ulrika"))
    assert list(to_answer(person("samira"))) == [request]
    answer(request, by=person("samira"), approve=True)
    joint_case.refresh_from_db()
    assert joint_case.confidentiality == 3
    assert sees(person("petra"), Act.COORDINATE)
    assert not any(sees(person(n), Act.SEE_COVER) for n in ("ulrika", "leyla", "samira", "henrik"))


def test_who_is_chosen_is_named_by_both_and_steps_of_the_others_are_free(hushed_case, person):
    assert sees(person("ulrika"))
    grant = grants.of_case(hushed_case).live().get(user=person("ulrika"))
    assert (grant.clearance, grant.approved_by) == (3, person("samira"))
    assert not sees(person("leyla"), Act.SEE_COVER)
    assert not hushed_case.steps.open().filter(owner=person("leyla")).exclude(kind="answer").exists()


def test_a_no_leaves_the_case_sensitive_and_needs_a_reason(joint_case, person):
    request = classes.raise_class(joint_case, 3, by=person("petra"), reason="hot")
    with pytest.raises(ValidationError, match="Say why not"):
        answer(request, by=person("samira"), approve=False)
    answer(request, by=person("samira"), approve=False, note="nej")
    joint_case.refresh_from_db()
    assert joint_case.confidentiality == 2
    assert not grants.of_case(joint_case).filter(clearance=3).exists()
    with pytest.raises(ValidationError, match="answered already"):
        answer(request, by=person("samira"), approve=True)


@pytest.mark.parametrize("name", ["petra", "ulrika", "henrik", "jonas"])
def test_nobody_but_the_second_countersigns(joint_case, person, name):
    request = classes.raise_class(joint_case, 3, by=person("petra"), reason="hot")
    assert not to_answer(person(name)).exists()
    with pytest.raises(PermissionDenied):
        answer(request, by=person(name), approve=True)


def test_a_manager_with_a_conflict_of_interest_does_not_countersign(joint_case, person):
    Conflict.objects.create(case=joint_case, user=person("samira"), why="family", declared_by=person("samira"))
    with pytest.raises(ValidationError, match="nobody who could countersign"):
        classes.raise_class(joint_case, 3, by=person("petra"), reason="hot")
    assert not Countersignature.objects.exists()
    assert Case.objects.get(pk=joint_case.pk).confidentiality == 1


def test_lowering_takes_two_whoever_of_them_asks(joint_case, person):
    classes.raise_class(joint_case, 2, by=person("petra"), reason="x")
    with pytest.raises(PermissionDenied):
        classes.ask_to_lower(joint_case, 1, by=person("ulrika"), reason="x")
    request = classes.ask_to_lower(joint_case, 1, by=person("samira"), reason="x")
    assert request in to_answer(person("petra"))
    assert request not in to_answer(person("samira"))
    with pytest.raises(ValidationError, match="waits for its countersignature"):
        classes.ask_to_lower(joint_case, 0, by=person("petra"), reason="x")
    answer(request, by=person("petra"), approve=True)
    joint_case.refresh_from_db()
    assert joint_case.confidentiality == 1


def test_the_highest_class_is_lowered_by_a_manager_who_does_not_see_the_case(hushed_case, person):
    request = classes.ask_to_lower(hushed_case, 2, by=person("petra"), reason="lugnt")
    assert not sees(person("samira"), Act.SEE_COVER)
    answer(request, by=person("samira"), approve=True)
    assert sees(person("leyla"))
    assert sees(person("samira"), Act.AUDIT)


def test_one_can_take_back_what_one_asked_for(joint_case, person):
    request = classes.raise_class(joint_case, 3, by=person("petra"), reason="hot")
    with pytest.raises(PermissionDenied):
        withdraw(request, by=person("samira"))
    withdraw(request, by=person("petra"))
    assert not to_answer(person("samira")).exists()
    assert classes.raise_class(joint_case, 3, by=person("petra"), reason="hot") is not None


def test_a_person_is_named_by_two(hushed_case, person, agency):
    there = hushed_case.participations.get(agency=agency("A1"))
    admit(there, person("mira"), by=person("petra"), reason="hjälper")
    assert not sees(person("mira"), Act.SEE_COVER)
    grant = grants.of_case(hushed_case).live().get(user=person("mira"))
    request = classes.ask_to_name(hushed_case, grant, by=person("petra"), reason="behövs")
    with pytest.raises(PermissionDenied):
        answer(request, by=person("petra"), approve=True)
    answer(request, by=person("samira"), approve=True)
    assert sees(person("mira"))


def test_only_a_named_person_takes_over_the_coordination_of_the_highest_class(hushed_case, person):
    with pytest.raises(ValidationError, match="only a named person"):
        change_coordinator(hushed_case, by=person("petra"), to=person("mira"))
    assert sees(person("petra"), Act.COORDINATE)


def test_a_named_colleague_takes_over_and_keeps_seeing_the_case(hushed_case, person, agency):
    admit(hushed_case.participations.get(agency=agency("A1")), person("mira"), by=person("petra"), reason="x")
    grant = grants.of_case(hushed_case).live().get(user=person("mira"))
    answer(classes.ask_to_name(hushed_case, grant, by=person("petra"), reason="x"), by=person("samira"), approve=True)
    change_coordinator(hushed_case, by=person("petra"), to=person("mira"))
    assert sees(person("mira"), Act.COORDINATE)


def test_an_entry_is_raised_at_once_and_lowered_by_two_of_its_agency(joint_case, person, agency):
    entry = note(joint_case, person("ulrika"), agency("A3"))
    classes.raise_entry(entry, 2, by=person("ulrika"), reason="x")
    with pytest.raises(ValidationError, match="who is named"):
        classes.raise_entry(entry, 3, by=person("ulrika"), reason="x")
    request = classes.ask_to_lower_entry(entry, 1, by=person("ulrika"), reason="x")
    assert request in to_answer(person("henrik"))
    assert request not in to_answer(person("samira"))
    assert request not in to_answer(person("petra"))
    answer(request, by=person("henrik"), approve=True)
    entry.refresh_from_db()
    assert entry.confidentiality == 1


def test_the_highest_class_is_chosen_only_by_a_named_writer_and_kept_by_a_correction(hushed_case, person, agency):
    entry = note(hushed_case, person("ulrika"), agency("A3"), confidentiality=3)
    new = correct_entry(entry, by=person("ulrika"), title="T", text="Y")
    assert new.confidentiality == 3
    with pytest.raises(ValidationError, match="countersignature"):
        correct_entry(new, by=person("ulrika"), title="T", text="Z", confidentiality=1)


def test_an_unnamed_writer_cannot_choose_the_highest_class(client, joint_case, person, agency):
    with pytest.raises(ValidationError, match="who is named"):
        note(joint_case, person("ulrika"), agency("A3"), confidentiality=3)
    client.force_login(person("ulrika"))
    data = {"topic": "school", "title": "T", "text": "X", "confidentiality": "3"}
    assert client.post(reverse("note_write", args=[joint_case.reference]), data).status_code == 422
    data["confidentiality"] = "2"
    assert client.post(reverse("note_write", args=[joint_case.reference]), data).status_code == 302
    assert joint_case.entries.get(kind="note").confidentiality == 2


def test_the_page_tells_who_loses_sight_before_it_is_asked_for(client, joint_case, person):
    client.force_login(person("petra"))
    url = reverse("class_raise", args=[joint_case.reference])
    page = client.get(url).content.decode()
    assert all(str(person(name)) in page for name in ("samira", "henrik", "leyla", "ulrika"))
    assert client.post(url, {"value": "3"}).status_code == 422
    assert client.post(url, {"value": "3", "reason": "hot"}).status_code == 302
    assert Countersignature.objects.get().kind == "raise_class"


def test_the_second_sees_reference_and_reason_and_nothing_of_the_case(client, hushed_case, person):
    request = classes.ask_to_lower(hushed_case, 2, by=person("petra"), reason="SKALET")
    client.force_login(person("samira"))
    told = known(person("samira")).filter(event__kind="countersign-asked", read_at=None).last()
    assert told is not None
    center = client.get(reverse("notifications")).content.decode()
    assert "Something needs you" in center
    opened = client.post(reverse("notification_open", args=[Notification.objects.latest("pk").pk]))
    assert opened.url == reverse("countersign_answer", args=[request.pk])
    page = client.get(opened.url).content.decode()
    assert hushed_case.reference in page
    assert "SKALET" in page
    assert hushed_case.title not in page
    assert hushed_case.purpose not in page
    assert client.post(opened.url, {"answer": "no"}).status_code == 422
    assert client.post(opened.url, {"answer": "yes"}).status_code == 302
    assert client.get(opened.url).status_code == 404


def test_lists_notices_and_search_tell_the_reference_only(client, hushed_case, person):
    client.force_login(person("ulrika"))
    for url in (reverse("start"), reverse("cases"), reverse("notifications"), reverse("my_steps")):
        page = client.get(url).content.decode()
        assert hushed_case.title not in page, url
        assert "E.S." not in page, url
    assert client.get(reverse("search"), {"q": hushed_case.reference}).status_code == 302
    for name in ("leyla", "samira", "henrik"):
        client.force_login(person(name))
        for url in (reverse("search"), reverse("cases"), reverse("notifications"), reverse("start")):
            page = client.get(url, {"q": hushed_case.reference[:8]}).content.decode()
            assert hushed_case.reference not in page, (name, url)


def test_what_may_not_be_told_is_told_once_a_case_on_the_start_page(client, hushed_case, person):
    told = known(person("petra")).filter(event__case=hushed_case)
    assert told.count() > 1
    client.force_login(person("petra"))
    assert client.get("/").content.decode().count("Something needs you") == 1


def test_an_entry_of_the_highest_class_is_shown_on_request_and_that_is_noted(client, hushed_case, person, agency):
    entry = write_entry(
        hushed_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="RUBRIK", text="TEXT"
    )
    client.force_login(person("ulrika"))
    page = client.get(reverse("entry", args=[entry.pk])).content.decode()
    assert "RUBRIK" not in page
    assert "TEXT" not in page
    assert "RUBRIK" not in client.get(reverse("notes", args=[hushed_case.reference])).content.decode()
    shown = client.post(reverse("entry_reveal", args=[entry.pk])).content.decode()
    assert "RUBRIK" in shown
    assert "TEXT" in shown
    reading = hushed_case.readings.get(what="reveal")
    assert (reading.reader, reading.object_id) == (person("ulrika"), entry.pk)


def test_an_invitation_to_a_case_of_the_highest_class_tells_no_purpose(client, hushed_case, person, agency):
    from coordination.cases.inviting import invite

    for consent in hushed_case.consents.all():
        consent.agencies.add(agency("A6"))
    there = invite(hushed_case, agency("A6"), by=person("petra"), message="HEMLIGT")
    client.force_login(person("tove"))
    for url in (reverse("invitation", args=[there.pk]), reverse("start"), hushed_case.get_absolute_url()):
        page = client.get(url)
        assert page.status_code == 200
        assert hushed_case.purpose not in page.content.decode()
        assert "HEMLIGT" not in page.content.decode()
