"""One agency asks another for information: Leyla (leisure) asks the school, Ulrika answers at the desk."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from coordination.models import Disclosure, InfoReply, InfoRequest, LegalBasis
from coordination.sharing.approving import refuse_disclosure
from coordination.sharing.asking.actions import ask, refuse
from permissions import policy
from permissions.roles import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(joint_case, person, agency):
    """Leyla's request to the school."""
    return ask(
        joint_case, by=person("leyla"), agency=agency("A4"), to=agency("A3"), what="KANARIFRÅGA", why="Planera fritid"
    )


def url(name, request_):
    return reverse(name, args=[request_.pk])


def test_asking_tells_the_other_agency_and_lists_it_for_both_only(client, joint_case, person, agency):
    client.force_login(person("leyla"))
    day = timezone.localdate() + timedelta(days=7)
    data = {"to": agency("A3").pk, "what": "KANARIFRÅGA", "why": "Planera", "due_on": day}
    assert client.post(reverse("info_request_ask", args=[joint_case.reference]), data).status_code == 302
    made = InfoRequest.objects.get()
    assert (made.from_agency, made.to_agency, made.due_on) == (agency("A4"), agency("A3"), day)
    assert person("ulrika").notifications.filter(event__kind="info-wanted").exists()
    assert not person("petra").notifications.filter(event__kind__startswith="info-").exists()
    listed = reverse("info_requests", args=[joint_case.reference])
    for name, sees in (("leyla", True), ("ulrika", True), ("petra", False)):
        client.force_login(person(name))
        assert ("KANARIFRÅGA" in client.get(listed).content.decode()) is sees
        assert client.get(url("info_request", made)).status_code == (200 if sees else 404)
        assert policy.can(person(name), Act.VIEW, made) is sees


def test_an_answer_goes_over_the_desk_and_comes_back_with_what_was_given(desk, request_, note, basis, agency, person):
    query = f"?request={request_.pk}"
    assert "KANARIFRÅGA" in desk.client.get(reverse("share", args=[desk.case.reference]) + query).content.decode()
    desk.begin(agency("A4"), note, query=query)
    desk.parts(note)
    page = desk.get("ground").content.decode()
    assert "asked you for this" not in page
    LegalBasis.objects.filter(pk=basis.pk).update(kind="on_request_duty")
    desk.post("ground", first="cannot", basis=basis.pk)
    desk.conditions()
    assert desk.confirm().status_code == 422
    desk.confirm(whole="yes")
    given = Disclosure.objects.get()
    reply = InfoReply.objects.get()
    request_.refresh_from_db()
    assert not given.own_initiative
    assert list(reply.disclosures.all()) == [given]
    assert (reply.kind, request_.status) == ("answer", "answered")
    assert person("leyla").notifications.filter(event__kind="info-answer-came").exists()
    desk.client.force_login(person("leyla"))
    assert reverse("entry", args=[note.pk]) in desk.client.get(url("info_request", request_)).content.decode()


def test_only_the_asking_agency_can_be_given_the_answer(desk, request_, note, agency):
    page = desk.begin(agency("A1"), note, query=f"?request={request_.pk}")
    assert page.status_code == 422
    assert desk.client.get(reverse("share", args=[desk.case.reference]) + "?request=nonsense").status_code == 404


def test_a_part_of_the_answer_leaves_the_request_open_and_a_refused_approval_opens_it_again(
    desk, request_, note, basis, agency, person
):
    LegalBasis.objects.filter(pk=basis.pk).update(needs_approver=True)
    desk.begin(agency("A4"), note, query=f"?request={request_.pk}")
    desk.parts(note, "text-0")
    desk.post("ground", first="cannot", basis=basis.pk)
    desk.conditions()
    desk.confirm(whole="no")
    request_.refresh_from_db()
    assert (request_.status, request_.is_open) == ("partly", True)
    refuse_disclosure(Disclosure.objects.get(), by=person("henrik"), reason="nej")
    request_.refresh_from_db()
    assert request_.status == "open"


def test_a_refusal_needs_a_reason_and_closes_the_request(client, request_, person):
    client.force_login(person("ulrika"))
    assert client.post(url("info_request_refuse", request_), {"text": ""}).status_code == 422
    assert client.post(url("info_request_refuse", request_), {"text": "Elevhälsosekretess"}).status_code == 302
    request_.refresh_from_db()
    assert request_.status == "refused"
    assert person("leyla").notifications.filter(event__kind="info-refusal-came").exists()
    with pytest.raises(ValidationError, match="closed: refused"):
        refuse(request_, by=person("ulrika"), reason="igen")
    client.force_login(person("leyla"))
    assert "Elevhälsosekretess" in client.get(url("info_request", request_)).content.decode()


def test_the_asker_cannot_refuse_nor_the_asked_withdraw_but_both_may_remark(client, request_, person):
    client.force_login(person("leyla"))
    assert client.post(url("info_request_refuse", request_), {"text": "x"}).status_code == 403
    assert client.post(url("info_request_remark", request_), {"text": "Gäller tisdagar"}).status_code == 302
    client.force_login(person("ulrika"))
    assert client.post(url("info_request_withdraw", request_)).status_code == 403
    assert client.post(url("info_request_remark", request_), {"text": "Vilka veckor?"}).status_code == 302
    assert [r.agency.kind for r in request_.replies.all()] == ["leisure", "school"]
    client.force_login(person("leyla"))
    assert client.post(url("info_request_withdraw", request_)).status_code == 302
    request_.refresh_from_db()
    assert request_.status == "withdrawn"
    client.force_login(person("petra"))
    for name in ("info_request_refuse", "info_request_remark", "info_request_withdraw"):
        assert client.post(url(name, request_), {"text": "x"}).status_code == 404


def test_both_agencies_must_take_part(joint_case, person, agency):
    for to, words in ((agency("A6"), "does not take part"), (agency("A4"), "another agency than your own")):
        with pytest.raises(ValidationError, match=words):
            ask(joint_case, by=person("leyla"), agency=agency("A4"), to=to, what="x", why="y")
    assert not InfoRequest.objects.exists()


def test_the_history_keeps_it_between_the_two(client, joint_case, request_, person):
    client.force_login(person("ulrika"))
    history = reverse("case_history", args=[joint_case.reference])
    assert "for information" in client.get(history).content.decode()
    third = joint_case.participations.get(is_lead=False, agency__kind="leisure")
    third.status = "left"
    third.save()
    client.force_login(person("leyla"))
    assert client.get(url("info_request", request_)).status_code == 404
