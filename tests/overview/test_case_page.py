"""The page of a case: whole, as a cover, or not at all."""

import pytest

from coordination.cases.inviting import invite
from coordination.models import Reading, Step
from coordination.sharing.actions import write_entry
from coordination.sharing.queries import readable

pytestmark = pytest.mark.django_db


def page(client, user, case, query=""):
    client.force_login(user)
    return client.get(case.get_absolute_url() + query)


def test_strangers_and_people_of_the_agency_who_were_not_named_get_404(client, joint_case, person):
    for name in ("ali", "mira", "tove", "aino"):
        assert page(client, person(name), joint_case).status_code == 404


def test_the_page_has_initials_and_no_name(client, joint_case, person):
    answer = page(client, person("ulrika"), joint_case)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "E.S. born 2013" in text
    assert "Sundgren" not in text
    assert "20130310" not in text


def test_the_coordinator_has_her_next_step_on_top(client, case, person):
    text = page(client, person("petra"), case).content.decode()
    step = Step.objects.open().get(case=case)
    assert "Your step now" in text
    assert str(step.title) in text
    assert "Consent is missing" in text


def test_another_agency_s_note_is_not_on_the_page(client, joint_case, cast, person):
    write_entry(
        joint_case,
        by=person("ulrika"),
        agency=cast.agencies["A3"],
        kind="note",
        topic="school",
        title="Kanarie",
        text="x",
    )
    assert "Kanarie" not in page(client, person("leyla"), joint_case).content.decode()


def test_the_tab_of_notes_counts_what_its_page_lists(client, joint_case, person, cast):
    words = {"by": person("ulrika"), "agency": cast.agencies["A3"], "kind": "note", "topic": "school", "text": "x"}
    first = write_entry(joint_case, title="Närvaro", **words)
    write_entry(joint_case, title="Närvaro, rättad", supersedes=first, **words)
    write_entry(joint_case, title="Svar", **{**words, "kind": "answer"})
    for name in ("ulrika", "petra"):
        listed = len(readable(joint_case, person(name)))
        assert f"Notes ({listed})" in " ".join(page(client, person(name), joint_case).content.decode().split())
    assert len(readable(joint_case, person("ulrika"))) > len(readable(joint_case, person("petra")))


def test_a_reading_is_noted_once_and_not_for_fragments(client, joint_case, person):
    Reading.objects.all()
    page(client, person("ulrika"), joint_case)
    page(client, person("ulrika"), joint_case, "?part=events")
    assert Reading.objects.filter(reader=person("ulrika"), what="overview").count() == 1


@pytest.mark.parametrize("part", ["now", "progress", "aside", "events"])
def test_each_part_comes_alone(client, joint_case, person, part):
    answer = page(client, person("petra"), joint_case, f"?part={part}")
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_an_unknown_part_is_404(client, joint_case, person):
    assert page(client, person("petra"), joint_case, "?part=secret").status_code == 404


def test_an_invited_contact_sees_a_cover_without_title_or_initials(client, case, consents, cast, person):
    invite(case, cast.agencies["A3"], by=person("petra"), message="Hej")
    text = page(client, person("henrik"), case).content.decode()
    assert case.reference in text
    assert case.purpose in text
    assert case.title not in text
    assert "E.S." not in text
    assert page(client, person("henrik"), case, "?part=aside").status_code == 404


def test_a_unit_manager_sees_the_cover_and_the_unit_s_steps_only(client, joint_case, person):
    text = page(client, person("samira"), joint_case).content.decode()
    assert "Open steps of your unit" in text
    assert joint_case.title not in text
    assert "E.S." not in text
    assert "Ulrika" not in text


def test_the_page_needs_few_queries(client, joint_case, person, django_assert_max_num_queries):
    client.force_login(person("petra"))
    with django_assert_max_num_queries(38):  # One of them asks what the municipality leaves out.
        client.get(joint_case.get_absolute_url())
