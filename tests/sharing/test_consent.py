"""Recording an answer about sharing, renewing it, and taking it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from coordination.models import Consent, Disclosure, Event, User
from coordination.sharing import expiring
from coordination.sharing.actions import write_entry
from coordination.sharing.consent import record_consent, withdraw_consent
from coordination.sharing.effects import Effect
from permissions import policy
from permissions.roles import Act
from tests.conftest import ALL_TOPICS, consent_of_both

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def says(giver, agencies, **more):
    data = {"given": True, "topics": ALL_TOPICS, "form": "written", "valid_until": in_days(180)}
    return record_consent(giver, **data | {"by": giver.case.coordinator, "agencies": agencies} | more)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def guardian(case, name):
    return case.people.get(given_name=name)


def note(case, user, agency, topic="school", **more):
    return write_entry(case, by=user, agency=agency, kind="note", topic=topic, title="T", text="X", **more)


def refused(field, call):
    with pytest.raises(ValidationError) as caught:
        call()
    assert field in caught.value.message_dict
    return caught.value.message_dict[field][0]


def test_a_consent_dated_in_the_future_is_refused(case, agency):
    day = timezone.localdate() + timedelta(days=1)
    mother = guardian(case, "Malin")
    assert "has not come" in refused("said_on", lambda: says(mother, [agency("A3")], said_on=day))
    assert not Consent.objects.exists()


def test_a_consent_cannot_end_before_it_was_given_nor_in_the_past(case, agency):
    mother, today = guardian(case, "Malin"), timezone.localdate()
    said = today - timedelta(days=3)
    before = lambda: says(mother, [agency("A3")], said_on=said, valid_until=in_days(-5))  # noqa: E731
    assert "before it was given" in refused("valid_until", before)
    past = lambda: says(mother, [agency("A3")], said_on=said, valid_until=in_days(-1))  # noqa: E731
    assert "has passed" in refused("valid_until", past)


def test_a_consent_lasts_at_most_as_long_as_the_rule_says(case, agency):
    mother = guardian(case, "Malin")
    assert says(mother, [agency("A3")], valid_until=in_days(360)).given
    assert "12 months" in refused("valid_until", lambda: says(mother, [agency("A3")], valid_until=in_days(370)))


def test_a_consent_names_only_agencies_that_work_together_here_and_known_topics(case, agency):
    mother = guardian(case, "Malin")
    refused("agencies", lambda: says(mother, [agency("A9")]))
    refused("topics", lambda: says(mother, [agency("A3")], topics=["weather"]))
    refused("topics", lambda: says(mother, [agency("A3")], topics=[]))


def test_the_form_of_a_consent_keeps_who_heard_it_when_and_what_was_told(case, agency):
    day = timezone.localdate() - timedelta(days=3)
    said = says(
        guardian(case, "Peter"),
        [agency("A3")],
        said_on=day,
        told=["info", "withdraw"],
        receiver="Mira Ekvall",
        language="arabiska",
        interpreter=True,
        form="phone",
    )
    said.refresh_from_db()
    assert (said.said_on, said.told, said.receiver) == (day, ["info", "withdraw"], "Mira Ekvall")
    assert (said.language, said.interpreter, said.form) == ("arabiska", True, "phone")


def test_exit_cannot_be_used_when_an_agency_of_the_case_is_left_out(joint_case, agency):
    mother = guardian(joint_case, "Malin")
    joint_case.kind = mother.case.kind = "exit"
    joint_case.save()
    child = joint_case.people.get(role="child")
    assert "method cannot be used" in refused("agencies", lambda: says(child, [agency("A3")]))
    refused("form", lambda: says(child, [agency("A3"), agency("A4")], form="phone"))
    assert says(child, [agency("A3"), agency("A4")]).given
    assert not says(child, [], given=False).given


def test_a_guardian_of_somebody_of_age_gives_no_answer(case, agency):
    case.grants.update(valid_until=None)
    with time_machine.travel(timezone.now() + timedelta(days=366 * 6)), pytest.raises(ValidationError):
        says(guardian(case, "Malin"), [agency("A3")])


@pytest.mark.parametrize("name", ["Malin", "Peter"])
def test_either_guardian_can_leave_out_an_agency(joint_case, person, agency, name):
    says(guardian(joint_case, name), [agency("A3")])
    assert policy.can(person("ulrika"), Act.VIEW, joint_case)
    assert not policy.can(person("leyla"), Act.VIEW, joint_case)
    assert joint_case.participations.get(agency=agency("A4")).status == "left"


@pytest.mark.parametrize("name", ["Malin", "Peter"])
def test_either_guardian_can_leave_out_a_topic_and_what_was_shared_about_it_is_closed(joint_case, person, agency, name):
    school = note(joint_case, person("ulrika"), agency("A3"), share_with=[agency("A4")])
    health = note(joint_case, person("ulrika"), agency("A3"), topic="health", share_with=[agency("A4")])
    says(guardian(joint_case, name), [agency("A3"), agency("A4")], topics=["school", "plan"])
    assert policy.can(person("leyla"), Act.VIEW, school)
    assert not policy.can(person("leyla"), Act.VIEW, health)
    closed = Disclosure.objects.get(entry=health)
    assert closed.ended_at is not None
    assert closed.end_reason == "The new consent does not cover it"
    assert Disclosure.objects.get(entry=school).ended_at is None


def test_what_was_closed_does_not_open_again_with_a_wider_consent(joint_case, person, agency):
    entry = note(joint_case, person("ulrika"), agency("A3"), topic="health", share_with=[agency("A4")])
    mother, both = guardian(joint_case, "Malin"), [agency("A3"), agency("A4")]
    says(mother, both, topics=["school"])
    says(mother, both)
    assert not policy.can(person("leyla"), Act.VIEW, entry)


@pytest.mark.parametrize("which", [0, 1])
def test_a_withdrawal_by_either_closes_in_the_record_what_was_shared(joint_case, consents, person, agency, which):
    entry = note(joint_case, person("ulrika"), agency("A3"), share_with=[agency("A4"), agency("A1")])
    withdraw_consent(consents[which], by=person("petra"))
    rows = list(Disclosure.objects.filter(entry=entry))
    assert {r.end_reason for r in rows} == {"The consent was withdrawn"}
    assert all(r.ended_at and r.ended_by == person("petra") for r in rows)
    assert Event.objects.get(kind="shares-ended").facts["disclosures"] == sorted(str(r.pk) for r in rows)
    joint_case.refresh_from_db()
    assert joint_case.status == "frozen"


def test_a_withdrawal_leaves_what_rests_on_another_ground(joint_case, consents, person, agency, basis):
    from coordination.sharing.actions import disclose

    entry = note(joint_case, person("ulrika"), agency("A3"))
    given = disclose(entry, agency("A4"), by=person("ulrika"), basis=basis, conditions=["needed"], reason="Behövs")
    withdraw_consent(consents[0], by=person("petra"))
    given.refresh_from_db()
    assert given.ended_at is None


def test_the_childs_own_withdrawal_counts_when_the_child_must_consent(joint_case, person, agency):
    child = joint_case.people.get(role="child")
    child.consent_required = True
    child.save()
    said = says(child, [agency("A3"), agency("A4")])
    assert policy.can(person("ulrika"), Act.VIEW, joint_case)
    withdraw_consent(said, by=person("petra"))
    assert not policy.can(person("ulrika"), Act.VIEW, joint_case)


def test_a_consent_that_was_replaced_cannot_be_withdrawn(joint_case, consents, person, agency):
    says(guardian(joint_case, "Malin"), [agency("A3"), agency("A4")])
    with pytest.raises(ValidationError):
        withdraw_consent(consents[0], by=person("petra"))
    joint_case.refresh_from_db()
    assert joint_case.frozen_at is None


def test_a_refusal_closes_what_was_shared(joint_case, person, agency):
    entry = note(joint_case, person("ulrika"), agency("A3"), share_with=[agency("A4")])
    says(guardian(joint_case, "Peter"), [], given=False)
    assert Disclosure.objects.get(entry=entry).end_reason == "The person said no"


def test_renewing_lets_what_was_shared_last_as_long_as_the_new_consents(joint_case, cast, person, agency):
    entry = note(joint_case, person("ulrika"), agency("A3"), share_with=[agency("A4")])
    with time_machine.travel(in_days(80)):
        renewed = consent_of_both(joint_case, cast, ["A3", "A4"])
        given = Disclosure.objects.get(entry=entry)
        assert given.ended_at is None
        assert given.valid_until == min(c.valid_until for c in renewed)


def test_guardians_renew_in_turn_after_their_consents_have_run_out(joint_case, consents, person, agency):
    joint_case.grants.update(valid_until=None)
    with time_machine.travel(in_days(181)):
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)
        says(guardian(joint_case, "Malin"), [agency("A3"), agency("A4")])
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)
        says(guardian(joint_case, "Peter"), [agency("A3")])
        assert policy.can(person("ulrika"), Act.VIEW, joint_case)
        assert not policy.can(person("leyla"), Act.VIEW, joint_case)


def test_the_second_of_two_who_record_at_once_is_told_and_replaces_nothing(case, agency):
    mother = guardian(case, "Malin")
    first = says(mother, [agency("A3")], replaces="")
    with pytest.raises(ValidationError) as caught:
        says(mother, [agency("A5")], replaces="")
    assert caught.value.code == "changed"
    assert list(mother.consents.filter(ended_at=None)) == [first]


@pytest.mark.django_db(transaction=True)
def test_two_who_record_in_the_same_moment_leave_one_answer_in_force(case, agency):
    mother = guardian(case, "Malin")

    def record(key):
        try:
            with translation.override("en"):
                return says(guardian(case, "Malin"), [agency(key)], replaces="").pk
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(record, ["A3", "A5"]))
    assert done.count("changed") == 1
    assert mother.consents.count() == 1


def test_the_coordinator_is_warned_once_before_a_consent_ends(joint_case, consents, person):
    joint_case.grants.update(valid_until=None)
    with time_machine.travel(in_days(149)):
        assert expiring.follow_time() == 0
    with time_machine.travel(in_days(151)):
        assert expiring.follow_time() == 2
        assert expiring.follow_time() == 0
        assert person("petra").notifications.filter(event__kind="consent-ending").count() == 2
        assert not person("ulrika").notifications.filter(event__kind="consent-ending").exists()


def test_the_coordinator_is_told_once_when_a_consent_has_ended(joint_case, consents, person):
    joint_case.grants.update(valid_until=None)
    with time_machine.travel(in_days(181)):
        assert not policy.can(person("ulrika"), Act.VIEW, joint_case)
        assert expiring.follow_time() == 2
        assert expiring.follow_time() == 0
        assert person("petra").notifications.filter(event__kind="consent-ended").count() == 2


def test_nobody_is_warned_of_a_consent_that_was_renewed(joint_case, consents, cast):
    joint_case.grants.update(valid_until=None)
    with time_machine.travel(in_days(140)):
        consent_of_both(joint_case, cast, ["A3", "A4"])
    with time_machine.travel(in_days(181)):
        assert expiring.follow_time() == 0


def test_the_effect_says_what_opens_what_closes_and_who_waits(joint_case, consents, person, agency):
    note(joint_case, person("ulrika"), agency("A3"), topic="health", share_with=[agency("A4")])
    mother = guardian(joint_case, "Malin")
    said = {"given": True, "agencies": [agency("A3"), agency("A5")], "topics": ["school"], "valid_until": in_days(90)}
    effect = Effect(joint_case, {mother: said})
    assert effect.opens == []
    assert {str(p.agency): p.whole for p in effect.closes} == {
        "Socialtjänsten mottagning": False,
        "Åbrinkens skola": False,
        "Kultur och fritid": True,
    }
    assert effect.waits == [agency("A5")]
    assert effect.leaving == [agency("A4")]
    assert effect.ending == 1
    assert agency("A4") in effect.left_out
    assert "health" in effect.topics_left_out
    assert Effect(joint_case, {mother: said | {"given": False}}).ending == 1


def answer(agency, **more):
    data = {"answer": "yes", "agencies": [agency("A3").pk], "topics": ["school"], "form": "written"}
    data |= {"said_on": timezone.localdate(), "valid_until": timezone.localdate() + timedelta(days=90)}
    return data | {"told": ["info", "withdraw", "refusal"], "replaces": ""} | more


@pytest.fixture
def petra(client, person):
    User.objects.update(language="en")
    client.force_login(User.objects.get(pk=person("petra").pk))
    return client


def test_nothing_is_recorded_before_what_it_means_was_shown(petra, case, agency):
    url = reverse("consent_record", args=[case.reference, guardian(case, "Malin").pk])
    page = petra.post(url, answer(agency))
    assert page.status_code == 200
    assert "Nothing may be shared with:" in page.content.decode()
    assert not Consent.objects.exists()
    back = petra.post(url, answer(agency, change="1", receiver="Mira E"))
    assert "Mira E" in back.content.decode()
    assert petra.post(url, answer(agency, confirmed="1")).status_code == 302
    assert Consent.objects.get().topics == ["school"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"said_on": "2999-01-01"}, "That day has not come"),
        ({"valid_until": "2999-01-01"}, "That is too long"),
        ({"told": ["info"]}, "Tell the person what is missing"),
        ({"agencies": ["00000000-0000-0000-0000-000000000000"]}, "00000000-0000"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_own_words_and_kept(petra, case, agency, wrong, words):
    url = reverse("consent_record", args=[case.reference, guardian(case, "Malin").pk])
    page = petra.post(url, answer(agency, receiver="Mira E", confirmed="1", **wrong))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Mira E" in page.content.decode()
    assert not Consent.objects.exists()


def test_somebody_who_was_slower_sees_the_other_answer_before_theirs_replaces_it(petra, case, agency):
    mother = guardian(case, "Malin")
    says(mother, [agency("A5")])
    url = reverse("consent_record", args=[case.reference, mother.pk])
    page = petra.post(url, answer(agency, confirmed="1"))
    assert page.status_code == 422
    assert "meanwhile" in page.content.decode()
    fresh = str(page.context["form"]["replaces"].value())
    assert petra.post(url, answer(agency, confirmed="1", replaces=fresh)).status_code == 302
    assert mother.consents.count() == 2


def test_a_renewal_is_prefilled_with_the_earlier_answer(petra, joint_case, consents, agency):
    page = petra.get(reverse("consent_record", args=[joint_case.reference, consents[0].giver_id]))
    form = page.context["form"]
    assert agency("A3").pk in form.initial["agencies"]
    assert form.initial["replaces"] == str(consents[0].pk)
    assert "told" not in form.initial
