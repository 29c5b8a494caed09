"""What one reads before a meeting, or when taking over."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from coordination.overview.brief import queries
from coordination.sharing.actions import write_entry

pytestmark = pytest.mark.django_db


def words(client, user, case, query=""):
    client.force_login(user)
    return " ".join(client.get(reverse("case_brief", args=[case.reference]) + query).content.decode().split())


def note(case, by, agency, title, share_with=()):
    return write_entry(
        case, by=by, agency=agency, kind="note", topic="school", title=title, text="x", share_with=share_with
    )


def test_before_any_meeting_or_visit_one_reads_from_the_beginning(client, joint_case, person):
    moments = queries.moments(person("ulrika"), joint_case)
    assert moments == {"start": joint_case.opened_at}
    assert "Nothing is late." in words(client, person("ulrika"), joint_case, "?since=nonsense")


def test_a_visit_of_another_day_is_a_moment_to_ask_from(client, joint_case, person):
    words(client, person("ulrika"), joint_case)
    assert "look" not in queries.moments(person("ulrika"), joint_case)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert set(queries.moments(person("ulrika"), joint_case)) == {"look", "month", "start"}


def test_new_to_read_is_what_was_written_or_shared_since_and_only_that(joint_case, cast, person):
    petra, ulrika = person("petra"), person("ulrika")
    note(joint_case, petra, cast.agencies["A1"], "Bara vårt")
    shared = note(joint_case, petra, cast.agencies["A1"], "Delat", share_with=[cast.agencies["A3"]])
    assert queries.new_entries(ulrika, joint_case, joint_case.opened_at) == [shared]
    assert queries.new_entries(ulrika, joint_case, timezone.now()) == []


def test_who_waits_for_whom_names_agency_step_and_days(client, joint_case, person):
    text = words(client, person("petra"), joint_case)
    for step in joint_case.steps.open():
        assert str(step.title) in text
        assert str(step.agency) in text


def test_only_those_inside_read_it(client, joint_case, person):
    for name in ("henrik", "samira", "ali", "aino"):
        client.force_login(person(name))
        assert client.get(reverse("case_brief", args=[joint_case.reference])).status_code == 404
