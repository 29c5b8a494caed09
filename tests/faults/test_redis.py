"""Redis is gone, or hangs: live updates are all that is lost."""

import signal

import pytest

from tests.faults.browser import Browser, Meanwhile, hears

PAGES = ["/", "/steps/", "/cases/", "/meetings/", "/notifications/", "/notifications/unread/", "/profile/"]
OF_A_CASE = ["", "people/", "consent/", "notes/", "documents/", "meetings/", "plan/", "history/"]
NORMAL = 5  # seconds; a knock gives up after two


def test_without_redis_every_page_works_steps_are_done_and_people_log_in(house, desk, petra):
    house.valkey.stop()
    paths = [*PAGES, *(f"/cases/{desk.reference}/{tab}" for tab in OF_A_CASE)]
    answers = {path: petra.get(path).status for path in paths}
    assert answers == dict.fromkeys(paths, 200)
    done = desk.fill_in(petra)
    assert done.status == 302
    assert done.seconds < NORMAL
    desk.assert_done_once()
    assert desk.reference in Browser(house).log_in("mira").get("/notifications/").text
    house.check()


def test_a_redis_that_hangs_holds_nobody_up_for_long(house, desk, petra):
    page = petra.get(desk.path)
    house.valkey.process.send_signal(signal.SIGSTOP)
    try:
        done = desk.send(petra, page)
    finally:
        house.valkey.process.send_signal(signal.SIGCONT)
    assert done.status == 302
    assert done.seconds < NORMAL
    desk.assert_done_once()
    house.check()


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_live_updates_come_back_with_redis(house, desks, petra, mira, how):
    with mira.socket() as socket:
        first = Meanwhile(lambda: hears(socket, "bump"))
        assert desks[0].fill_in(petra).status == 302
        assert first.answer(), "it is live to begin with"
        house.valkey.stop(how=signal.SIGKILL if how == "killed" else signal.SIGINT)
        assert desks[1].fill_in(petra).status == 302
    house.valkey.start()
    with mira.socket() as socket:
        again = Meanwhile(lambda: hears(socket, "bump"))
        assert desks[2].fill_in(petra).status == 302
        assert again.answer(), "and again when Redis is back"
    for desk in desks[:3]:
        desk.assert_done_once()
