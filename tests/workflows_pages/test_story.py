"""The whole of S1 on the pages of its steps."""

import pytest

from coordination.models import Case, Consent, Entry, Meeting, Person
from tests.workflows_pages.conftest import day, person_data

pytestmark = pytest.mark.django_db


def test_a_case_is_walked_from_consent_to_after_follow_up(desk):
    desk.to_follow_up()
    page = desk.get("petra", "follow_up")
    assert "Vara i skolan" in page.content.decode()
    desk.done("petra", "follow_up", **desk.marks(), **desk.own_actions(), outcome="continue", next_on=day(60))
    desk.done("petra", "follow_up", **desk.marks(8), **desk.own_actions(), outcome="close")
    desk.get("petra", "close")
    closing = {"outcome": "goals_met", "child_rating": 9, "guardian_rating": 8, "note": "Bra", "after_on": day(180)}
    desk.done("petra", "close", **desk.marks(9), **closing)
    desk.done("petra", "after_follow_up", note="Det går bra", child="Jag mår bra")
    case = Case.objects.get(pk=desk.case.pk)
    assert (case.status, case.end_state) == ("closed", "goals_met")
    assert (case.child_rating, case.guardian_rating) == (9, 8)


def test_every_page_of_the_story_can_be_opened(desk):
    desk.to_plan()
    assert desk.get("petra", "draft_plan").status_code == 200
    desk.post("petra", "draft_plan", begin="1")
    assert desk.get("petra", "draft_plan").status_code == 200


def test_a_consultation_goes_on_to_the_family_and_registers_them(consultation):
    desk = consultation
    assert desk.get("petra", "consult").status_code == 200
    desk.done("petra", "consult", note="En elev har mycket frånvaro", outcome="proceed", nameless="on")
    assert desk.get("petra", "inform").status_code == 200
    people = person_data("child", "Ebbe", "Sundgren", "20130310-2394")
    people |= person_data("guardian1", "Malin", "Sundgren", "19820425-9264") | {"guardian1-custody": "on"}
    people["guardian2-protection"] = "none"
    desk.inform(child="Jag vill ha hjälp", **people)
    assert sorted(desk.case.people.values_list("role", flat=True)) == ["child", "guardian"]
    assert Entry.objects.get(topic="home").text == "Jag vill ha hjälp"
    assert Person.objects.get(case=desk.case, role="guardian").consent_required


def test_a_consultation_may_end_with_a_reason(consultation):
    desk = consultation
    data = {"note": "Kort råd", "outcome": "end", "nameless": "on"}
    assert desk.post("petra", "consult", **data).status_code == 422
    answer = desk.done("petra", "consult", **data, reason="Rådet räckte")
    assert answer.status_code == 200
    assert Case.objects.get(pk=desk.case.pk).end_state == "consulted"


def test_identity_numbers_are_refused_in_a_consultation(consultation):
    for text in ("Gäller 20130310-2394", "gäller 1303102394", "Se 130310-2394.", "HETU 131052-308T"):
        answer = consultation.post("petra", "consult", note=text, outcome="proceed", nameless="on")
        assert answer.status_code == 422, text
        assert text in answer.content.decode()


def test_consent_given_in_part_is_recorded_per_person(desk):
    desk.inform()
    desk.done("petra", "consent", **desk.consent_data("A3", topics=["school"]))
    assert {tuple(c.topics) for c in Consent.objects.all()} == {("school",)}
    assert desk.case.steps.get(kind="consent").outcome == "partial"


def test_a_refusal_needs_a_way_on_and_may_end_the_case(desk):
    desk.inform()
    data = desk.consent_data("A3", answer="no")
    assert desk.post("petra", "consent", **data).status_code == 422
    desk.done("petra", "consent", **data, after_no="again")
    desk.inform()
    desk.done("petra", "consent", **data, after_no="refused")
    assert Case.objects.get(pk=desk.case.pk).end_state == "no_consent"


