"""Reports about places: written once, checked, sent back, put together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from coordination.models import PlaceEvent, PlaceReport
from coordination.places.reports import actions, queries

pytestmark = pytest.mark.django_db


def test_a_report_is_stored_with_who_where_and_when(reports, square, agency, person):
    report = reports(text="Krossat glas")
    assert (report.state, report.place, report.agency, report.reporter) == (
        "new",
        square,
        agency("A4"),
        person("leyla"),
    )
    event = PlaceEvent.objects.get()
    assert (event.kind, event.actor, event.about, event.acting_agency) == (
        "report-made", person("leyla"), report.pk, agency("A4"),
    )  # fmt: skip
    assert "glas" not in str(event.facts)


def test_the_same_report_sent_twice_is_stored_once(reports):
    key = uuid4()
    assert reports(client_id=key, text="Glas") == reports(client_id=key, text="Glas")
    assert (PlaceReport.objects.count(), PlaceEvent.objects.count()) == (1, 1)


def test_two_people_may_by_chance_use_the_same_key(reports):
    key = uuid4()
    assert reports(client_id=key) != reports("ulrika", "A3", client_id=key)


def test_the_database_itself_keeps_a_report_from_being_stored_twice(reports):
    report = reports()
    report.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


def test_a_text_with_a_name_is_refused_and_nothing_is_stored(reports):
    with pytest.raises(ValidationError) as refused:
        reports(text="Det var Kevin Andersson.")
    assert "text" in refused.value.message_dict
    assert not PlaceReport.objects.exists()
    assert not PlaceEvent.objects.exists()


def test_a_place_in_words_is_looked_at_too(reports):
    with pytest.raises(ValidationError) as refused:
        reports(place=None, words="Hos Kevin Andersson")
    assert "where" in refused.value.message_dict


def test_a_report_needs_a_place_a_category_and_a_time_that_has_been(reports):
    for wrong, field in (
        ({"place": None}, "place"), ({"category": "nonsense"}, "category"), ({"severity": 4}, "severity"),
        ({"days_ago": -1}, "day"), ({"days_ago": 200}, "day"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            reports(**wrong)
        assert field in refused.value.message_dict


def test_a_point_near_a_place_is_at_that_place(cast, square):
    def at(east, north):
        return actions.make_report(
            by=cast.users["ali"], agency=cast.agencies["A5"], client_id=uuid4(),
            what=actions.What("vehicles"), where=actions.Where(point=(east, north)),
        )  # fmt: skip

    assert at(square.east + 100, square.north - 100).place == square
    assert at(square.east + 100, square.north - 120).place is None


def test_those_who_do_not_take_part_cannot_report(reports):
    for who, agency in (("petra", "A1"), ("tove", "A6"), ("elina", "A4"), ("leyla", "A5")):
        with pytest.raises((Http404, ValidationError)):
            reports(who, agency)
    assert not PlaceReport.objects.exists()


def test_the_analyst_lets_a_report_through_at_a_place(reports, person, town):
    report = reports(place=None, words="Vid tunneln")
    there = town.places.get(name="Stationen")
    done = actions.check(report, by=person("karin"), place=there)
    assert (done.state, done.place) == ("checked", there)
    assert not queries.at_gate(town).exists()


def test_a_reporter_cannot_check(reports, person):
    report = reports()
    for who in ("leyla", "ali", "henrik", "samira", "elina"):
        with pytest.raises(Http404):
            actions.check(report, by=person(who))


def test_a_bounced_report_loses_its_words_for_good_and_only_the_fact_remains(reports, person):
    report = reports(text="Kevin var där igen", words="bakom kiosken")
    actions.bounce(report, by=person("karin"), answer="Ett namn står i texten.")
    report.refresh_from_db()
    assert (report.state, report.text, report.where) == ("bounced_personal_data", "", "")
    assert (report.category, report.answer) == ("damage", "Ett namn står i texten.")
    assert PlaceEvent.objects.filter(kind="report-bounced", about=report.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceReport.objects.filter(pk=report.pk).update(text="Kevin")


def test_sending_back_and_closing_need_a_reason_without_names(reports, person):
    report = reports()
    for answer in ("", "Fråga Kevin Andersson."):
        with pytest.raises(ValidationError):
            actions.bounce(report, by=person("karin"), answer=answer)
        with pytest.raises(ValidationError):
            actions.close(report, by=person("karin"), answer=answer)
    assert PlaceReport.objects.get().state == "new"


def test_what_has_an_end_does_not_move_any_more(reports, person):
    report = reports()
    actions.close(report, by=person("karin"), answer="Anmäl till polisen.", elsewhere=True)
    with pytest.raises(ValidationError):
        actions.check(report, by=person("karin"))
    assert PlaceReport.objects.get().state == "moved_to_other_route"


def test_two_reports_of_the_same_thing_go_one_way(reports, person):
    first, second = reports(severity=1), reports("ali", "A5", severity=3, repeated=True)
    actions.merge(second, first, by=person("karin"))
    first.refresh_from_db()
    assert (first.severity, first.repeated) == (3, True)
    actions.check(first, by=person("karin"))
    second.refresh_from_db()
    assert (second.merged_into, second.state) == (first, "checked")
    with pytest.raises(ValidationError):
        actions.merge(first, second, by=person("karin"))


def test_a_report_put_together_with_a_bounced_one_is_looked_at_on_its_own(reports, person):
    first, second = reports(text="Kevin"), reports("ali", "A5", text="Glas")
    actions.merge(second, first, by=person("karin"))
    actions.bounce(first, by=person("karin"), answer="Ett namn.")
    second.refresh_from_db()
    assert (second.merged_into, second.state, second.text) == (None, "new", "Glas")


def test_only_reports_of_the_same_days_and_place_are_offered_as_the_same(reports, square, town):
    report = reports(days_ago=1)
    near, _later = reports("ali", "A5"), reports(days_ago=6)
    reports(place=town.places.get(name="Stationen"))
    assert list(queries.same_as(report)) == [near]


def test_what_was_done_long_ago_is_archived(reports, person, town):
    old, new = reports(), reports()
    PlaceReport.objects.filter(pk=old.pk).update(state="done", moved_at=timezone.now() - timedelta(days=181))
    PlaceReport.objects.filter(pk=new.pk).update(state="done")
    assert actions.archive(town, by=person("karin")) == 1
    assert {r.state for r in PlaceReport.objects.all()} == {"archived", "done"}


def test_the_log_can_neither_be_changed_nor_deleted(reports):
    reports()
    event = PlaceEvent.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    for change in (lambda rows: rows.update(kind="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(PlaceEvent.objects.all())
