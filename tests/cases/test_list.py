"""The list of cases: filter, order, saved views, paging."""

import pytest

from coordination.cases.actions import open_case
from coordination.cases.inviting import invite
from coordination.models import Case, CaseView

pytestmark = pytest.mark.django_db


def listing(client, user, query=""):
    client.force_login(user)
    answer = client.get(f"/cases/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def another(cast, number, **more):
    return open_case(
        by=cast.users["petra"],
        agency=cast.agencies["A1"],
        title=f"Stöd {number}",
        purpose="x",
        consultation=True,
        **more,
    )


def test_each_sees_their_own_cases(client, joint_case, person):
    assert "E.S. born 2013" in listing(client, person("petra"))
    assert "I take part" in listing(client, person("ulrika"))
    text = listing(client, person("ali"))
    assert joint_case.reference not in text
    assert "You have no cases yet" in text


def test_a_manager_sees_covers(client, joint_case, person):
    text = listing(client, person("samira"))
    assert joint_case.reference in text
    assert "I see the cover only" in text
    assert joint_case.title not in text
    assert "E.S." not in text
    assert "Petra" not in text


def test_an_invited_contact_sees_the_cover(client, case, consents, cast, person):
    invite(case, cast.agencies["A3"], by=person("petra"))
    text = listing(client, person("henrik"))
    assert case.reference in text
    assert case.title not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=consent", True),
        ("?status=closed", False),
        ("?status=open&kind=sspf&role=coordinate", True),
        ("?role=take_part", False),
        ("?role=cover", False),
        ("?q=0001", True),
        ("?q=Sundgren", False),
        ("?q=Samordnat", False),
        ("?status=nonsense&sort=nonsense&at=a.b.c.d", True),
    ],
)
def test_the_filter(client, case, person, query, found):
    text = listing(client, person("petra"), query)
    assert (f'href="{case.get_absolute_url()}"' in text) is found
    assert found or "No case fits the filter" in text


@pytest.mark.parametrize("sort", ["newest", "due", "waiting"])
def test_paging_shows_every_case_once_both_ways(client, cast, person, sort, monkeypatch):
    monkeypatch.setattr("coordination.cases.paging.SIZE", 2)
    monkeypatch.setattr("coordination.cases.paging.cut.__kwdefaults__", {"mark": "", "size": 2})
    wanted = {another(cast, n).reference for n in range(5)}
    client.force_login(person("petra"))
    seen, url, pages = [], f"/cases/?sort={sort}", []
    while url:
        answer = client.get(url)
        shown = [row["case"].reference for row in answer.context["rows"]]
        seen, pages = seen + shown, [*pages, shown]
        newer, url = (
            answer.context["newer_url"],
            answer.context["older_url"] and f"/cases/{answer.context['older_url']}",
        )
    assert len(seen) == 5
    assert set(seen) == wanted
    back = client.get(f"/cases/{newer}")
    assert [row["case"].reference for row in back.context["rows"]] == pages[-2]


def test_a_view_is_saved_shown_used_and_removed(client, case, person):
    client.force_login(person("petra"))
    told = {"name": "Väntar", "query": "status=consent&evil=1&sort=due"}
    assert client.post("/cases/views/save/", told).url == "/cases/?status=consent&sort=due"
    assert client.post("/cases/views/save/", {**told, "query": "status=closed"}).status_code == 302
    view = CaseView.objects.get()
    assert (view.name, view.query) == ("Väntar", "status=closed")
    assert "Väntar" in listing(client, person("petra"))
    assert "Väntar" not in listing(client, person("mira"))
    assert client.post(f"/cases/views/{view.pk}/remove/").status_code == 404
    client.force_login(person("petra"))
    assert client.post(f"/cases/views/{view.pk}/remove/").status_code == 302
    assert not CaseView.objects.exists()


def test_a_view_without_a_name_is_refused(client, case, person):
    client.force_login(person("petra"))
    assert client.post("/cases/views/save/", {"name": " ", "query": ""}).status_code == 302
    assert not CaseView.objects.exists()


def test_the_list_needs_at_most_thirteen_queries(client, cast, person, django_assert_max_num_queries):
    for number in range(4):
        another(cast, number)
    CaseView.objects.create(owner=person("petra"), name="Alla", query="status=open")
    client.force_login(person("petra"))
    assert Case.objects.count() == 4
    with django_assert_max_num_queries(15):  # Two of them open and close the test's savepoint.
        client.get("/cases/?status=open&sort=due")
