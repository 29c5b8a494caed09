"""Opening a joint case, page by page."""

import pytest
from django.utils import timezone

from coordination.models import Case, CaseDraft, Entry, Person, Rule
from coordination.overview.opening.forms import KIND_HINTS

pytestmark = pytest.mark.django_db

CHILD = {
    "child-given_name": "Ebbe",
    "child-family_name": "Sundgren",
    "child-identity_number": "130310-2394",
    "child-protection": "none",
    "child-language": "svenska",
}
MALIN = {
    "guardian1-given_name": "Malin",
    "guardian1-family_name": "Sundgren",
    "guardian1-identity_number": "19820425-9264",
    "guardian1-custody": "on",
    "guardian1-protection": "none",
}
NOBODY = {"guardian2-protection": "none", "guardian2-custody": "on"}
CONCERN = {
    "topic": "school",
    "concern": "Ebbe är borta från skolan.",
    "title": "Samordnat stöd",
    "purpose": "Stöd i skolan",
}


@pytest.fixture
def petra(client, cast):
    user = cast.users["petra"]
    user.language = "en"
    user.save()
    client.force_login(user)
    return user


@pytest.fixture
def first(cast):
    return {"agency": str(cast.agencies["A1"].pk), "kind": "sspf", "consultation": "no"}


def url(draft, number):
    return f"/cases/open/{draft.pk}/{number}/"


def begun(client, first):
    answer = client.post("/cases/open/", first)
    assert answer.status_code == 302, answer.content.decode()
    return CaseDraft.objects.get()


def through(client, first, people=None):
    draft = begun(client, first)
    for number, told in ((2, {**CHILD, **MALIN, **NOBODY} if people is None else people), (3, CONCERN)):
        answer = client.post(url(draft, number), told)
        assert answer.status_code == 302, answer.content.decode()
        assert answer.url == url(draft, number + 1)
    assert client.post(url(draft, 4), {"understood": "on"}).url == url(draft, 5)
    return draft


def test_a_case_is_opened_with_what_was_typed_and_the_draft_is_gone(client, petra, first):
    draft = through(client, first)
    page = client.get(url(draft, 5)).content.decode()
    assert "Ebbe Sundgren" in page
    assert "Samordnat stöd" in page
    answer = client.post(url(draft, 5))
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.reference}/opened/"
    assert (case.title, case.kind, case.coordinator) == ("Samordnat stöd", "sspf", petra)
    child = case.people.get(role="child")
    assert (child.identity_number, str(child.birth_date)) == ("20130310-2394", "2013-03-10")
    assert case.people.get(role="guardian").consent_required
    assert Entry.objects.get().text == "Ebbe är borta från skolan."
    assert not CaseDraft.objects.exists()
    assert case.reference in client.get(answer.url).content.decode()
    assert client.post(url(draft, 5)).status_code == 404


@pytest.mark.parametrize(("last", "warned"), [(10, True), (17, False)])
def test_an_age_outside_of_those_the_way_is_for_is_said_and_stops_nobody(client, petra, first, cast, last, warned):
    place = cast.municipalities["lindaker"]
    day = timezone.localdate()
    Rule.objects.create(code="sspf.ages", country="SE", municipality=place, value={"to": last}, valid_from=day)
    draft = through(client, first)
    page = client.get(url(draft, 5)).content.decode()
    assert (f"for people up to {last} years" in page) is warned
    assert client.post(url(draft, 5)).status_code == 302


def test_wrong_answers_are_said_and_kept(client, petra, first):
    draft = begun(client, first)
    answer = client.post(url(draft, 2), {**CHILD, "child-identity_number": "130310-2395", **MALIN, **NOBODY})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "not a valid identity number" in text
    assert "130310-2395" in text
    assert "Malin" in text
    assert "130310-2395" in client.get(url(draft, 2)).content.decode()


def test_a_first_page_that_is_wrong_goes_on_in_the_same_draft(client, petra, first):
    answer = client.post("/cases/open/", {"kind": "sspf"})
    draft = CaseDraft.objects.get()
    assert answer.status_code == 422
    assert f'action="{url(draft, 1)}"' in answer.content.decode()


def test_back_keeps_what_was_typed_right_or_wrong(client, petra, first):
    draft = begun(client, first)
    answer = client.post(url(draft, 2), {"child-given_name": "Ebbe", "child-birth_date": "nonsense", "back": "1"})
    assert answer.url == url(draft, 1)
    text = client.get(url(draft, 2)).content.decode()
    assert "Ebbe" in text
    assert "nonsense" in text


def test_leaving_keeps_the_opening_among_the_unfinished(client, petra, first):
    draft = begun(client, first)
    assert client.post(url(draft, 2), {**CHILD, "later": "1"}).url == "/"
    assert url(draft, 2) in client.get("/cases/open/").content.decode()


def test_autosave_answers_with_the_time(client, petra, first):
    draft = begun(client, first)
    answer = client.post(url(draft, 2), CHILD, headers={"X-Fragment": "1"})
    assert "saved" in answer.json()["saved_text"]
    draft.refresh_from_db()
    assert draft.data["2"]["child-given_name"] == ["Ebbe"]


@pytest.mark.parametrize("title", ["Stöd till Ebbe", "Ebbes skolgång", "Familjen SUNDGREN", "Ärende 20130310-2394"])
def test_title_and_purpose_may_not_tell_who_it_is_about(client, petra, first, title):
    draft = begun(client, first)
    client.post(url(draft, 2), {**CHILD, **MALIN, **NOBODY})
    for field in ("title", "purpose"):
        answer = client.post(url(draft, 3), {**CONCERN, field: title})
        assert answer.status_code == 422
        assert "tell who the case is about" in answer.content.decode()


