"""For whom a way of working is, and which agencies are proposed: people are warned and helped, nobody is stopped."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from coordination.models import Case
from coordination.rules.own import age_warning, ages_of, proposed_kinds, set_agencies, set_ages
from tests.ways.conftest import days_later
from workflows.forms import FORMS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ages", "age", "warned"),
    [
        ({}, 3, False),
        ({"from": 11, "to": 16}, 10, True),
        ({"from": 11, "to": 16}, 11, False),
        ({"from": 11, "to": 16}, 16, False),
        ({"from": 11, "to": 16}, 17, True),
        ({"from": 11}, 40, False),
        ({"from": 11}, 10, True),
        ({"to": 16}, 2, False),
        ({"to": 16}, 17, True),
        ({"from": 11, "to": 16}, None, False),
    ],
)
def test_a_warning_comes_outside_of_the_ages_only(place, setting, ages, age, warned):
    setting(set_ages, "sspf.ages", ages)
    with days_later(1):
        assert bool(age_warning("sspf", place, age)) is warned
    assert not age_warning("sspf", place, age), "not before the day"


def test_the_age_at_which_a_group_ends_limits_it_already(place, setting):
    assert ages_of("sig", place) == (None, 20)
    setting(set_ages, "sig.ages", {"from": 15, "to": 25})
    with days_later(1):
        assert ages_of("sig", place) == (15, 20)


@pytest.mark.parametrize("ages", [{"from": 17, "to": 11}, {"from": -1}, {"to": 121}])
def test_ages_without_sense_are_refused(setting, ages):
    with pytest.raises(ValidationError):
        setting(set_ages, "sspf.ages", ages)


def test_who_changes_the_childs_age_in_a_case_is_warned_and_not_stopped(client, case, person, setting, read_in_english):
    setting(set_ages, "sspf.ages", {"to": 10})
    with days_later(1):
        client.force_login(person("petra"))
        url = reverse("person_edit", args=[case.child.pk])
        form = client.get(url).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}
        page = client.post(url, data, follow=True)
    assert "for people up to 10 years" in page.content.decode()


def test_the_agencies_that_the_municipality_proposes_are_ticked_beforehand(walk, place, person, setting):
    setting(set_agencies, "sspf.agencies", ["school", "police"])
    walk.to_invite("A3", "A4")
    step, form = walk.step("invite"), FORMS["invite"]

    def ticked():
        return set(form(step, person("petra")).main.initial["agencies"])

    assert ticked() == {walk.cast.agencies[key].pk for key in ("A3", "A4")}
    with days_later(1):
        assert ticked() == {walk.cast.agencies["A3"].pk}
        offered = form(step, person("petra")).main.fields["agencies"].queryset
    assert set(offered) == {walk.cast.agencies[key] for key in ("A3", "A4")}, "nobody is shut out"


def test_only_kinds_of_agency_are_proposed(setting, place):
    with pytest.raises(ValidationError):
        setting(set_agencies, "sspf.agencies", ["bakery"])
    assert "school" in proposed_kinds("sspf", place)


def test_every_way_of_working_ships_its_ages_and_agencies(cast):
    for place in cast.municipalities.values():
        for kind in Case.Kind.values:
            ages_of(kind, place)
            assert proposed_kinds(kind, place)


def test_the_forms_set_both(client, person, place):
    from tests.ways.conftest import in_days

    client.force_login(person("samira"))
    when = {"from_day": in_days(1).isoformat(), "why": "Beslut"}
    assert client.post(reverse("way_set", args=["sspf", "ages"]), {"first": 11, "last": 16, **when}).status_code == 302
    data = {"kinds": ["school", "leisure"], **when}
    assert client.post(reverse("way_set", args=["sspf", "agencies"]), data).status_code == 302
    with days_later(1):
        assert ages_of("sspf", place) == (11, 16)
        assert proposed_kinds("sspf", place) == {"school", "leisure"}
