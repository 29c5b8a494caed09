"""Two cases about siblings that know of each other, and nobody else who does."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from coordination.access.links import link, links_of, unlink
from coordination.cases.actions import open_case
from coordination.models import CaseLink, Event, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sibling(cast):
    """The case of a sibling, also led by Petra; nobody else is in it."""
    return open_case(by=cast.users["petra"], agency=cast.agencies["A1"], title="Syskon", purpose="p")


def test_a_link_is_shown_to_those_who_see_both_cases_only(client, joint_case, sibling, person):
    link(joint_case, sibling.reference, by=person("petra"), why="syskon")
    assert [row["case"] for row in links_of(person("petra"), joint_case)] == [sibling]
    assert [row["case"] for row in links_of(person("petra"), sibling)] == [joint_case]
    assert links_of(person("ulrika"), joint_case) == []
    for name, shown in (("petra", True), ("ulrika", False), ("samira", False)):
        client.force_login(person(name))
        for route in ("case_people", "case_history"):
            page = client.get(reverse(route, args=[joint_case.reference])).content.decode()
            assert (sibling.reference in page) == (shown and route == "case_people"), (name, route)


def test_a_hidden_case_is_refused_like_one_that_does_not_exist(client, joint_case, person, agency):
    hidden = open_case(by=person("mira"), agency=agency("A1"), title="t", purpose="p")
    client.force_login(person("petra"))
    url, said = reverse("case_link", args=[joint_case.reference]), []
    for reference in (hidden.reference, "SAM-1999-0001", joint_case.reference):
        page = client.post(url, {"reference": reference, "why": "x"})
        assert page.status_code == 422
        said.append([str(e) for e in page.context["form"].errors["__all__"]])
    assert said[0] == said[1] == said[2]
    assert not CaseLink.objects.exists()


def test_only_who_coordinates_links_and_unlinks(joint_case, sibling, person):
    with pytest.raises(PermissionDenied):
        link(joint_case, sibling.reference, by=person("ulrika"), why="x")
    made = link(joint_case, sibling.reference, by=person("petra"), why="x")
    with pytest.raises(ValidationError, match="linked already"):
        link(sibling, joint_case.reference, by=person("petra"), why="x")
    with pytest.raises(ValidationError, match="not linked any more"):
        unlink(made, by=person("ulrika"))
    unlink(made, by=person("petra"))
    assert links_of(person("petra"), sibling) == []


def test_the_histories_tell_that_it_happened_and_not_which_case_it_is(client, joint_case, sibling, person):
    link(joint_case, sibling.reference, by=person("petra"), why="x")
    events = Event.objects.filter(kind="cases-linked")
    assert {e.case for e in events} == {joint_case, sibling}
    assert not any(sibling.reference in str(e.facts) or str(sibling.pk) in str(e.facts) for e in events)
    client.force_login(person("ulrika"))
    page = client.get(reverse("case_history", args=[joint_case.reference])).content.decode()
    assert "sibling" not in page


def test_nothing_links_a_case_with_an_assumed_identity(joint_case, sibling, person):
    made = link(joint_case, sibling.reference, by=person("petra"), why="x")
    Person.objects.filter(case=joint_case, role="child").update(protection="assumed", school="")
    assert links_of(person("petra"), sibling) == []
    made.delete()
    for case, other in ((joint_case, sibling), (sibling, joint_case)):
        with pytest.raises(ValidationError):
            link(type(case).objects.get(pk=case.pk), other.reference, by=person("petra"), why="x")
