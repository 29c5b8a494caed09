"""kill -9 of the web server while somebody completes a step."""

import pytest

from tests.faults.browser import Browser, Meanwhile

DRAFT = "De ville veta vem som läser."
# Where in the one transaction of the request it stands when it dies.
INSIDE = {
    "as the work is written": "BEFORE INSERT ON coordination_entry FOR EACH ROW",
    "as the history is written": "BEFORE INSERT ON coordination_event FOR EACH ROW WHEN (NEW.kind = 'step-completed')",
    "as people are told": "BEFORE INSERT ON coordination_notification FOR EACH ROW",
    "as the next step is made": "BEFORE INSERT ON coordination_step FOR EACH ROW",
}
AT_COMMIT = (
    "AFTER INSERT ON coordination_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'step-completed')"
)


@pytest.mark.parametrize("where", INSIDE)
def test_killed_inside_the_step_nothing_has_happened_and_it_can_be_done_again(house, desk, petra, where):
    page = petra.get(desk.path)
    kept = petra.post(f"{desk.path}draft/", page, how="phone", note=DRAFT)
    assert kept.status == 200, kept
    page, before = petra.get(desk.path), house.work()
    house.gate(INSIDE[where])
    request = Meanwhile(lambda: desk.send(petra, page))
    house.wait_at_gate()
    house.kill_web()
    assert request.answer().status == 0, "nobody has heard that it went well"
    house.open_gate()
    house.wait_for_silence()
    assert house.work() == before, "nothing half"

    house.start_web()
    page = petra.get(desk.path)
    assert DRAFT in page.text, "the draft is still there"
    assert desk.send(petra, page).status == 302
    desk.assert_done_once()
    house.check()


def test_killed_as_it_is_committed_the_step_is_done_and_everybody_finds_out(house, desk, petra, mira):
    page = petra.get(desk.path)
    house.gate(AT_COMMIT)
    request = Meanwhile(lambda: desk.send(petra, page))
    house.wait_at_gate()
    house.kill_web()
    assert request.answer().status == 0
    assert desk.is_untouched(), "the commit has not come through yet"
    house.open_gate()
    house.wait_for_silence()
    desk.assert_done_once()

    house.start_web()
    badge = mira.get("/notifications/unread/", **{"X-Fragment": "1"})
    unread = "SELECT count(*) FROM coordination_notification n JOIN coordination_user u ON u.id = n.recipient_id "
    number = house.sql(unread + "WHERE u.email = 'mira@example.org' AND read_at IS NULL")[0][0]
    assert badge.status == 200
    assert str(number) in badge.text, "the page catches up without the knock that died"
    assert desk.reference in mira.get("/notifications/").text

    again = desk.send(petra, page)
    assert again.status == 409
    assert "Petra Holm" in again.text, "she hears that it was done, and by whom"
    desk.assert_done_once()
    house.check()


def test_killed_and_started_again_everybody_is_still_logged_in(house, desk, petra):
    house.kill_web()
    house.start_web()
    assert petra.get(desk.path).status == 200
    assert Browser(house).get(desk.path).status == 302, "who never was, is not"
