"""How far a case has come, as each reader may see it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils.translation import override

from coordination.cases.actions import close_case
from coordination.cases.inviting import leave
from coordination.sharing.consent import withdraw_consent
from coordination.steps.kinds import TITLES
from tests.workflows.test_runs import late
from workflows.drawing import title_lines
from workflows.picture import chart_svg, chart_text, step_list

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def states(walk, by="petra"):
    return {str(row["title"]): row["state"] for row in step_list(walk.case, walk.cast.users[by])}


def row(walk, title, by="petra"):
    return next(r for r in step_list(walk.case, walk.cast.users[by]) if r["title"] == title)


def branches(found):
    return {part["title"]: part["state"] for part in found["sub"]}


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_no_title_of_a_step_is_cut_in_its_box(language):
    with override(language):
        cut = [str(title) for title in TITLES.values() if "…" in "".join(title_lines(str(title)))]
    assert not cut


def test_a_new_case_shows_where_it_is_and_what_is_to_come(walk):
    rows = step_list(walk.case, walk.cast.users["petra"])
    assert [r["number"] for r in rows] == list(range(1, len(rows) + 1))
    assert (rows[0]["title"], rows[0]["state"], rows[0]["state_text"]) == (
        "Inform and ask the family",
        "now",
        "Your step",
    )
    assert rows[0]["url"] == f"/steps/{walk.step('inform').pk}/"
    assert {r["state"] for r in rows[1:]} == {"todo"}
    assert rows[-1]["title"] == "After-follow-up"


def test_what_is_done_says_when_and_by_whom(walk):
    walk.do("inform")
    assert row(walk, "Inform and ask the family")["state"] == "done"
    assert row(walk, "Inform and ask the family")["meta"].endswith("Petra Holm")
    assert row(walk, "Record consent")["state"] == "now"


def test_parallel_branches_are_named_by_their_agencies(walk):
    walk.to_mapping("A3", "A4")
    walk.do("map", agency="A3")
    found = row(walk, "Describe the situation")
    assert branches(found) == {
        "Socialtjänsten mottagning": "now",
        "Åbrinkens skola": "done",
        "Kultur och fritid": "waiting",
    }
    assert (found["state"], found["state_text"]) == ("now", "1 of 3 done")


def test_others_read_for_whom_the_case_waits(walk):
    walk.to_mapping("A3", "A4")
    walk.map_all()
    found = row(walk, "Review the mapping", by="ulrika")
    assert (found["state"], found["state_text"]) == ("waiting", "Waiting for Socialtjänsten mottagning")
    assert found["url"] == ""


def test_each_reader_sees_their_own_step_as_theirs_and_may_open_only_that(walk):
    walk.to_mapping("A3", "A4")
    found = row(walk, "Describe the situation", by="ulrika")
    assert branches(found)["Åbrinkens skola"] == "now"
    assert branches(found)["Socialtjänsten mottagning"] == "waiting"
    assert [bool(part["url"]) for part in found["sub"]] == [part["title"] == "Åbrinkens skola" for part in found["sub"]]


def test_somebody_outside_sees_nothing(walk):
    assert step_list(walk.case, walk.cast.users["ali"]) == []
    assert chart_text(walk.case, walk.cast.users["ali"]) == []


def test_an_overdue_step_says_how_late_it_is(walk):
    with time_machine.travel(walk.step("inform").due_at + timedelta(days=2, hours=1), tick=False):
        found = row(walk, "Inform and ask the family")
    assert (found["state"], found["state_text"]) == ("overdue", "3 days late")


def test_what_was_not_needed_is_skipped(walk):
    walk.to_invite("A3")
    walk.do("invite")
    assert states(walk)["Answer the invitation"] == "skipped"


def test_an_agency_that_left_is_not_counted(walk):
    walk.to_mapping("A3", "A4")
    leave(walk.there("A4"), by=walk.cast.users["petra"], reason="Ej aktuellt")
    found = row(walk, "Describe the situation")
    assert branches(found)["Kultur och fritid"] == "skipped"
    assert found["state_text"] == "0 of 2 done"


def test_a_new_round_shows_what_is_to_come_again(walk):
    walk.to_follow_up("A3")
    walk.do("follow_up", "remap")
    found = states(walk)
    assert found["Record consent"] == "done"
    assert found["Describe the situation"] == "now"
    assert found["Review the mapping"] == found["Write the joint plan"] == "todo"


def test_a_late_agency_does_not_take_the_case_back(walk):
    walk.to_follow_up("A3")
    late(walk)
    walk.answer("A5")
    found = states(walk)
    assert found["Describe the situation"] == "waiting"
    assert found["Write the joint plan"] == "done"
    assert found["Follow up the plan"] == "now"


def test_withdrawn_consent_shows_what_remains(walk):
    walk.to_mapping("A3")
    withdraw_consent(walk.case.consents.filter(ended_at=None).first(), by=walk.cast.users["petra"])
    found = states(walk)
    assert found["Settle after withdrawn consent"] == "now"
    assert found["Describe the situation"] == found["Write the joint plan"] == "skipped"


def test_a_closed_case_has_nothing_to_come(walk):
    walk.to_mapping("A3")
    close_case(walk.case, by=walk.cast.users["petra"], end="moved")
    assert set(states(walk).values()) == {"done", "skipped"}


def test_the_drawing_says_the_same_in_words(walk):
    walk.to_mapping("A3", "A4")
    rows = step_list(walk.case, walk.cast.users["petra"])
    words = chart_text(walk.case, walk.cast.users["petra"])
    assert len(words) == len(rows)
    assert words[0].startswith("1. Inform and ask the family: Done, ")
    assert "Åbrinkens skola, Waiting, Due " in words[5]


def test_the_drawing_is_whole_and_has_no_style_of_its_own(walk):
    walk.to_mapping("A3", "A4")
    drawn = chart_svg(walk.case, walk.cast.users["petra"])
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [
        root.find(f"{SVG}title").get("id"),
        root.find(f"{SVG}desc").get("id"),
    ]
    assert "style" not in drawn
    rows = step_list(walk.case, walk.cast.users["petra"])
    assert len(root.findall(f".//{SVG}rect")) == sum(len(r["sub"]) or 1 for r in rows)
    _x, _y, width, height = map(int, root.get("viewBox").split())
    for box in root.iter(f"{SVG}rect"):
        assert 0 <= int(box.get("x")) <= width - int(box.get("width"))
        assert 0 <= int(box.get("y")) <= height - int(box.get("height"))


def test_a_name_in_the_drawing_is_only_text(walk):
    agency = walk.cast.agencies["A1"]
    agency.short_name = "<script>x</script>"
    agency.save()
    walk.to_mapping("A3")
    assert "<script" not in chart_svg(walk.case, walk.cast.users["ulrika"])


def test_the_picture_asks_few_questions(walk, django_assert_max_num_queries):
    walk.to_mapping("A3", "A4")
    with django_assert_max_num_queries(9):
        step_list(walk.case, walk.cast.users["petra"])
