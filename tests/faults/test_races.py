"""Two people complete the same step at the same moment, through the pages."""

import threading

from tests.faults.browser import Meanwhile

ROUNDS = 10


def together(*jobs) -> list:
    """Do the jobs at the same moment and return what came of each."""
    barrier = threading.Barrier(len(jobs))

    def at_the_barrier(job):
        barrier.wait(30)
        return job()

    running = [Meanwhile(lambda job=job: at_the_barrier(job)) for job in jobs]
    return [one.answer() for one in running]


def test_one_of_two_succeeds_and_the_other_hears_who_was_first(house, desks, petra, mira):
    people = {"Petra Holm": petra, "Mira Ekvall": mira}
    for number, desk in enumerate(desks[:ROUNDS]):
        pages = {name: browser.get(desk.path) for name, browser in people.items()}
        note = f"Runda {number}"
        jobs = [lambda n=name: desk.send(people[n], pages[n], f"{note} {n}") for name in people]  # noqa: B023
        answers = dict(zip(people, together(*jobs), strict=True))
        assert sorted(a.status for a in answers.values()) == [302, 409], number
        first = next(name for name, a in answers.items() if a.status == 302)
        last = next(name for name in people if name != first)
        assert first in answers[last].text, "the other is told who was first"
        assert f"{note} {last}" in answers[last].text, "and what they typed is not lost"
        assert desk.steps() == [("inform", True, False), ("consent", False, False)]
        written = house.sql("SELECT text FROM coordination_entry WHERE case_id = %s", desk.case)
        assert written == [(f"{note} {first}",)]
        by = {"Petra Holm": "petra", "Mira Ekvall": "mira"}
        assert desk.told("step-completed") == [by[last]]
    house.check()


def test_who_holds_the_case_too_long_lets_the_other_try_again(house, desk, petra, mira):
    page, other = petra.get(desk.path), mira.get(desk.path)
    house.gate("BEFORE INSERT ON coordination_entry FOR EACH ROW WHEN (NEW.text = 'Först')")
    slow = Meanwhile(lambda: desk.send(petra, page, "Först"))
    house.wait_at_gate()
    refused = desk.send(mira, other, "Andra")
    assert refused.status == 409
    assert refused.seconds < 6
    assert "Andra" in refused.text
    house.open_gate()
    assert slow.answer().status == 302
    late = desk.send(mira, refused, "Andra")
    assert late.status == 409
    assert "Petra Holm" in late.text
    desk.assert_done_once()
    house.check()
