"""Who must consent: rules of the way of working and the country, and birthdays."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from coordination.models import Event, Person, Rule
from coordination.people.actions import add_person, change_person, follow_birthday
from coordination.people.consenting import birthday_of, may_be_asked, must_consent, rules_of, whose_birthday_came
from coordination.rules.queries import NoSuchRule
from coordination.sharing import expiring
from coordination.sharing.consent import withdraw_consent
from permissions import policy
from permissions.roles import Act
from tests.conftest import ALL_TOPICS, MALIN

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def born(case, day):
    """Give Ebbe another birthday, as the coordinator does."""
    return change_person(case.child_row, {"birth_date": day}, by=case.coordinator)


@pytest.fixture
def family(case):
    case.child_row = case.people.get(role="child")
    return case


def required(case):
    return sorted(case.people.must_consent().values_list("given_name", flat=True))


def on_the(number, age_day, hour="12:00"):
    """The moment ``number`` days from a birthday, by the clock of Stockholm."""
    day = age_day + timedelta(days=number)
    return time_machine.travel(datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=STOCKHOLM), tick=False)


def test_guardians_with_custody_must_consent_for_a_child_under_fifteen(family):
    assert required(family) == ["Malin", "Peter"]


def test_a_guardian_without_custody_need_not(family):
    change_person(family.people.get(given_name="Peter"), {"custody": False}, by=family.coordinator)
    assert required(family) == ["Malin"]


def test_custody_is_remembered_when_something_else_is_changed(family):
    peter = change_person(family.people.get(given_name="Peter"), {"custody": False}, by=family.coordinator)
    change_person(peter, {"phone": "070-1740699"}, by=family.coordinator)
    assert required(family) == ["Malin"]


@pytest.mark.parametrize(("number", "names"), [(-1, ["Malin", "Peter"]), (0, ["Ebbe", "Malin", "Peter"])])
def test_the_day_a_child_turns_fifteen_it_must_consent_too_without_anybody_doing_anything(family, number, names):
    with on_the(number, birthday_of(family.child_row, 15)):
        assert required(family) == names


@pytest.mark.parametrize(("hour", "asked"), [("23:59", False), ("00:00", True)])
def test_the_boundary_is_midnight_where_the_municipality_is(family, hour, asked):
    with on_the(-1 if hour == "23:59" else 0, birthday_of(family.child_row, 15), hour):
        assert ("Ebbe" in required(family)) is asked


@pytest.mark.parametrize(("number", "names"), [(-1, ["Ebbe", "Malin", "Peter"]), (0, ["Ebbe"])])
def test_the_day_a_child_turns_eighteen_it_decides_alone(family, number, names):
    with on_the(number, birthday_of(family.child_row, 18)):
        assert required(family) == names


def test_a_guardian_of_somebody_of_age_is_not_asked(family):
    mother = family.people.get(given_name="Malin")
    assert may_be_asked(mother)
    with on_the(0, birthday_of(family.child_row, 18)):
        assert not may_be_asked(mother)
        assert may_be_asked(family.people.get(role="child"))


def test_a_child_of_the_leap_day_turns_fifteen_on_the_first_of_march(family):
    child = born(family, date(2012, 2, 29))
    assert birthday_of(child, 15) == date(2027, 3, 1)
    assert not must_consent(child, custody=False, on=date(2027, 2, 28))
    assert must_consent(child, custody=False, on=date(2027, 3, 1))


def test_a_changed_birthday_changes_who_must_consent_in_the_whole_family(family):
    born(family, timezone.localdate().replace(year=timezone.localdate().year - 19, day=1))
    assert required(family) == ["Ebbe"]


def test_a_child_whose_age_nobody_knows_is_not_asked_but_its_guardians_are(family):
    born(family, None)
    assert required(family) == ["Malin", "Peter"]


def test_a_guardian_who_comes_later_must_consent_from_then(family):
    Person.objects.filter(case=family, given_name="Malin").delete()
    added = add_person(family, MALIN | {"custody": True}, by=family.coordinator)
    assert added.consent_required
    assert added.consent_since is not None


def test_the_age_of_own_consent_is_a_setting_of_the_municipality(family):
    place = family.municipality
    today = timezone.localdate()
    Rule.objects.create(
        code="consent.own_age", country="SE", municipality=place, value=12, valid_from=today, source="nämndbeslut"
    )
    assert expiring.recompute() == 1
    assert required(family) == ["Ebbe", "Malin", "Peter"]


def test_a_birthday_is_recorded_once_and_the_coordinator_is_told(family, person):
    with on_the(0, birthday_of(family.child_row, 15)):
        assert [p.given_name for p in whose_birthday_came()] == ["Ebbe"]
        assert expiring.follow_time() == 1
        assert expiring.follow_time() == 0
    event = Event.objects.get(case=family, kind="consent-due")
    assert event.actor is None


def test_the_coordinator_hears_of_a_birthday(family, person, consents):
    with on_the(0, birthday_of(family.child_row, 15)):
        petra = person("petra")
        family.grants.update(valid_until=None)
        expiring.follow_time()
        assert petra.notifications.filter(event__kind="consent-due").count() == 1


def test_at_eighteen_the_guardians_need_not_any_more_and_the_record_says_so(family):
    with on_the(0, birthday_of(family.child_row, 18)):
        expiring.follow_time()
        assert Event.objects.filter(case=family, kind="consent-not-due").count() == 2
        assert Event.objects.filter(case=family, kind="consent-due").count() == 1
        assert not family.people.get(given_name="Malin").consent_required


def test_a_birthday_in_a_closed_case_is_left_alone(family):
    family.status = "closed"
    family.save()
    with on_the(0, birthday_of(family.child_row, 15)):
        assert expiring.follow_time() == 0


def test_following_a_birthday_that_changed_nothing_records_nothing(family):
    assert not follow_birthday(family.child_row)
    assert not Event.objects.filter(kind__startswith="consent-").exists()


def test_partners_lose_the_case_at_fifteen_until_the_child_has_said_yes(joint_case, person, agency):
    from coordination.sharing.consent import record_consent

    child = joint_case.people.get(role="child")
    joint_case.grants.update(valid_until=None)
    with on_the(0, birthday_of(child, 15), "08:00"):
        for guardian in joint_case.people.filter(role="guardian"):
            say(record_consent, guardian, joint_case, agency)
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)


def test_a_yes_said_before_the_birthday_carries_over_it(joint_case, person, agency):
    from coordination.sharing.consent import record_consent

    child = joint_case.people.get(role="child")
    joint_case.grants.update(valid_until=None)
    with on_the(-1, birthday_of(child, 15), "08:00"):
        for giver in joint_case.people.all():
            say(record_consent, giver, joint_case, agency)
        assert policy.can(person("ulrika"), Act.VIEW, joint_case)
    with on_the(0, birthday_of(child, 15), "08:00"):
        assert policy.can(person("ulrika"), Act.VIEW, joint_case)


def test_at_eighteen_a_guardians_withdrawal_ends_nothing(joint_case, person, agency):
    from coordination.sharing.consent import record_consent

    child = joint_case.people.get(role="child")
    joint_case.grants.update(valid_until=None)
    with on_the(-1, birthday_of(child, 18), "08:00"):
        said = [say(record_consent, giver, joint_case, agency) for giver in joint_case.people.order_by("role")]
    with on_the(0, birthday_of(child, 18), "08:00"):
        withdraw_consent(said[-1], by=person("petra"))
        joint_case.refresh_from_db()
        assert joint_case.frozen_at is None
        assert policy.can(person("ulrika"), Act.VIEW, joint_case)
        withdraw_consent(child.consents.get(ended_at=None), by=person("petra"))
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)


def say(record_consent, giver, case, agency):
    return record_consent(
        giver,
        by=case.coordinator,
        given=True,
        agencies=[agency("A3"), agency("A4")],
        topics=ALL_TOPICS,
        form="written",
        valid_until=timezone.now() + timedelta(days=180),
    )


def test_exit_is_consented_to_by_the_person_alone_in_writing_and_about_every_agency(cast):
    rules = rules_of("exit", cast.municipalities["lindaker"])
    assert (rules.needed, rules.guardians, rules.forms, rules.names_all) == (True, False, ("written",), True)


def test_exit_asks_the_person_whatever_their_age_and_nobody_else(family):
    family.kind = "exit"
    family.save()
    expiring.recompute()
    assert required(family) == ["Ebbe"]


@pytest.mark.parametrize("kind", ["sig", "bob"])
def test_groups_with_grounds_of_their_own_assume_no_consent_and_one_that_is_had_is_everybodys(cast, family, kind):
    family.kind = kind
    family.save()
    expiring.recompute()
    assert not rules_of(kind, cast.municipalities["lindaker"]).needed
    assert required(family) == ["Malin", "Peter"]


def test_sip_asks_the_guardians_and_from_fifteen_the_person(family):
    family.kind = "sip"
    family.save()
    expiring.recompute()
    assert required(family) == ["Malin", "Peter"]


def test_in_finland_the_child_must_consent_from_twelve(cast):
    assert rules_of("sspf", cast.municipalities["kaislaranta"]).own_from == 12
    assert rules_of("ankkuri", cast.municipalities["kaislaranta"]).alone_from == 18


def test_a_way_of_working_without_rules_is_refused_rather_than_guessed(cast):
    with pytest.raises(NoSuchRule):
        rules_of("ankkuri", cast.municipalities["lindaker"])
