"""PostgreSQL is thrown over and started again."""

from tests.faults.browser import Browser, Meanwhile

PAGES = ["/", "/steps/", "/cases/", "/notifications/", "/profile/"]


def test_after_a_restart_the_next_request_of_everybody_works(house, desk, petra, mira):
    for path in PAGES:
        assert petra.get(path).status == 200
    house.restart_postgres()
    answers = {path: petra.get(path).status for path in PAGES}
    assert answers == dict.fromkeys(PAGES, 200), "no connection of the pool is used that is dead"
    house.restart_postgres()
    assert desk.fill_in(mira).status == 302
    house.restart_postgres()
    assert petra.get("/healthz").status == 200
    assert house.web.poll() is None
    house.check()


def test_a_step_cut_off_in_the_middle_has_not_happened_and_can_be_done_again(house, desk, petra):
    page = petra.get(desk.path)
    house.gate("BEFORE INSERT ON coordination_notification FOR EACH ROW")
    request, before = Meanwhile(lambda: desk.send(petra, page)), house.work()
    house.wait_at_gate()
    house.postgres.stop(how=house.AT_ONCE)
    answer = request.answer()
    assert answer.status >= 500, "she is told that it did not work"
    assert "psycopg" not in answer.text
    house.postgres.start()
    assert house.work() == before, "nothing half"
    house.open_gate()
    assert desk.send(petra, petra.get(desk.path)).status == 302
    desk.assert_done_once()
    house.check()


def test_while_it_is_gone_the_load_balancer_is_told_soon_and_it_comes_back_by_itself(house, petra):
    house.postgres.stop(how=house.AT_ONCE)
    gone = petra.get("/healthz")
    assert gone.status == 503
    assert gone.seconds < 8
    house.postgres.start()
    assert petra.get("/healthz").status == 200
    Browser(house).log_in("mira")
