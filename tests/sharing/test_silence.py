"""A guardian who does not answer: the coordinator asks the lawyer, and what the lawyer says counts."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from coordination.cases.inviting import invite
from coordination.models import Conflict, ConsentReview, Disclosure, User
from coordination.sharing.actions import write_entry
from coordination.sharing.chasing import Need, counts, needs_of
from coordination.sharing.queries import Cover, covered_until
from coordination.sharing.silence.actions import ask_lawyer, decide
from coordination.sharing.silence.actions import reverse as take_back
from coordination.sharing.silence.queries import is_silent
from permissions import policy
from tests.sharing.test_consent import in_days, says
from tests.stories.oracle import Oracle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def lawyer(cast):
    return cast.users["gun"]


@pytest.fixture
def father(case, agency):
    """Malin said yes eight days ago; Peter says nothing."""
    with time_machine.travel(in_days(-8)):
        case.people.update(consent_since=timezone.now())
        case.grants.update(valid_from=timezone.now())
        case.lead_agency.memberships.update(valid_from=timezone.now())
        says(case.people.get(given_name="Malin"), [agency("A3"), agency("A4")])
    return case.people.get(given_name="Peter")


@pytest.fixture
def asked(father, lawyer, person):
    return ask_lawyer(father, by=person("petra"), question="Får vi gå vidare?")


def enough(review, lawyer, days=60):
    return decide(review, by=lawyer, answer="enough", ground="FB-6-13", because="Bortrest", until=in_days(days))


def test_a_guardian_is_silent_only_after_the_days_of_the_rule(case, agency):
    says(case.people.get(given_name="Malin"), [agency("A3")])
    peter = case.people.get(given_name="Peter")
    with time_machine.travel(in_days(6)):
        assert not is_silent(peter)
    with time_machine.travel(in_days(8)):
        assert is_silent(peter)


def test_nobody_is_silent_while_no_guardian_has_said_yes(case, agency):
    says(case.people.get(given_name="Malin"), [], given=False)
    with time_machine.travel(in_days(30)):
        assert not is_silent(case.people.get(given_name="Peter"))


def test_somebody_who_said_no_is_not_silent(father):
    says(father, [], given=False)
    assert not is_silent(father)


def test_the_lawyer_is_not_asked_too_early_nor_twice_nor_where_there_is_none(case, father, person, lawyer):
    lawyer.memberships.update(ended_at=timezone.now())
    with pytest.raises(ValidationError, match="lawyer for this case"):
        ask_lawyer(father, by=person("petra"), question="?")
    with pytest.raises(ValidationError):
        ask_lawyer(case.people.get(given_name="Malin"), by=person("petra"), question="?")


def test_a_question_is_put_once(asked, father, person):
    with pytest.raises(ValidationError, match="already"):
        ask_lawyer(father, by=person("petra"), question="Igen?")


def test_only_who_coordinates_asks(father, lawyer, person):
    with pytest.raises(Http404):
        ask_lawyer(father, by=person("ulrika"), question="?")


def test_only_the_lawyer_of_the_municipality_answers(asked, lawyer, person, cast):
    abroad = User.objects.create_user("juristi@example.org", "x")
    abroad.memberships.create(agency=cast.agencies["A9"], post="lawyer")
    for who in (person("petra"), person("samira"), abroad):
        with pytest.raises(Http404):
            enough(asked, who)
    lawyer.memberships.update(ended_at=timezone.now())
    with pytest.raises(Http404):
        enough(asked, lawyer)


def test_a_lawyer_with_a_conflict_of_interest_does_not_see_the_question(asked, lawyer, case, person):
    Conflict.objects.create(case=case, user=lawyer, why="family", declared_by=lawyer)
    assert not policy.for_lawyer(lawyer, ConsentReview.objects.all()).exists()
    assert not policy.lawyers_of(case).exists()


def test_no_lawyer_meets_a_case_of_the_highest_class(asked, lawyer, case):
    case.confidentiality = 3
    case.save()
    assert not policy.for_lawyer(lawyer, ConsentReview.objects.all()).exists()


def test_enough_lets_the_agencies_in_until_its_day(asked, lawyer, case, person, agency):
    with pytest.raises(ValidationError):
        invite(case, agency("A3"), by=person("petra"))
    enough(asked, lawyer)
    there = invite(case, agency("A3"), by=person("petra"))
    assert policy.is_grounded(there)
    assert Oracle(timezone.now()).covered(case.pk, agency("A3").pk)
    assert covered_until(case, agency("A3")) == asked.person.consent_reviews.get().enough_until
    with time_machine.travel(in_days(61)):
        assert not policy.is_grounded(there)
        assert not Oracle(timezone.now()).covered(case.pk, agency("A3").pk)


@pytest.mark.parametrize("answer", ["wait", "nothing"])
def test_any_other_answer_opens_nothing(asked, lawyer, case, agency, answer):
    decide(asked, by=lawyer, answer=answer, because="Fråga igen")
    assert covered_until(case, agency("A3")) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ground": "FB-1-1"}, "ground"),
        ({"until": None}, "until"),
        ({"until": -1}, "until"),
        ({"until": 400}, "until"),
        ({"because": " "}, "because"),
        ({"answer": "perhaps"}, "answer"),
    ],
)
def test_enough_needs_a_provision_a_reason_and_a_day_the_rule_allows(asked, lawyer, wrong, field):
    data = {"answer": "enough", "ground": "FB-6-13a", "because": "Beslut i nämnden", "until": 60} | wrong
    if data["until"] is not None:
        data["until"] = in_days(data["until"])
    with pytest.raises(ValidationError) as caught:
        decide(asked, by=lawyer, **data)
    assert field in caught.value.message_dict
    asked.refresh_from_db()
    assert asked.is_open


def test_a_question_is_answered_once(asked, lawyer):
    enough(asked, lawyer)
    with pytest.raises(ValidationError):
        decide(asked, by=lawyer, answer="wait", because="Ångrar mig")


def test_taking_it_back_ends_what_rested_on_it(asked, lawyer, case, person, agency):
    enough(asked, lawyer)
    invite(case, agency("A3"), by=person("petra"))
    asked.refresh_from_db()
    take_back(asked, by=lawyer, note="Pappan är hemma")
    assert not Cover(case).until(agency("A3"))
    assert case.participations.get(agency=agency("A3")).status == "left"
    with pytest.raises(ValidationError):
        take_back(asked, by=lawyer, note="igen")


def test_when_the_silent_person_answers_the_answer_counts_and_the_lawyers_word_does_not(asked, lawyer, case, agency):
    enough(asked, lawyer)
    assert covered_until(case, agency("A3"))
    says(case.people.get(given_name="Peter"), [], given=False)
    asked.refresh_from_db()
    assert covered_until(case, agency("A3")) is None
    assert asked.reversed_at is not None


def test_a_late_yes_closes_an_open_question(asked, case, agency):
    says(case.people.get(given_name="Peter"), [agency("A3")])
    asked.refresh_from_db()
    assert not asked.is_open
    assert covered_until(case, agency("A3"))


def test_sharing_that_rests_on_the_lawyers_word_is_closed_when_it_is_taken_back(joint_case, person, agency, lawyer):
    father = joint_case.people.get(given_name="Peter")
    father.consents.all().update(ended_at=timezone.now())
    review = ConsentReview.objects.create(case=joint_case, person=father, question="?", asked_by=person("petra"))
    enough(review, lawyer)
    entry = write_entry(
        joint_case,
        by=person("ulrika"),
        agency=agency("A3"),
        kind="note",
        topic="school",
        title="T",
        text="X",
        share_with=[agency("A4")],
    )
    take_back(ConsentReview.objects.get(pk=review.pk), by=lawyer, note="Fel")
    assert Disclosure.objects.get(entry=entry).end_reason == "One guardian's consent is no longer enough"


def test_the_pages_take_a_question_from_the_coordinator_to_the_lawyer_and_back(client, case, father, lawyer, person):
    client.force_login(person("petra"))
    ask = reverse("consent_review_ask", args=[case.reference, father.pk])
    assert ask in client.get(reverse("consent", args=[case.reference])).content.decode()
    assert client.post(ask, {"question": "Får vi?"}).status_code == 302
    review = ConsentReview.objects.get()
    client.force_login(lawyer)
    page = reverse("consent_review", args=[review.pk])
    assert page in client.get(reverse("start")).content.decode()
    assert page in client.get(reverse("consent_reviews")).content.decode()
    shown = client.get(page).content.decode()
    assert "Får vi?" in shown
    assert "Sundgren" not in shown
    day = timezone.localdate() + timedelta(days=30)
    data = {"answer": "enough", "ground": "FB-6-13", "until": day, "because": "Bortrest"}
    assert client.post(page, data | {"until": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    back = reverse("consent_review_reverse", args=[review.pk])
    assert client.post(back, {"note": "Hemma igen"}).status_code == 302
    assert client.post(back, {"note": "Hemma igen"}).status_code == 422


def needs(user):
    return sorted((row.person.given_name, row.need) for row in needs_of(user))


def test_the_coordinator_sees_whose_consent_needs_care_and_nobody_else_does(case, father, lawyer, person):
    assert needs(person("petra")) == [("Peter", Need.SILENT)]
    ask_lawyer(father, by=person("petra"), question="?")
    assert needs(person("petra")) == [("Peter", Need.ASKED)]
    for name in ("ulrika", "samira", "karin"):
        assert needs_of(person(name)) == []


def test_missing_refused_withdrawn_ending_and_ended_are_told_apart(case, person, agency):
    petra, malin, peter = person("petra"), case.people.get(given_name="Malin"), case.people.get(given_name="Peter")
    assert needs(petra) == [("Malin", Need.MISSING), ("Peter", Need.MISSING)]
    says(malin, [], given=False)
    says(peter, [agency("A3")], valid_until=in_days(20))
    assert needs(petra) == [("Malin", Need.REFUSED), ("Peter", Need.ENDING)]
    assert [row.need for row in needs_of(petra)] == [Need.REFUSED, Need.ENDING]
    case.grants.update(valid_until=None)
    with time_machine.travel(in_days(21)):
        assert needs(petra) == [("Malin", Need.REFUSED), ("Peter", Need.ENDED)]
        assert counts(needs_of(petra)) == [(Need.ENDED, 1), (Need.REFUSED, 1)]


def test_a_withdrawn_consent_is_shown_until_the_case_is_closed(joint_case, consents, person):
    from coordination.sharing.consent import withdraw_consent

    withdraw_consent(consents[0], by=person("petra"))
    assert needs(person("petra")) == [("Malin", Need.WITHDRAWN)]
    joint_case.refresh_from_db()
    joint_case.status = "closed"
    joint_case.save()
    assert needs_of(person("petra")) == []


def test_a_birthday_to_come_is_shown_in_time(joint_case, person):
    joint_case.grants.update(valid_until=None)
    child = joint_case.people.get(role="child")
    with time_machine.travel(child.consent_from - timedelta(days=20)):
        assert ("Ebbe", Need.BIRTHDAY) in needs(person("petra"))


def test_the_page_counts_filters_and_says_when_all_is_in_order(client, case, person, agency):
    User.objects.update(language="en")
    client.force_login(User.objects.get(pk=person("petra").pk))
    page = client.get(reverse("consents"))
    assert [f["value"] for f in page.context["figures"]] == [2]
    assert reverse("consents") in client.get(reverse("start")).content.decode()
    assert client.get(reverse("consents"), {"show": "ending"}).context["rows"] == []
    for name in ("Malin", "Peter"):
        says(case.people.get(given_name=name), [agency("A3")])
    assert "Every consent is in order" in client.get(reverse("consents")).content.decode()