def test_an_answer_shows_only_the_cover_and_a_no_needs_a_reason(desk):
    desk.inform(child="Ebbes egna ord")
    desk.done("petra", "consent", **desk.consent_data("A3"))
    desk.done("petra", "screen", known="no", outcome="proceed")
    agency = str(desk.cast.agencies["A3"].pk)
    desk.done("petra", "invite", agencies=[agency], message="Välkomna till ett möte")
    page = desk.get("henrik", "answer", "A3").content.decode()
    assert "Välkomna till ett möte" in page
    assert desk.case.purpose in page
    assert not any(secret in page for secret in ("Ebbe", "E.S.", "Sundgren", desk.case.title))
    assert desk.post("henrik", "answer", "A3", answer="declined").status_code == 422
    answer = desk.at("henrik").post(
        desk.url("answer", "A3"), {"answer": "declined", "reason": "Ingen tid"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/steps/"
    assert desk.case.participations.get(agency=agency).status == "declined"


def test_a_contact_who_accepts_reads_the_confirmation(desk):
    desk.inform()
    desk.done("petra", "consent", **desk.consent_data("A3"))
    desk.done("petra", "screen", known="no", outcome="proceed")
    desk.done("petra", "invite", agencies=[str(desk.cast.agencies["A3"].pk)])
    answer = desk.answer("henrik", "A3", "ulrika")
    assert desk.at("henrik").get(answer.url).status_code == 200


def test_a_mapping_is_shared_with_nobody_unless_chosen(desk):
    desk.to_mapping("A3", "A4")
    desk.done("ulrika", "map", "A3", **{"school-now": "Frånvaron ökar"})
    entry = Entry.objects.get(topic="school")
    assert entry.agency == desk.cast.agencies["A3"]
    assert not entry.disclosures.exists()


def test_a_mapping_is_shared_topic_by_topic_as_far_as_consent_goes(desk):
    desk.inform()
    desk.done("petra", "consent", **desk.consent_data("A3", "A4", topics=["school", "plan"]))
    desk.done("petra", "screen", known="no", outcome="proceed")
    desk.done("petra", "invite", agencies=[str(desk.cast.agencies[k].pk) for k in ("A3", "A4")])
    for key, contact, worker in (("A3", "henrik", "ulrika"), ("A4", "leyla", "leyla")):
        desk.answer(contact, key, worker)
    lead = str(desk.cast.agencies["A1"].pk)
    data = {"school-now": "Frånvaro", "leisure-now": "Fotboll", "share": [lead]}
    page = desk.post("ulrika", "map", "A3", **data, preview="1").content.decode()
    assert "Frånvaro" in page
    desk.done("ulrika", "map", "A3", **data)
    shared = {e.topic: e.disclosures.count() for e in Entry.objects.filter(step__kind="map")}
    assert shared == {"school": 1, "leisure": 0}


def test_the_review_shows_what_was_shared_and_may_ask_for_more(desk):
    desk.to_mapping("A3", "A4")
    lead = str(desk.cast.agencies["A1"].pk)
    desk.done("ulrika", "map", "A3", **{"school-now": "Frånvaron ökar", "share": [lead]})
    desk.done("leyla", "map", "A4", **{"leisure-now": "HEMLIGT FÖR ANDRA"})
    desk.done("petra", "map", **{"home-now": "Lugnt"})
    page = desk.get("petra", "review").content.decode()
    assert "Frånvaron ökar" in page
    assert "HEMLIGT" not in page
    assert desk.post("petra", "review", outcome="more").status_code == 422
    again = [str(desk.cast.agencies["A4"].pk)]
    desk.done("petra", "review", outcome="more", agencies=again, reason="Berätta mer om fritiden")
    step = desk.step("map", "A4")
    assert (step.round, step.reason) == (2, "Berätta mer om fritiden")
    assert "Berätta mer om fritiden" in desk.get("leyla", "map", "A4").content.decode()


def test_a_plan_sent_back_is_written_again_with_the_reason(desk):
    desk.to_plan()
    desk.post("petra", "draft_plan", begin="1")
    base = desk.get("petra", "draft_plan").context["form"].base
    desk.done("petra", "draft_plan", base=base, **desk.plan_data())
    page = desk.get("ulrika", "approve", "A3").content.decode()
    assert "Gör 1" in page
    assert "Gör 0" not in page
    assert desk.post("ulrika", "approve", "A3", outcome="returned").status_code == 422
    desk.done("ulrika", "approve", "A3", outcome="returned", reason="Vi hinner inte")
    for step in desk.case.steps.open().filter(kind="approve"):
        assert step.agency == desk.cast.agencies["A1"]
        desk.done("petra", "approve", outcome="approved")
    assert "Vi hinner inte" in desk.get("petra", "draft_plan").content.decode()


def test_rows_of_the_plan_come_and_go_without_a_script_and_lose_nothing(desk):
    desk.to_plan()
    desk.post("petra", "draft_plan", begin="1")
    page = desk.post("petra", "draft_plan", **desk.plan_data(), **{"goal-add": "1"})
    assert page.status_code == 200
    html = page.content.decode()
    assert 'name="goal-1-words"' in html
    assert "Vara i skolan" in html
    page = desk.post("petra", "draft_plan", **desk.plan_data(), **{"action-remove": "0"})
    assert "Gör 0" not in page.content.decode()
    assert "Gör 1" in page.content.decode()


def test_minutes_written_on_the_meetings_page_let_the_step_go_on(desk):
    desk.to_review()
    desk.done("petra", "review", outcome="enough")
    desk.done(
        "petra",
        "call_meeting",
        kind="network",
        day=day(7),
        time="13:00",
        minutes_long=60,
        place="Rum 2",
        agencies=[str(desk.cast.agencies["A3"].pk)],
        agenda="Läget",
    )
    Meeting.objects.update(status="held")
    assert desk.get("petra", "hold_meeting").status_code == 200
    desk.done("petra", "hold_meeting")
