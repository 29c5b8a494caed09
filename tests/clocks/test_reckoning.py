"""Every limit of the law against the dates that were worked out by hand, and against counting day by day."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.clocks import names
from coordination.clocks.reckoning import (
    NoLimit,
    add_hours,
    add_months,
    add_working_days,
    inner_target,
    is_day_off,
    limit_of,
    part_of_way,
    reckon,
    working_days_between,
)
from workflows.checks import deadline_rules

STOCKHOLM, HELSINKI = ZoneInfo("Europe/Stockholm"), ZoneInfo("Europe/Helsinki")
ZONES = {"SE": STOCKHOLM, "FI": HELSINKI}
RULES = {names.PREFIX + code: deadline_rules()[names.PREFIX + code] for code in names.codes()}


def value(code):
    return RULES[names.PREFIX + code][code[:2]]


def due(code, start, at=10):
    """The last day of a clock that starts on a day at an hour."""
    zone = ZONES[code[:2]]
    began = datetime.combine(date.fromisoformat(start), datetime.min.time(), zone).replace(hour=at)
    return reckon(began, value(code), code[:2], zone)


def last_day(code, start, at=10):
    moment = due(code, start, at)
    assert (moment.hour, moment.minute, moment.second) == (23, 59, 59), "a limit in days ends with its last day"
    return moment.date().isoformat()


@pytest.mark.parametrize(
    ("code", "start", "expected"),
    [
        # domain report A.2.1, "Clock facts for tests"
        ("SE-D02", "2026-11-23", "2026-12-07"),
        ("SE-D02", "2026-12-11", "2026-12-25"),
        ("SE-D02", "2026-12-18", "2027-01-01"),
        ("SE-D03", "2026-11-23", "2027-03-23"),
        ("SE-D03", "2026-10-31", "2027-02-28"),
        # A.2.2, "FI clock tests"
        ("FI-D02", "2026-11-24", "2026-12-03"),
        ("FI-D02", "2026-12-03", "2026-12-14"),
        ("FI-D02", "2026-12-21", "2027-01-04"),
        ("FI-D02", "2026-12-23", "2027-01-07"),
        # C, the other rows
        ("SE-D05", "2026-11-23", "2026-11-30"),
        ("SE-D06", "2026-08-31", "2027-02-28"),
        ("SE-D07", "2026-11-23", "2026-11-30"),
        ("SE-D08", "2026-11-23", "2026-12-21"),
        ("SE-D09", "2026-11-23", "2027-05-23"),
        ("SE-D10", "2026-11-23", "2027-05-23"),
        ("SE-D11", "2026-12-31", "2027-02-28"),
        ("SE-D12", "2026-11-30", "2027-02-28"),
        ("SE-D13", "2026-11-23", "2027-01-23"),
        ("SE-D14", "2026-11-23", "2027-01-04"),
        ("SE-D16", "2026-11-23", "2026-12-21"),
        ("SE-D17", "2026-11-23", "2026-12-14"),
        ("SE-D18", "2026-11-27", "2026-11-30"),
        ("SE-D19", "2026-11-23", "2032-12-31"),
        ("SE-D22", "2027-01-31", "2027-02-28"),
        ("SE-D23", "2024-02-29", "2026-02-28"),
        ("SE-D15", "2026-12-23", "2026-12-30"),
        ("FI-D03", "2026-11-30", "2027-02-28"),
        ("FI-D04", "2026-11-23", "2026-12-23"),
        ("FI-D05", "2026-11-23", "2027-11-23"),
        ("FI-D06", "2026-11-23", "2026-12-23"),
        ("FI-D07", "2026-12-31", "2027-02-28"),
        ("FI-D09", "2026-06-12", "2026-06-24"),
    ],
)
def test_the_dates_that_were_worked_out_by_hand(code, start, expected):
    assert last_day(code, start) == expected


@pytest.mark.parametrize("code", ["SE-D01", "FI-D01", "SE-D26"])
def test_at_once_is_the_house_rule_of_a_day(code):
    zone = ZONES[code[:2]]
    assert due(code, "2026-11-23") == datetime(2026, 11, 24, 10, tzinfo=zone)


def test_a_breach_of_personal_data_has_seventy_two_hours_that_pass():
    assert due("SE-D21", "2026-11-23") == datetime(2026, 11, 26, 10, tzinfo=STOCKHOLM)
    over_the_night_of_summer_time = datetime(2026, 3, 28, 10, tzinfo=STOCKHOLM)
    moment = reckon(over_the_night_of_summer_time, value("SE-D21"), "SE", STOCKHOLM)
    assert moment == datetime(2026, 3, 31, 11, tzinfo=STOCKHOLM), "the night was an hour shorter"


def test_the_day_is_the_municipalitys_not_the_servers():
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert reckon(late, value("SE-D02"), "SE", STOCKHOLM).date() == date(2026, 12, 7)
    assert reckon(late, value("FI-D04"), "FI", HELSINKI).date() == date(2026, 12, 24), "it is the next day there"


def test_a_swedish_limit_on_a_holiday_stays_and_the_working_day_before_is_the_aim():
    assert last_day("SE-D02", "2026-12-11") == "2026-12-25"
    assert is_day_off(date(2026, 12, 25), "SE")
    assert inner_target(date(2026, 12, 25), "SE") == date(2026, 12, 23), "Christmas Eve counts as a Sunday"
    assert inner_target(date(2026, 12, 7), "SE") == date(2026, 12, 7)
    assert inner_target(date(2027, 1, 1), "SE") == date(2026, 12, 30), "and so does New Year's Eve"


@pytest.mark.parametrize("day", ["2026-06-19", "2026-12-24", "2026-12-06", "2026-01-06", "2026-06-20"])
def test_the_eves_and_holidays_of_finland_are_no_working_days(day):
    assert is_day_off(date.fromisoformat(day), "FI")


def test_new_years_eve_is_a_working_day_in_finland():
    assert not is_day_off(date(2026, 12, 31), "FI")
    assert is_day_off(date(2026, 12, 31), "SE")


def test_what_is_no_clock_has_no_limit():
    with pytest.raises(NoLimit):
        due("SE-D20", "2026-11-23")


def test_all_rows_of_the_table_are_shipped_with_names_in_three_languages_and_a_source():
    expected = [f"SE-D{n:02}" for n in range(1, 27)] + [f"FI-D{n:02}" for n in range(1, 11)]
    assert names.codes() == expected
    for code in expected:
        rule = value(code)
        assert all(set(rule[text]) == {"sv", "fi", "en"} and all(rule[text].values()) for text in ("name", "starts"))
        assert set(rule["text"]) == {"sv", "fi", "en"}
        assert rule["url"].startswith("https://")
        assert rule["may_extend"] in ("none", "special_reasons")
        assert (rule["may_extend"] == "none") or rule["words"]
        assert rule["waits_for"] in ("agency", "other", "family")


def test_without_a_number_in_law_the_house_rule_stands_and_is_marked_as_not_verified():
    rows = {row["code"]: row for row in tomllib.loads(names.FILE.read_text())["rule"]}
    for code, row in rows.items():
        (rule,) = row["value"].values()
        if rule["unit"] == "immediately":
            assert not row["verified"], code
            assert rule["house"]["length"] > 0, code


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
STARTS = st.builds(datetime.combine, DAYS, st.times(), st.sampled_from([STOCKHOLM, HELSINKI]))
CODES = st.sampled_from([code for code in names.codes() if code != "SE-D20"])


@settings(deadline=None)
@given(CODES, STARTS)
def test_no_clock_ends_before_it_starts(code, start):
    zone = ZONES[code[:2]]
    assert reckon(start, value(code), code[:2], zone) >= start


@settings(deadline=None)
@given(CODES, STARTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_what_starts_later_never_ends_earlier(code, start, later):
    zone = ZONES[code[:2]]
    first = reckon(start, value(code), code[:2], zone)
    second = reckon((start.astimezone(UTC) + later), value(code), code[:2], zone)
    assert second >= first


@settings(deadline=None)
@given(DAYS, st.integers(1, 40), st.sampled_from(["SE", "FI"]))
def test_working_days_are_what_counting_day_by_day_gives(first, length, country):
    last = add_working_days(first, length, country)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(not is_day_off(day, country) for day in between) == length
    assert not is_day_off(last, country)
    assert working_days_between(first, last, country) == length


@settings(deadline=None)
@given(DAYS, st.sampled_from(["SE", "FI"]))
def test_what_is_free_every_year_is_free_here_too(day, country):
    """The fixed days and the weekends, said once more without the package."""
    fixed = {(1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26)}
    fixed |= {(6, 6), (12, 31)} if country == "SE" else {(12, 6)}
    midsummer_eve = day.month == 6 and day.weekday() == 4 and 19 <= day.day <= 25
    certain = day.weekday() >= 5 or (day.month, day.day) in fixed or midsummer_eve
    moving = is_day_off(day, country) and not certain
    assert is_day_off(day, country) or not certain
    assert not moving or (day.weekday() in (0, 3, 4) and 3 <= day.month <= 6), "Easter and Ascension Day only"


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_months_keep_the_number_of_the_day_or_end_with_the_month(first, months):
    last = add_months(first, months)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == months
    assert last.day == first.day or (last.day < first.day and (last + timedelta(days=1)).day == 1)


@settings(deadline=None)
@given(STARTS, st.integers(1, 100))
def test_hours_pass_also_in_the_nights_when_clocks_change(start, hours):
    later = add_hours(start, hours, STOCKHOLM)
    assert later.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@settings(deadline=None)
@given(STARTS, st.integers(1, 60))
def test_days_are_days_also_when_one_is_an_hour_shorter(start, length):
    rule = {"unit": "calendar_days", "length": length}
    moment = reckon(start, rule, "SE", STOCKHOLM)
    days = [start.astimezone(STOCKHOLM).date() + timedelta(days=n) for n in range(length + 1)]
    assert moment.date() == days[-1]
    assert moment.timetz().replace(tzinfo=None).isoformat() == "23:59:59"


def test_the_way_to_the_limit_is_shared_evenly():
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)
    assert part_of_way(start, end, 75) == datetime(2026, 1, 4, tzinfo=UTC)
    assert limit_of({"unit": "immediately", "house": {"unit": "hours", "length": 24}}) == ("hours", 24)
