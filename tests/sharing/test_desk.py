"""The sharing desk, page by page, as Ulrika of the school meets it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import Disclosure, Entry, Event, LegalBasis, Notification, Reading, ShareDraft
from coordination.rules.queries import consent_basis
from coordination.sharing.actions import disclose, write_entry
from coordination.sharing.consent import withdraw_consent
from permissions import grants, policy
from permissions.roles import Act
from tests.conftest import consent_of_both

pytestmark = pytest.mark.django_db


def text(page):
    return page.content.decode()


def test_the_whole_way_on_a_permission_gives_exactly_the_chosen_parts(desk, note, basis, person, agency):
    assert desk.begin(agency("A4"), note).url == desk.url("parts")
    assert "KANARIEFÅGEL" in text(desk.get("parts"))
    assert desk.parts(note, "heading", "text-0").url == desk.url("ground")
    assert "Test provision" in text(desk.get("ground"))
    assert desk.ground(basis).url == desk.url("conditions")
    assert desk.conditions().url == desk.url("preview")
    preview = desk.get("preview")
    (seen,) = preview.context["seen"]
    assert "KANARIEFÅGEL" in seen.own
    assert "KANARIEFÅGEL" not in seen.theirs
    assert "Frånvaron ökar" in seen.theirs
    assert "Leyla Marklund" in text(preview)
    assert not Disclosure.objects.exists()
    assert not Entry.objects.filter(excerpt_of=note).exists()
    done = desk.confirm()
    given = Disclosure.objects.get()
    assert (given.basis, given.reason, given.conditions_ticked) == (basis, "Behövs för planen", ["needed"])
    assert given.entry.excerpt_of == note
    assert given.entry.text == "Frånvaron ökar."
    assert given.own_initiative
    assert not ShareDraft.objects.exists()
    assert "Leyla Marklund" in text(desk.client.get(done.url))
    assert policy.can(person("leyla"), Act.VIEW, given.entry)
    assert not policy.can(person("leyla"), Act.VIEW, note)
    assert not policy.can(person("petra"), Act.VIEW, given.entry)


def test_what_was_previewed_is_what_the_recipient_then_gets(desk, note, basis, client, person, agency):
    desk.begin(agency("A4"), note)
    desk.parts(note, "text-1")
    desk.ground(basis)
    desk.conditions()
    (seen,) = desk.get("preview").context["seen"]
    desk.confirm()
    client.force_login(person("leyla"))
    page = text(client.get(reverse("entry", args=[Disclosure.objects.get().entry_id])))
    body = seen.theirs[seen.theirs.index('<div class="prose') : seen.theirs.index("</article>")]
    assert body in page
    assert "Chosen parts" in page


def test_the_whole_of_an_entry_is_given_as_it_is(desk, note, basis, agency):
    desk.to_confirm(agency("A4"), note, basis)
    desk.confirm()
    assert Disclosure.objects.get().entry == note


def test_several_entries_make_one_disclosure_each(desk, note, basis, joint_case, person, agency):
    other = write_entry(
        joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="Annat", text="En rad"
    )
    desk.begin(agency("A4"), note, other)
    desk.post("parts", **{f"parts-{note.pk}": ["text-0"], f"parts-{other.pk}": ["heading", "text-0"]})
    desk.ground(basis)
    desk.conditions()
    desk.confirm()
    assert {d.entry.title for d in Disclosure.objects.all()} == {"", "Annat"}


def test_consent_comes_first_and_says_only_until_when(desk, note, basis, joint_case, agency):
    desk.begin(agency("A4"), note)
    desk.parts(note)
    page = desk.get("ground")
    assert [g["question"][0] for g in page.context["groups"]] == ["1", "2", "3"]
    assert "Yes. Consent covers this, until" in text(page)
    assert "Can the family be asked" not in text(page)
    assert not any(p.given_name in text(page) for p in joint_case.people.all())
    consent = consent_basis(joint_case.municipality)
    desk.post("ground", asked="no", basis=consent.pk)
    desk.conditions(*consent.condition_codes)
    desk.confirm()
    assert Disclosure.objects.get().basis == consent


def test_where_consent_does_not_cover_the_topic_it_is_not_offered_and_the_family_can_be_asked_first(
    desk, note, basis, joint_case, cast, agency
):
    consent_of_both(joint_case, cast, ["A3", "A4"], ["leisure"])
    desk.begin(agency("A4"), note)
    desk.parts(note)
    page = desk.get("ground")
    assert "No consent in force covers all of this" in text(page)
    offered = [o["basis"] for g in page.context["groups"] for o in g["options"]]
    assert basis in offered
    assert not any(b.needs_consent for b in offered)
    wait = desk.post("ground", asked="no", first="ask")
    assert "Ask the family first" in text(desk.client.get(wait.url))
    assert desk.get("confirm").url.startswith(desk.url("ground"))
    assert ShareDraft.objects.exists()
    assert not Disclosure.objects.exists()


def test_without_any_ground_the_desk_says_so_and_offers_advice_without_names(desk, note, joint_case, cast, agency):
    consent_of_both(joint_case, cast, ["A3", "A4"], ["leisure"])
    desk.begin(agency("A4"), note)
    desk.parts(note)
    LegalBasis.objects.filter(needs_consent=False).update(valid_to=date(2024, 1, 1))
    page = text(desk.get("ground"))
    assert "There is no ground for sharing this" in page
    assert reverse("consultation_ask") in page


def test_a_duty_on_request_needs_a_request(desk, note, basis, agency):
    LegalBasis.objects.filter(pk=basis.pk).update(kind="on_request_duty")
    desk.begin(agency("A4"), note)
    desk.parts(note)
    page = desk.ground(basis)
    assert page.status_code == 422
    assert "only when they have asked" in text(page)
    assert desk.ground(basis, asked="yes").url == desk.url("conditions")


def test_every_condition_must_be_ticked(desk, note, basis, agency):
    desk.begin(agency("A4"), note)
    desk.parts(note)
    desk.ground(basis)
    page = desk.post("conditions")
    assert page.status_code == 422
    assert "Every condition of the ground must be met" in text(page)
    assert desk.get("preview").url.startswith(desk.url("conditions"))


def test_going_back_loses_nothing_that_was_typed(desk, note, basis, agency):
    desk.to_confirm(agency("A4"), note, basis)
    typed = {"reason": "Halvskrivet skäl", "family_told": "no", "family_not_told_why": ""}
    assert desk.post("confirm", back="1", **typed).url == desk.url("preview")
    assert "Halvskrivet skäl" in text(desk.get("confirm"))
    assert desk.post("conditions", back="1", conditions=["needed"]).url == desk.url("ground")
    assert str(basis.pk) in text(desk.get("ground"))
    assert "checked" in text(desk.get("ground")).split(str(basis.pk))[1][:120]
    unfinished = text(desk.client.get(reverse("share", args=[desk.case.reference])))
    assert desk.url("what") in unfinished


def test_why_the_family_was_not_told_and_a_day_within_the_ground_are_asked_for(desk, note, basis, agency):
    desk.to_confirm(agency("A4"), note, basis)
    page = desk.confirm(family_told="no")
    assert page.status_code == 422
    assert "Say why the family was not told" in text(page)
    page = desk.confirm(until=timezone.localdate() + timedelta(days=60))
    assert "longer than the ground allows" in text(page)
    page = desk.confirm(until=timezone.localdate() - timedelta(days=1))
    assert "The day has passed" in text(page)
    assert "Behövs för planen" in text(page)
    assert not Disclosure.objects.exists()
    day = timezone.localdate() + timedelta(days=5)
    desk.confirm(until=day, family_told="no", family_not_told_why="Risk")
    given = Disclosure.objects.get()
    assert timezone.localtime(given.valid_until).date() == day
    assert given.family_not_told_why == "Risk"


def test_the_page_of_an_entry_leads_to_the_desk_with_it_chosen(desk, note):
    way = desk.client.get(reverse("entry_share", args=[note.pk]))
    page = desk.client.get(way.url)
    assert f'value="{note.pk}"' in text(page)
    assert "checked" in text(page).split(f'value="{note.pk}"')[1][:120]


def test_where_nobody_there_has_access_the_preview_says_so(desk, note, basis, joint_case, person, agency):
    grants.end(grants.of_case(joint_case).filter(user=person("leyla")), by=person("petra"), reason="x")
    desk.to_confirm(agency("A4"), note, basis)
    page = desk.get("preview")
    assert "Nobody there would see it now" in text(page)
    assert page.context["seen"][0].theirs == ""


def test_the_preview_leaves_nothing_behind_but_the_note_that_it_was_read(desk, note, basis, agency):
    desk.to_confirm(agency("A4"), note, basis)
    before = [m.objects.count() for m in (Disclosure, Entry, Event, Notification)]
    desk.get("preview")
    assert [m.objects.count() for m in (Disclosure, Entry, Event, Notification)] == before
    assert Reading.objects.filter(what="entry", object_id=note.pk).exists()


def test_a_ground_that_ends_while_one_is_at_the_desk_gives_nothing(desk, note, basis, agency):
    desk.to_confirm(agency("A4"), note, basis)
    until = desk.get("confirm").context["form"]["until"].value()
    for change in ({"valid_to": date(2024, 1, 1)}, {"valid_to": None, "valid_from": date(2100, 1, 1)}):
        LegalBasis.objects.filter(pk=basis.pk).update(**change)
        answer = desk.post("confirm", reason="x", until=until, family_told="yes")
        assert answer.url.startswith(desk.url("ground"))
        assert "Choose a ground" in text(desk.client.get(answer.url)) or "Select a valid choice" in text(
            desk.client.get(answer.url)
        )
    assert not Disclosure.objects.exists()


def test_a_consent_withdrawn_while_one_is_at_the_desk_gives_nothing(desk, note, joint_case, consents, person, agency):
    consent = consent_basis(joint_case.municipality)
    desk.begin(agency("A4"), note)
    desk.parts(note)
    desk.post("ground", asked="no", basis=consent.pk)
    desk.conditions(*consent.condition_codes)
    url = desk.url("confirm")
    withdraw_consent(consents[0], by=person("petra"))
    assert desk.client.post(url, {"reason": "x"}).status_code == 404
    assert not Disclosure.objects.exists()


def test_an_agency_that_leaves_while_one_is_at_the_desk_gets_nothing(desk, note, basis, joint_case, agency):
    desk.to_confirm(agency("A4"), note, basis)
    joint_case.participations.filter(agency=agency("A4")).update(status="left")
    answer = desk.post("confirm", reason="x", until=timezone.localdate(), family_told="yes")
    assert answer.url.startswith(desk.url("what"))
    assert not Disclosure.objects.exists()


def test_foreign_entries_and_agencies_cannot_be_chosen(desk, note, joint_case, person, agency):
    foreign = write_entry(
        joint_case, by=person("petra"), agency=agency("A1"), kind="note", topic="school", title="S", text="HEMLIGT"
    )
    for chosen in ((agency("A4"), foreign), (agency("A6"), note), (agency("A3"), note)):
        page = desk.begin(*chosen)
        assert page.status_code == 422
        assert "HEMLIGT" not in text(page)
    assert not Disclosure.objects.exists()


def test_tampered_addresses_of_the_done_page_show_nothing(desk, note, basis, client, person, agency):
    given = disclose(note, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="x")
    url = reverse("share_done", args=[desk.case.reference])
    assert desk.client.get(f"{url}?d={given.pk}").status_code == 200
    for query in ("", "?d=nonsense", f"?d={note.pk}"):
        assert desk.client.get(url + query).status_code == 404
    client.force_login(person("leyla"))
    assert client.get(f"{url}?d={given.pk}").status_code == 404


def test_nobody_else_opens_a_draft(desk, note, client, person, agency):
    desk.begin(agency("A4"), note)
    url = desk.url("parts")
    client.force_login(person("petra"))
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404


def test_what_they_have_already_is_not_given_again(desk, note, basis, person, agency):
    disclose(note, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="x")
    page = desk.begin(agency("A4"), note)
    assert page.status_code == 422
    assert "can read “Läget” already" in text(page)


def test_what_was_begun_can_be_thrown_away(desk, note, agency):
    desk.begin(agency("A4"), note)
    url = reverse("share_discard", args=[desk.case.reference, desk.draft.pk])
    assert "Nothing has been shared" in text(desk.client.get(url))
    desk.client.post(url)
    assert not ShareDraft.objects.exists()
