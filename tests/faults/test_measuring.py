"""`make bench` in a small world: what it says is about speed, but that it runs is about being right."""

import pytest


@pytest.mark.slow
def test_the_measurements_run_and_the_lists_are_served_by_their_partial_indexes(house):
    said = house.manage("bench_steps", "--cases", "1000", "--rounds", "1")
    assert "mine, small (25 rows): queries" in said
    assert "completing a step / its" in said
    assert house.sql("SELECT 1 FROM pg_database WHERE datname LIKE 'bench%%'") == [], "its database is gone"


def test_the_product_does_not_let_postgresql_compile_its_questions(house):
    say = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW jit'); print(k.fetchone()[0])"
    assert house.manage("shell", "--no-imports", "-c", say).strip().endswith("off")
