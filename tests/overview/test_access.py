"""People and access: who can see what and why, and every change to it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from coordination.cases.actions import change_coordinator
from coordination.cases.inviting import admit, invite
from coordination.models import Participation, Step, User
from permissions import grants, policy
from permissions.roles import Act
from tests.conftest import consent_of_both

pytestmark = pytest.mark.django_db


def people(case):
    return f"{case.get_absolute_url()}people/"


def get(client, user, url, status=200):
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, user, url, data, status):
    client.force_login(user)
    answer = client.post(url, data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def place(case, cast, key):
    return Participation.objects.get(case=case, agency=cast.agencies[key])


def live(case, user):
    return grants.of_case(case).live().filter(user=user)


def test_everybody_in_the_case_sees_who_has_access_and_since_when(client, joint_case, person):
    text = get(client, person("leyla"), people(joint_case))
    for name in ("Petra Holm", "Ulrika Sand", "Leyla Marklund", "On consent until"):
        assert name in text
    assert "Sundgren" not in text


def test_strangers_get_404_and_a_manager_sees_the_own_agency_alone(client, joint_case, person):
    get(client, person("ali"), people(joint_case), 404)
    text = get(client, person("henrik"), people(joint_case))
    assert "Ulrika Sand" in text
    assert "Leyla" not in text
    assert "E.S." not in text


def test_the_manager_gives_a_colleague_access_until_a_day(client, joint_case, cast, person):
    url = f"/participations/{place(joint_case, cast, 'A3').pk}/access/"
    day = timezone.localdate() + timedelta(days=10)
    post(client, person("henrik"), url, {"user": person("henrik").pk, "reason": "Vikarie", "until": day}, 302)
    assert live(joint_case, person("henrik")).get().valid_until
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert not policy.can(person("henrik"), Act.VIEW, joint_case)
        admit(place(joint_case, cast, "A3"), person("henrik"), by=person("henrik"), reason="igen")
        assert policy.can(person("henrik"), Act.VIEW, joint_case)


def test_what_was_typed_stays_when_access_is_not_given(client, joint_case, cast, person):
    url = f"/participations/{place(joint_case, cast, 'A3').pk}/access/"
    told = {"user": person("ali").pk, "reason": "Behöver läsa", "until": "2020-01-01"}
    text = post(client, person("henrik"), url, told, 422)
    assert "Behöver läsa" in text
    assert "passed already" in text
    assert not live(joint_case, person("ali")).exists()


def test_a_partner_s_worker_cannot_give_access(client, joint_case, cast, person):
    get(client, person("ulrika"), f"/participations/{place(joint_case, cast, 'A3').pk}/access/", 404)
    get(client, person("petra"), f"/participations/{place(joint_case, cast, 'A3').pk}/access/", 404)


def test_access_is_ended_with_a_reason_and_listed_as_ended(client, joint_case, person):
    grant = live(joint_case, person("ulrika")).get()
    url = f"{joint_case.get_absolute_url()}access/{grant.pk}/end/"
    get(client, person("leyla"), url, 403)
    get(client, person("ali"), url, 404)
    text = get(client, person("henrik"), url)
    assert "The access ends at once" in text
    post(client, person("henrik"), url, {"reason": ""}, 422)
    post(client, person("henrik"), url, {"reason": "Slutat"}, 302)
    assert not policy.can(person("ulrika"), Act.VIEW, joint_case)
    assert "1 ended access" in get(client, person("henrik"), people(joint_case))


def test_the_coordinator_s_own_access_cannot_just_be_ended(client, joint_case, person):
    grant = live(joint_case, person("petra")).get()
    text = post(client, person("petra"), f"{joint_case.get_absolute_url()}access/{grant.pk}/end/", {"reason": "x"}, 422)
    assert "hand the coordination over first" in text


def test_an_agency_is_taken_out_after_the_consequences_are_said(client, joint_case, cast, person):
    there = place(joint_case, cast, "A4")
    url = f"/participations/{there.pk}/leave/"
    assert "lose their access at once" in get(client, person("petra"), url)
    get(client, person("ulrika"), url, 403)
    get(client, person("ali"), url, 404)
    post(client, person("petra"), url, {"reason": "Behövs inte"}, 302)
    assert not policy.can(person("leyla"), Act.VIEW, joint_case)
    assert "Behövs inte" in get(client, person("petra"), people(joint_case))


def test_a_late_invitation_offers_what_the_consents_name_and_says_why_not_others(client, joint_case, cast, person):
    url = f"{joint_case.get_absolute_url()}invite/"
    joint_case.steps.open().update(withdrawn_at=timezone.now())
    text = get(client, person("petra"), url)
    assert "Polisen" not in text.split("Cannot be invited")[0] or "No agency can be invited now" in text
    assert "the consents do not name it" in text
    assert "is in the case already" in text
    consent_of_both(joint_case, cast, ["A3", "A4", "A5"])
    assert cast.agencies["A5"].short_name in get(client, person("petra"), url).split("Cannot be invited")[0]
    post(client, person("petra"), url, {"agency": cast.agencies["A6"].pk, "message": "Hej"}, 422)
    post(client, person("petra"), url, {"agency": cast.agencies["A5"].pk, "message": "Hej"}, 302)
    assert place(joint_case, cast, "A5").status == "invited"
    get(client, person("ulrika"), url, 404)


def test_before_the_step_of_inviting_nobody_is_invited_late(client, case, consents, cast, person):
    url = f"{case.get_absolute_url()}invite/"
    assert "Not yet" in get(client, person("petra"), url)
    post(client, person("petra"), url, {"agency": cast.agencies["A3"].pk}, 422)


def test_the_coordination_is_handed_over(client, joint_case, person):
    url = f"{joint_case.get_absolute_url()}coordinator/"
    get(client, person("ulrika"), url, 403)
    post(client, person("petra"), url, {"user": person("mira").pk}, 302)
    joint_case.refresh_from_db()
    assert joint_case.coordinator == person("mira")
    assert policy.can(person("mira"), Act.COORDINATE, joint_case)
    assert not policy.can(person("petra"), Act.VIEW, joint_case)


def test_the_lead_s_manager_may_change_the_coordinator_a_partner_s_may_not(client, joint_case, person):
    url = f"{joint_case.get_absolute_url()}coordinator/"
    get(client, person("henrik"), url, 404)
    from django.http import Http404

    with pytest.raises(Http404):
        change_coordinator(joint_case, by=person("henrik"), to=person("mira"))
    post(client, person("samira"), url, {"user": person("mira").pk}, 302)


def test_an_invitation_shows_the_cover_and_leads_to_its_step(client, case, consents, cast, person):
    there = invite(case, cast.agencies["A3"], by=person("petra"), message="Vi behöver er")
    url = f"/invitations/{there.pk}/"
    text = get(client, person("henrik"), url)
    assert "Vi behöver er" in text
    assert case.purpose in text
    assert case.title not in text
    get(client, person("ulrika"), url, 404)
    get(client, person("petra"), url, 404)


def test_without_a_step_the_invitation_is_answered_on_its_page(client, case, consents, cast, person):
    there = invite(case, cast.agencies["A3"], by=person("petra"))
    Step.objects.filter(kind="answer").update(withdrawn_at=timezone.now())
    url = f"/invitations/{there.pk}/"
    text = post(client, person("henrik"), url, {"answer": "no", "reason": ""}, 422)
    assert "Say why the agency declines" in text
    post(client, person("henrik"), url, {"answer": "yes", "people": [person("ulrika").pk]}, 302)
    assert policy.can(person("ulrika"), Act.VIEW, case)


def test_the_page_of_access_costs_no_more_with_more_people(client, joint_case, person, django_assert_max_num_queries):
    client.force_login(person("petra"))
    with django_assert_max_num_queries(31):
        client.get(people(joint_case))


def test_a_reason_of_the_products_own_is_read_in_the_readers_language(client, joint_case, person):
    for language, words in (("en", "Opened the case"), ("sv", "Öppnade ärendet"), ("fi", "Avasi asian")):
        User.objects.update(language=language)
        client.force_login(person("petra"))
        assert words in client.get(people(joint_case)).content.decode()
