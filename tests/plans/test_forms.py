"""Rows that are added and taken away, and what the small forms accept."""

from django import forms

from coordination.forms.rows import MOST, Rows
from coordination.plans.forms import DecisionRow


class Row(forms.Form):
    name = forms.CharField(max_length=5)
    size = forms.IntegerField(required=False)


def rows(**data):
    return Rows(Row, "row", data=data, blank={"size": 3})


def test_a_count_that_is_no_number_means_no_rows():
    for count in ("", "-1", "1e9", "٣", "x" * 100, "1" * 100):
        assert rows(**{"row-count": count}).count == 0
    assert rows(**{"row-count": "99999"}).count == MOST


def test_rows_left_as_they_were_given_are_no_rows():
    found = rows(**{"row-count": "2", "row-0-name": "", "row-0-size": "3", "row-1-name": "a", "row-1-size": "3"})
    assert found.is_valid()
    assert found.values() == [{"name": "a", "size": 3}]


def test_every_wrong_row_tells_what_is_wrong():
    found = rows(**{"row-count": "2", "row-0-name": "too long", "row-1-size": "x"})
    assert not found.is_valid()
    assert all(form.errors for form in found.forms)


def test_the_buttons_keep_what_was_typed_even_if_it_is_wrong():
    data = {"row-count": "2", "row-0-name": "first", "row-1-name": "much too long", "row-1-size": "x"}
    found = rows(**data)
    assert found.pressed({**data, "row-remove": "0"})
    found.press({**data, "row-remove": "0"})
    assert [(f["name"].value(), f["size"].value()) for f in found.forms] == [("much too long", "x")]
    found = rows(**data)
    found.press({**data, "row-add": "1"})
    assert [f["size"].value() for f in found.forms] == [None, "x", 3]
    assert not any(f.errors for f in found.forms)


def test_a_decision_needs_nobody_unless_it_has_a_day_or_belongs_in_the_plan():
    def wrong(**more):
        return set(DecisionRow({"text": "Vi fortsätter", **more}, parties=[], plan_is_open=True).errors)

    assert wrong() == set()
    assert wrong(due_on="2999-01-01") == {"who"}
    assert wrong(due_on="soon") == {"due_on"}
    assert wrong(due_on="2020-01-01") == {"who", "due_on"}
    assert wrong(in_plan="on") == {"who"}