def test_a_consultation_has_no_people(client, petra, first):
    draft = through(client, {**first, "consultation": "yes"}, people={})
    client.post(url(draft, 5))
    case = Case.objects.get()
    assert case.status == "consultation"
    assert not Person.objects.exists()


def test_names_typed_before_choosing_a_consultation_are_not_kept_in_the_case(client, petra, first):
    draft = through(client, first)
    client.post(url(draft, 1), {**first, "consultation": "yes"})
    client.post(url(draft, 3), {**CONCERN, "concern": "Ett barn är borta."})
    client.post(url(draft, 5))
    assert Case.objects.get().status == "consultation"
    assert not Person.objects.exists()


def test_the_last_page_leads_back_to_the_first_that_is_not_right(client, petra, first):
    draft = begun(client, first)
    assert client.get(url(draft, 5)).url == url(draft, 2)
    client.post(url(draft, 2), {"child-given_name": "", "back": "1"})
    answer = client.post(url(draft, 5))
    assert answer.url == f"{url(draft, 2)}?check"
    assert "This field is required" in client.get(answer.url).content.decode()
    assert not Case.objects.exists()


def test_an_unknown_number_needs_a_date_of_birth(client, petra, first):
    draft = begun(client, first)
    nameless = {**CHILD, "child-identity_number": ""}
    assert client.post(url(draft, 2), nameless).status_code == 422
    assert client.post(url(draft, 2), {**nameless, "child-birth_date": "2013-03-10", **NOBODY}).status_code == 302


def test_the_same_number_twice_is_refused(client, petra, first):
    draft = begun(client, first)
    answer = client.post(url(draft, 2), {**CHILD, **MALIN, "guardian1-identity_number": "20130310-2394", **NOBODY})
    assert answer.status_code == 422
    assert "same identity number" in answer.content.decode()


def test_address_and_school_of_a_protected_child_are_not_kept(client, petra, first):
    hidden = {"child-protection": "registered", "child-address": "Storgatan 1", "child-school": "Skolan"}
    draft = through(client, first, {**CHILD, **hidden, **MALIN, **NOBODY})
    assert "Storgatan" not in client.get(url(draft, 5)).content.decode()
    client.post(url(draft, 5))
    child = Person.objects.get(role="child")
    assert (child.address, child.school) == ("", "")


def test_one_more_guardian_can_be_asked_for(client, petra, first):
    draft = begun(client, first)
    client.post(url(draft, 2), {**CHILD, "more": "1"})
    text = client.get(url(draft, 2)).content.decode()
    assert "Guardian 3" in text
    assert "Ebbe" in text


def test_an_opening_can_be_thrown_away(client, petra, first):
    draft = begun(client, first)
    assert client.get(f"/cases/open/{draft.pk}/discard/").status_code == 200
    assert client.post(f"/cases/open/{draft.pk}/discard/").status_code == 302
    assert not CaseDraft.objects.exists()


def test_another_s_opening_is_not_there(client, petra, first, cast):
    draft = begun(client, first)
    client.force_login(cast.users["mira"])
    for address in (url(draft, 2), url(draft, 5), f"/cases/open/{draft.pk}/discard/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_only_posts_in_leading_agencies_open_cases(client, cast):
    client.force_login(cast.users["ulrika"])
    assert client.get("/cases/open/").status_code == 403
    assert client.post("/cases/open/", {}).status_code == 403


def test_an_agency_that_is_not_one_s_own_cannot_be_chosen(client, petra, first, cast):
    answer = client.post("/cases/open/", {**first, "agency": str(cast.agencies["A2"].pk)})
    assert answer.status_code == 422


def kinds_offered(client, user):
    client.force_login(user)
    return [value for value, _label in client.get("/cases/open/").context["form"].fields["kind"].choices]


def test_each_agency_is_offered_the_ways_of_working_that_it_opens_in_its_country(client, cast):
    offered = {key: kinds_offered(client, cast.users[key]) for key in ("petra", "tove", "aino")}
    assert offered == {"petra": ["sspf", "sip", "sig", "exit", "gvi"], "tove": ["sip"], "aino": ["sspf", "ankkuri"]}


def test_every_way_of_working_has_a_hint():
    assert set(KIND_HINTS) == set(Case.Kind.values)


def test_a_way_of_working_that_is_not_the_agencys_is_refused(client, cast):
    client.force_login(cast.users["tove"])
    answer = client.post("/cases/open/", {"agency": str(cast.agencies["A6"].pk), "kind": "sig", "consultation": "no"})
    assert answer.status_code == 422
    assert "kind" in answer.context["form"].errors


@pytest.mark.parametrize("kind", ["sip", "sig"])
def test_only_early_intervention_begins_without_names(client, petra, first, kind):
    answer = client.post("/cases/open/", {**first, "kind": kind, "consultation": "yes"})
    assert answer.status_code == 422
    assert "begins with a named person" in answer.content.decode()


def test_health_care_opens_a_coordinated_plan(client, cast):
    client.force_login(cast.users["tove"])
    draft = through(client, {"agency": str(cast.agencies["A6"].pk), "kind": "sip", "consultation": "no"})
    client.post(url(draft, 5))
    case = Case.objects.get()
    assert (case.kind, case.lead_agency.kind, case.steps.open().get().kind) == ("sip", "health", "need")
