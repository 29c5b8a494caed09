"""The pages of reports: writing, following, and the gate."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import PlaceEvent, PlaceReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
NEW, MINE, GATE = "/places/reports/new/", "/places/reports/mine/", "/places/reports/"


@pytest.fixture
def leyla(client, person, town):
    client.force_login(person("leyla"))
    return client


@pytest.fixture
def karin(client, person, town):
    client.force_login(person("karin"))
    return client


def test_a_report_is_written_without_any_script(leyla, posted):
    assert leyla.post(NEW, posted()).url == MINE
    page = leyla.get(MINE).content.decode()
    assert "Norra torget" in page
    assert "waits to be checked" in page


def test_a_report_that_is_refused_loses_nothing_typed(leyla, posted):
    answer = leyla.post(NEW, posted(text="Det var Kevin Andersson som slog."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det var Kevin Andersson som slog." in page
    assert "report of concern" in page
    assert not PlaceReport.objects.exists()


def test_a_script_is_told_by_status_what_became_of_a_report(leyla, posted):
    sent = posted()
    kept = [leyla.post(NEW, sent, headers={"Accept": "application/json"}) for _again in range(2)]
    assert [answer.status_code for answer in kept] == [201, 201]
    refused = leyla.post(NEW, posted(text="Kevin Andersson"), headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert "name" in refused.json()["errors"][0]
    assert PlaceReport.objects.count() == 1


def test_a_report_kept_on_the_phone_happened_when_it_was_written(leyla, posted):
    written = timezone.now() - timedelta(hours=5)
    leyla.post(NEW, posted(written_at=written.isoformat()))
    assert PlaceReport.objects.get().happened_at == written


def test_a_phone_with_a_wrong_clock_writes_now(leyla, posted):
    for written in (timezone.now() + timedelta(days=2), timezone.now() - timedelta(days=20)):
        leyla.post(NEW, posted(written_at=written.isoformat()))
    assert all(timezone.now() - r.happened_at < timedelta(minutes=1) for r in PlaceReport.objects.all())


def test_something_earlier_needs_its_day(leyla, posted):
    assert leyla.post(NEW, posted(when="earlier")).status_code == 422
    day = timezone.localdate() - timedelta(days=2)
    leyla.post(NEW, posted(when="earlier", day=day.isoformat(), time="23:15"))
    at = timezone.localtime(PlaceReport.objects.get().happened_at)
    assert (at.date(), at.hour, at.minute) == (day, 23, 15)


def test_a_point_of_the_map_is_chosen_without_any_script(leyla, posted):
    answer = leyla.post(NEW, {**posted(place="", text="Glas"), "map.x": "120", "map.y": "80"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "on the map is chosen" in page or "A point near" in page
    assert "Glas" in page
    east, north = (page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("east", "north"))
    leyla.post(NEW, posted(place="", east=east, north=north))
    assert PlaceReport.objects.get().point == (int(east), int(north))


def test_the_keyboard_on_the_map_is_no_point(leyla, posted):
    assert leyla.post(NEW, {**posted(), "map.x": "0", "map.y": "0"}).url == MINE


def test_the_map_asks_nobody_outside(leyla):
    answer = leyla.get(reverse("places_map"), {"at": "611000,6581000"})
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    assert "Norra torget" in drawn
    assert drawn.count("http") == 1  # The name of the format.
    assert leyla.get(reverse("places_map"), {"at": "x,<script>"}).status_code == 200


def test_nobody_else_reads_my_report(client, reports, person):
    report = reports(text="Glas")
    for who, status in (("leyla", 200), ("karin", 200), ("ulrika", 404), ("ali", 404), ("samira", 404), ("elina", 404)):
        client.force_login(person(who))
        assert client.get(reverse("place_report", args=[report.pk])).status_code == status, who
        assert client.post(reverse("place_report", args=[report.pk]), {"decision": "check"}).status_code in (
            (302,) if who == "karin" else (404,)
        )


def test_the_gate_is_for_who_cares_for_the_places(client, reports, person):
    reports()
    for who, status in (("karin", 200), ("leyla", 404), ("henrik", 404), ("elina", 404), ("petra", 404)):
        client.force_login(person(who))
        assert client.get(GATE).status_code == status, who


def test_whoever_reads_what_others_wrote_is_noted(karin, reports, person):
    report = reports()
    karin.get(GATE)
    karin.get(reverse("place_report", args=[report.pk]))
    kinds = PlaceEvent.objects.filter(actor=person("karin")).values_list("kind", flat=True)
    assert sorted(kinds) == ["gate-read", "report-read"]


def test_the_gate_sends_back_with_a_reason_that_the_reporter_reads(karin, client, reports, person):
    report = reports(text="Kevin igen")
    url = reverse("place_report", args=[report.pk])
    assert karin.post(url, {"decision": "bounce"}).status_code == 422
    assert karin.post(url, {"decision": "bounce", "answer": "Ett namn står där."}).url == GATE
    client.force_login(person("leyla"))
    page = client.get(MINE).content.decode()
    assert "Ett namn står där." in page
    assert "Kevin" not in page


def test_the_gate_puts_two_together(karin, reports):
    first, second = reports(), reports("ali", "A5")
    assert karin.post(reverse("place_report", args=[second.pk]), {"decision": "same"}).status_code == 422
    karin.post(reverse("place_report", args=[second.pk]), {"decision": "same", "same": str(first.pk)})
    second.refresh_from_db()
    assert second.merged_into == first


def test_a_name_found_after_the_gate_is_sent_back_and_a_wrong_place_put_right(karin, reports, town):
    report = reports(text="Kevin igen")
    url = reverse("place_report", args=[report.pk])
    karin.post(url, {"decision": "check"})
    assert karin.post(url, {"decision": "check"}).status_code == 422
    assert karin.post(url, {"decision": "place"}).status_code == 422
    karin.post(url, {"decision": "place", "place": str(town.places.get(name="Stationen").pk)})
    report.refresh_from_db()
    assert (report.state, str(report.place)) == ("checked", "Stationen")
    karin.post(url, {"decision": "bounce", "answer": "Ett namn."})
    report.refresh_from_db()
    assert (report.state, report.text) == ("bounced_personal_data", "")


def test_the_gate_suggests_the_nearest_place(karin, reports, square):
    report = reports(place=None, words="Vid fontänen")
    PlaceReport.objects.filter(pk=report.pk).update(east=square.east + 10, north=square.north)
    page = karin.get(reverse("place_report", args=[report.pk])).content.decode()
    assert f'value="{square.pk}" selected' in page


def test_one_of_place_point_and_words_is_needed(leyla, posted):
    refused = leyla.post(NEW, posted(place=""))
    assert refused.status_code == 422
    assert "Say where it was" in refused.content.decode()
    assert leyla.post(NEW, posted(place="", where="Tunneln under järnvägen")).url == MINE


def test_a_broken_key_is_refused_by_the_form(leyla, posted):
    assert leyla.post(NEW, posted(client_id="x")).status_code == 422
    assert leyla.post(NEW, posted(place=str(uuid4()))).status_code == 422


def test_the_list_of_places_grows_and_shrinks(karin, square):
    assert karin.post("/places/list/new/", {"name": "norra torget", "east": "1", "north": "1"}).status_code == 422
    karin.post("/places/list/new/", {"name": "Badet", "east": "611200", "north": "6580900"})
    assert "Badet" in karin.get("/places/list/").content.decode()
    edit = reverse("place_edit", args=[square.pk])
    karin.post(edit, {"name": "Norra torget", "east": square.east, "north": square.north, "retired": "on"})
    assert "Norra torget" not in karin.get(NEW).content.decode()
    assert "put something" not in karin.get("/places/history/").content.decode()
    assert "changed a place" in karin.get("/places/history/").content.decode()
