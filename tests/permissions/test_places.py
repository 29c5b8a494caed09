"""Who may do what with places: by a post in an agency of the municipality, and by nothing else."""

import pytest
from django.http import Http404
from django.utils import timezone

from coordination.models import Membership, Place, User
from permissions import places
from permissions.places import PlaceAct

pytestmark = pytest.mark.django_db
REPORT, SEE, CARE = PlaceAct.REPORT, PlaceAct.SEE, PlaceAct.CARE
SWEDISH = {
    "karin": {REPORT, SEE, CARE},
    "disa": {REPORT, SEE, CARE},
    "gun": {REPORT, SEE, CARE},  # She is a member there besides her post as lawyer.
    **dict.fromkeys(("ali", "ulrika", "henrik", "leyla"), frozenset({REPORT, SEE})),
    "samira": {SEE},
    **dict.fromkeys(("mira", "jonas", "petra", "tove", "viktor", "robert", "sanna"), frozenset()),
}


@pytest.mark.parametrize("who", SWEDISH)
def test_the_table_is_what_is_asked(cast, person, who):
    town = cast.municipalities["lindaker"]
    user, may = person(who), SWEDISH[who]
    assert {act for act in PlaceAct if places.can(user, act, town)} == may
    assert set(places.agencies_by_act(user)) == may
    assert {act for act in PlaceAct if places.shown(user.posts, act)} == may
    assert {act for act in PlaceAct if places.municipalities(user, act) == [town]} == may


def test_another_municipality_is_another_world(cast, person):
    here, there = cast.municipalities["lindaker"], cast.municipalities["kaislaranta"]
    for who in ("elina", "mikko"):
        assert places.can(person(who), SEE, there)
        assert not places.can(person(who), SEE, here)
    rows = Place.objects.all()
    Place.objects.create(municipality=here, name="Torget", east=1, north=1)
    assert [places.visible(person(who), SEE, rows).count() for who in ("leyla", "elina")] == [1, 0]
    with pytest.raises(Http404):
        places.require(person("elina"), SEE, here)
    with pytest.raises(Http404):
        places.municipality(person("elina"), CARE)


def test_an_ended_post_ends_it_and_so_does_leaving(cast, person):
    town = cast.municipalities["lindaker"]
    Membership.objects.filter(user=person("leyla")).update(ended_at=timezone.now())
    assert not places.can(person("leyla"), REPORT, town)
    User.objects.filter(pk=person("ali").pk).update(is_active=False)
    assert not places.can(person("ali"), REPORT, town)
    assert places.agencies_by_act(person("ali")) == {}


def test_neither_a_superuser_nor_a_lawyer_by_that_post_alone_sees_anything(cast, person):
    town = cast.municipalities["lindaker"]
    root = User.objects.create_superuser("root@example.org", "x")
    Membership.objects.filter(user=person("gun"), post="member").update(ended_at=timezone.now())
    for user in (root, person("gun")):
        assert not any(places.can(user, act, town) for act in PlaceAct)
