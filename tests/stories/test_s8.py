"""S8, Kv. Hälsingen: the review of a detailed plan, to two years after it was built."""

import pytest

from coordination.models import PlanReview
from coordination.places.detailed_plans.queries import figures, follow_up_on
from coordination.rules.loading import load
from tests.stories.stops import NOW
from workflows.demo.stories import PLAN, at_the_beginning, begin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def plan(one_transaction):
    """The review at some days of its story, by day."""
    with one_transaction():
        load()
        with at_the_beginning((PLAN,), NOW) as clock:
            cast, stage = begin((PLAN,), clock, NOW)
            days, seen = PLAN.days(cast, NOW), {}
            for number in (21, 69, 150, 701, 1436):
                stage.until(days.at(number, "18:00"))
                review = PlanReview.objects.get()
                seen[number] = (review.state, review.opinions.exclude(text="").count(), follow_up_on(review))
            yield days, seen


def test_seven_items_are_met_three_partly_one_not_and_one_is_not_relevant(plan):
    assert [n for _label, n in figures(PlanReview.objects.get(), "samrad")] == [7, 3, 1, 1]
    assert [n for _label, n in figures(PlanReview.objects.get(), "granskning")] == [10, 1, 1]


def test_the_consultation_lasts_six_weeks_and_the_review_three(plan):
    days, _seen = plan
    review = PlanReview.objects.get()
    assert (review.consultation_until - days.day(21)).days == 42
    assert (review.review_until - days.day(77)).days == 21
    assert review.adopted_on > review.review_until


def test_the_police_and_the_youth_council_are_heard_and_answered(plan):
    heard = PlanReview.objects.get().opinions.exclude(text="")
    assert {opinion.body for opinion in heard} == {"Polisen Lindåker", "Ungdomsrådet"}
    assert all(opinion.answer for opinion in heard)
    assert "bakom gymmet" in heard.get(body="Polisen Lindåker").text


def test_the_plan_goes_its_way_and_is_followed_up_after_two_years(plan):
    days, seen = plan
    assert [seen[n][0] for n in (21, 69, 150, 701, 1436)] == ["comments", "comments", "adopted", "built", "followed_up"]
    assert (seen[701][2] - days.day(700)).days == 730
    assert "Entréerna vänds mot gatan" in PlanReview.objects.get().changes
