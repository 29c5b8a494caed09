"""Standing in for an absent colleague: what it opens, what it never opens, and both names in the history."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.access.absence.actions import end_absence, set_absence
from coordination.access.absence.queries import reach
from coordination.cases.actions import change_coordinator, open_case
from coordination.cases.inviting import admit, confirm, remove
from coordination.history.export import lines
from coordination.history.sentences import sentences
from coordination.models import Absence, Case, Conflict, Event, Notification, Step
from coordination.steps.actions import complete_step, take
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act
from tests.stories.oracle import disagreements, entries_read_by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def away(cast, who="petra", substitute="mira", by=None, **more):
    now = timezone.now()
    said = {"since": now, "until": now + 10 * DAY, "why": "holiday", **more}
    return set_absence(cast.users[who], cast.users[substitute], by=cast.users[by or who], **said)


def sees(user, act=Act.VIEW):
    return policy.visible(user, act, Case.objects.all()).exists()


def mapping_of_the_lead(case, cast, owner="petra"):
    there = {"case": case, "agency": cast.agencies["A1"], "kind": "map"}
    return Step.objects.create(**there, owner=cast.users[owner], due_at=timezone.now() + DAY)


def test_a_substitute_reaches_what_the_absent_person_reaches_and_no_longer_than_the_time(joint_case, cast, person):
    assert not sees(person("mira"))
    away(cast)
    assert sees(person("mira"), Act.COORDINATE)
    assert disagreements(timezone.now(), entries_read_by(cast.users.values())) == []
    with time_machine.travel(timezone.now() + 11 * DAY):
        assert not sees(person("mira"))
        assert sees(person("petra"))


def test_before_it_begins_it_opens_nothing(joint_case, cast, person):
    now = timezone.now()
    away(cast, since=now + 3 * DAY, until=now + 6 * DAY)
    assert not sees(person("mira"))
    with time_machine.travel(now + 4 * DAY):
        assert sees(person("mira"))


def test_ending_it_early_closes_everything_at_once_and_tells_both(joint_case, cast, person):
    absence, _rows = away(cast)
    end_absence(absence, by=person("petra"))
    assert not sees(person("mira"))
    told = Notification.objects.filter(event__kind="substitute-ended")
    assert {n.recipient for n in told} == {person("mira")}  # who did it is not told of it
    with pytest.raises(ValidationError, match="over already"):
        end_absence(absence, by=person("petra"))


def test_calling_off_what_has_not_begun_leaves_no_grant_behind(joint_case, cast, person):
    now = timezone.now()
    absence, _rows = away(cast, since=now + 3 * DAY, until=now + 6 * DAY)
    end_absence(absence, by=person("petra"))
    with time_machine.travel(now + 4 * DAY):
        assert not sees(person("mira"))
    away(cast, since=now + 3 * DAY, until=now + 6 * DAY)  # The same can be set again.


def test_nobody_stands_in_for_more_than_the_absent_person_has(joint_case, cast, person, agency):
    there = joint_case.participations.get(agency=agency("A1"))
    admit(there, person("mira"), by=person("petra"), reason="x")
    away(cast, "mira", "petra")
    other = open_case(by=person("petra"), agency=agency("A1"), title="T", purpose="P")
    admit(other.participations.get(), person("mira"), by=person("petra"), reason="x")
    grant = grants.of_case(other).live().get(user=person("mira"))
    rows = reach(person("mira"), person("petra"), by=person("mira"))
    assert all("access of their own" in row.why_not for row in rows)
    remove(grant, by=person("petra"), reason="x")
    assert not Grant.objects.filter(kind="substitute", ended_at=None).exists()


@pytest.mark.parametrize("how", ["removed", "expired", "moved"])
def test_when_the_absent_person_loses_access_the_substitute_does(joint_case, cast, person, agency, how):
    there = joint_case.participations.get(agency=agency("A3"))
    person("ulrika").memberships.create(agency=agency("A1"), post="member")
    person("jonas").memberships.create(agency=agency("A3"), post="member")
    away(cast, "ulrika", "jonas")
    assert sees(person("jonas"))
    rows = grants.of_case(joint_case).filter(user=person("ulrika"))
    if how == "removed":
        remove(rows.live().get(), by=person("henrik"), reason="x")
    elif how == "expired":
        rows.update(valid_until=timezone.now())
    else:
        there.status = "left"
        there.save()
    assert not sees(person("jonas"))
    assert disagreements(timezone.now(), entries_read_by(cast.users.values())) == []


def test_access_that_is_confirmed_meanwhile_carries_the_substitute_along(joint_case, cast, person):
    now = timezone.now()
    away(cast, until=now + 120 * DAY)
    with time_machine.travel(now + 80 * DAY):
        confirm(joint_case.participations.get(is_lead=True), by=person("petra"))
    with time_machine.travel(now + 100 * DAY):
        assert sees(person("mira"))


def test_a_case_of_the_highest_class_is_never_passed_on(joint_case, cast, person):
    Case.objects.update(confidentiality=3)
    grants.name(
        grants.of_case(joint_case).get(user=person("petra")),
        approved_by=person("samira"),
        until=timezone.now() + 30 * DAY,
    )
    _absence, rows = away(cast)
    assert [row.case for row in rows] == [joint_case]
    assert "named" in rows[0].why_not
    assert not sees(person("mira"))
    assert reach(person("petra"), person("mira"), by=person("samira")) == []


def test_a_named_persons_substitute_reaches_no_entry_of_the_highest_class(joint_case, cast, person):
    grant = grants.of_case(joint_case).get(user=person("petra"))
    grants.name(grant, approved_by=person("samira"), until=timezone.now() + 30 * DAY)
    away(cast)
    assert Grant.objects.get(kind="substitute").clearance == 2


def test_a_conflict_of_interest_is_not_stepped_over(joint_case, cast, person):
    Conflict.objects.create(case=joint_case, user=person("mira"), why="family", declared_by=person("mira"))
    _absence, rows = away(cast)
    assert "conflict of interest" in rows[0].why_not
    assert not sees(person("mira"))


def test_only_chosen_cases_are_passed_on_where_some_were_chosen(joint_case, cast, person, agency):
    other = open_case(by=person("petra"), agency=agency("A1"), title="T", purpose="P")
    away(cast, cases=[other])
    assert list(policy.visible(person("mira"), Act.VIEW, Case.objects.all())) == [other]


def test_access_given_during_the_absence_goes_to_the_substitute_too(joint_case, cast, person, agency):
    away(cast)
    new = open_case(by=person("petra"), agency=agency("A1"), title="T", purpose="P")
    assert policy.can(person("mira"), Act.COORDINATE, new)


def test_a_new_coordinator_takes_it_from_the_substitute_too(joint_case, cast, person, agency):
    person("gun").memberships.create(agency=agency("A1"), post="member")
    away(cast)
    change_coordinator(joint_case, by=person("samira"), to=person("gun"))
    assert not sees(person("mira"))


def test_what_the_substitute_does_carries_both_names(joint_case, cast, person):
    away(cast)
    step = mapping_of_the_lead(joint_case, cast)
    complete_step(step, by=person("mira"), work=lambda: "done")
    event = Event.objects.get(kind="step-completed", step=step)
    assert (event.actor, event.on_behalf_of) == (person("mira"), person("petra"))
    (row,) = sentences([event])
    assert row["actor"] == "Mira Ekvall for Petra Holm"
    assert row["who"] == "Mira Ekvall for Petra Holm, Socialtjänsten mottagning"
    assert "Mira Ekvall for Petra Holm" in "".join(lines([[row["actor"]]]))


def test_a_free_step_is_taken_for_the_absent_person_so_that_it_stays_theirs(joint_case, cast, person):
    away(cast)
    step = mapping_of_the_lead(joint_case, cast)
    Step.objects.filter(pk=step.pk).update(owner=None)
    assert take(step, by=person("mira")).owner == person("petra")


def test_who_has_access_of_their_own_does_the_absent_persons_step_for_them(joint_case, cast, person, agency):
    admit(joint_case.participations.get(agency=agency("A1")), person("mira"), by=person("petra"), reason="x")
    away(cast)
    own = mapping_of_the_lead(joint_case, cast, "mira")
    theirs = mapping_of_the_lead(joint_case, cast, "petra")
    for step in (own, theirs):
        complete_step(step, by=person("mira"), work=lambda: "done")
    behalf = dict(Event.objects.filter(kind="step-completed").values_list("step", "on_behalf_of"))
    assert behalf == {own.pk: None, theirs.pk: person("petra").pk}


def test_the_absent_persons_steps_are_in_the_substitutes_list_and_they_are_told(client, joint_case, cast, person):
    joint_case.steps.update(withdrawn_at=timezone.now())
    step = mapping_of_the_lead(joint_case, cast)
    client.force_login(person("mira"))
    assert step.case.reference not in client.get(reverse("my_steps")).text
    away(cast)
    page = client.get(reverse("my_steps")).text
    assert step.case.reference in page
    assert "for Petra Holm" in page
    assert step.case.reference in client.get(reverse("start")).text
    assert "You stand in for Petra Holm" in page
    client.force_login(person("petra"))
    assert "Mira Ekvall stands in for you" in client.get(reverse("start")).text


def test_steps_of_the_substitute_go_to_the_absent_person_when_it_ends(joint_case, cast, person):
    absence, _rows = away(cast)
    step = mapping_of_the_lead(joint_case, cast, "mira")
    end_absence(absence, by=person("petra"))
    assert Step.objects.get(pk=step.pk).owner == person("petra")


def test_a_unit_manager_sets_it_for_their_people_and_no_stranger_does(joint_case, cast, person):
    away(cast, by="samira")
    assert sees(person("mira"))
    for stranger in ("henrik", "mira", "aino"):
        with pytest.raises(Http404):
            away(cast, by=stranger)
        with pytest.raises(Http404):
            end_absence(Absence.objects.get(), by=person(stranger))
    end_absence(Absence.objects.get(), by=person("samira"))
    assert not sees(person("mira"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"substitute": "ulrika"}, "no colleague"),
        ({"until": timezone.now() - DAY}, "before the first"),
        ({"until": timezone.now() + 400 * DAY}, "at most 180 days"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(joint_case, cast, more, words):
    with pytest.raises(ValidationError, match=words):
        away(cast, **more)
    assert not Absence.objects.exists()


def test_the_same_two_are_not_entered_twice_for_the_same_time(joint_case, cast):
    away(cast)
    with pytest.raises(ValidationError, match="already"):
        away(cast)


def test_nobody_is_their_own_substitute(cast, person):
    now = timezone.now()
    own = {"user": person("petra"), "substitute": person("petra"), "set_by": person("petra")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(**own, valid_from=now, valid_until=now + DAY)


def test_the_pages_show_what_will_be_reached_before_anything_is_set(client, joint_case, cast, person):
    client.force_login(person("petra"))
    today = timezone.localdate()
    said = {"substitute": person("mira").pk, "first": today, "last": today + 7 * DAY, "scope": "all", "why": "holiday"}
    preview = client.post(reverse("absence_new"), said)
    assert joint_case.reference in preview.text
    assert "Gets access" in preview.text
    assert not Absence.objects.exists()
    assert client.post(reverse("absence_new"), said | {"change": "1"}).status_code == 200
    assert client.post(reverse("absence_new"), said | {"confirmed": "1"}).url == reverse("absences")
    absence = Absence.objects.get()
    assert "Mira Ekvall" in client.get(reverse("absences")).text
    assert client.get(reverse("absence_end", args=[absence.pk])).status_code == 200
    client.post(reverse("absence_end", args=[absence.pk]))
    assert not sees(person("mira"))


def test_a_form_that_cannot_be_keeps_what_was_typed(client, joint_case, person):
    client.force_login(person("petra"))
    today = timezone.localdate()
    said = {"substitute": person("mira").pk, "first": today, "last": today - DAY, "scope": "chosen", "why": "leave"}
    answer = client.post(reverse("absence_new"), said)
    assert answer.status_code == 422
    assert "Choose at least one case." in answer.text
    assert "must not be before" in answer.text
    assert f'value="{today.isoformat()}"' in answer.text
