"""A report of concern from the first page to the receipt."""

import os

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from coordination.documents import storage
from coordination.documents.tasks import sweep_files
from coordination.models import Report, ReportDraft, ReportedChild, ReportEvent, ReportFile, ReportNotice
from tests.reports.conftest import ALBIN

pytestmark = pytest.mark.django_db

CHILDREN = {
    "child-count": "2",
    "child-0-given_name": "Albin",
    "child-0-family_name": "Vikner",
    "child-0-identity_number": "20150724-2392",
    "child-1-given_name": "Saga",
    "child-1-age": "ungefär 13",
    "child-1-address_unknown": "on",
    "guardian-count": "1",
    "guardian-0-given_name": "Elin",
    "guardian-0-custody": "unknown",
}
CONCERN = {"facts": "Blåmärken på armarna.", "interpretation": "Vi är oroliga.", "injuries": "no", "danger": "no"}
MORE = {"family_told": "no", "family_told_text": "Rädda för barnets skull.", "duty": "on", "wants_feedback": "on"}


def log_in(client, user):
    client.force_login(user, backend="permissions.backend.PolicyBackend")


def write(client, **changed):
    """Fill in every page, and return the answer to sending."""
    pages = {"children": CHILDREN, "concern": CONCERN, "more": MORE} | changed
    client.post(reverse("report_new"), pages["children"] | {"continue": "1"})
    draft = ReportDraft.objects.get()
    for name in ("concern", "more"):
        client.post(reverse("report_page", args=[draft.pk, name]), pages[name] | {"continue": "1"})
    client.post(reverse("report_page", args=[draft.pk, "files"]), {"continue": "1"})
    return client.post(reverse("report_page", args=[draft.pk, "check"]))


def test_one_report_about_two_children_is_sent_with_a_receipt(client, cast):
    log_in(client, cast.users["ulrika"])
    answer = write(client)
    report = Report.objects.get()
    assert answer.url == reverse("report_receipt", args=[report.pk])
    assert [c.full_name for c in report.children.all()] == ["Albin Vikner", "Saga"]
    assert report.children.first().birth_date == ALBIN["birth_date"]
    assert (report.source, report.reporter, str(report.receiving_agency)) == (
        "member", cast.users["ulrika"], "Socialtjänsten mottagning",
    )  # fmt: skip
    assert (report.duty, report.wants_feedback, report.danger, report.family_told) == (True, True, False, False)
    page = client.get(answer.url).content.decode()
    assert report.number in page
    assert "Blåmärken" not in page
    assert not ReportDraft.objects.exists()


def test_a_second_press_of_the_button_sends_nothing_and_leads_to_ones_reports(client, cast):
    log_in(client, cast.users["ulrika"])
    write(client)
    answer = client.post(reverse("report_page", args=["00000000-0000-0000-0000-000000000000", "check"]))
    assert answer.url == reverse("my_reports")
    assert Report.objects.count() == 1


def test_everybody_who_receives_reports_is_told_and_nobody_else(send, cast):
    send()
    told = {n.recipient for n in ReportNotice.objects.filter(kind="arrived")}
    assert told == {cast.users[key] for key in ("mira", "petra", "samira")}


def test_a_page_that_is_not_right_keeps_everything_typed(client, cast):
    log_in(client, cast.users["ulrika"])
    client.post(reverse("report_new"), CHILDREN)
    draft = ReportDraft.objects.get()
    url = reverse("report_page", args=[draft.pk, "concern"])
    answer = client.post(url, CONCERN | {"danger": "yes", "continue": "1"})
    assert answer.status_code == 422
    assert 'href="#id_danger_why"' in answer.content.decode()
    assert "Blåmärken på armarna." in client.get(url).content.decode()


def test_a_report_without_a_child_is_not_sent(client, cast):
    log_in(client, cast.users["ulrika"])
    empty = {"child-count": "1", "child-0-given_name": "", "guardian-count": "0"}
    answer = client.post(reverse("report_new"), empty | {"continue": "1"})
    assert answer.status_code == 422
    assert 'id="id_child-0-given_name"' in answer.content.decode()


def test_a_wrong_identity_number_is_said_beside_it(client, cast):
    log_in(client, cast.users["ulrika"])
    answer = client.post(reverse("report_new"), CHILDREN | {"child-0-identity_number": "20150724-2390"})
    assert answer.status_code == 422
    assert 'href="#id_child-0-identity_number"' in answer.content.decode()


def test_rows_are_added_and_taken_away_and_nothing_typed_is_lost(client, cast):
    log_in(client, cast.users["ulrika"])
    client.post(reverse("report_new"), CHILDREN | {"child-add": "1"})
    draft = ReportDraft.objects.get()
    url = reverse("report_page", args=[draft.pk, "children"])
    page = client.get(url).content.decode()
    assert 'id="child-2"' in page
    assert 'value="20150724-2392"' in page
    third = CHILDREN | {"child-count": "3", "child-2-given_name": "Noel", "child-remove": "0"}
    client.post(url, third)
    page = client.get(url).content.decode()
    assert 'id="child-2"' not in page
    assert 'value="Noel"' in page
    assert "20150724-2392" not in page


def test_a_draft_is_saved_while_typing_and_seen_by_nobody_else(client, cast):
    log_in(client, cast.users["ulrika"])
    client.post(reverse("report_new"), CHILDREN | {"continue": "1"})
    draft = ReportDraft.objects.get()
    url = reverse("report_page", args=[draft.pk, "concern"])
    saved = client.post(url, {"facts": "Halv"}, headers={"X-Fragment": "1"})
    assert saved.json()["version"] == 0
    assert "Halv" in client.get(url).content.decode()
    log_in(client, cast.users["henrik"])
    assert client.get(url).status_code == 404


def test_where_a_protected_child_is_is_not_kept(client, cast):
    log_in(client, cast.users["ulrika"])
    hidden = {"child-1-protected": "on", "child-1-address": "Exempelgatan 9", "child-1-school": "Rantakoulu"}
    write(client, children=CHILDREN | hidden)
    saga = ReportedChild.objects.get(given_name="Saga")
    assert (saga.protected, saga.address, saga.school) == (True, "", "")


def test_files_are_checked_sent_with_the_report_and_read_by_those_who_read_it(client, cast, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    log_in(client, cast.users["ulrika"])
    client.post(reverse("report_new"), CHILDREN | {"continue": "1"})
    draft = ReportDraft.objects.get()
    url = reverse("report_page", args=[draft.pk, "files"])
    assert client.post(url, {"file": SimpleUploadedFile("x.exe", b"MZ")}).status_code == 422
    client.post(url, {"file": SimpleUploadedFile("brev.txt", b"Hej")})
    file = draft.files.get()
    for name, said in (("concern", CONCERN), ("more", MORE)):
        client.post(reverse("report_page", args=[draft.pk, name]), said | {"continue": "1"})
    client.post(reverse("report_page", args=[draft.pk, "check"]))
    file.refresh_from_db()
    assert file.report == Report.objects.get()
    get = reverse("report_file", args=[file.pk])
    assert client.get(get).status_code == 404  # Not even who sent it: they know what they sent.
    log_in(client, cast.users["mira"])
    answer = client.get(get)
    assert (answer.status_code, answer.content) == (200, b"Hej")
    assert ReportEvent.objects.filter(kind="file-read", actor=cast.users["mira"]).exists()


def test_one_reports_for_an_agency_where_one_works_to_those_who_receive_there(send, cast):
    with pytest.raises(PermissionDenied):
        send(by="ulrika", agency="A4")
    with pytest.raises(PermissionDenied):
        send(to="A9")
    with pytest.raises(PermissionDenied):
        send(to="A2")


def test_intake_writes_down_what_came_by_phone_and_the_clock_runs_from_then(client, cast):
    log_in(client, cast.users["mira"])
    earlier = timezone.localtime() - timezone.timedelta(hours=2)
    came = {
        "channel": "phone", "source": "private", "notifier_name": "Greta Granne",
        "arrived_on": f"{earlier:%Y-%m-%d}", "arrived_time": f"{earlier:%H:%M}",
    }  # fmt: skip
    client.post(reverse("report_register"), came | {"continue": "1"})
    draft = ReportDraft.objects.get()
    for name, said in (("children", CHILDREN), ("concern", CONCERN), ("more", MORE | {"duty": ""})):
        client.post(reverse("report_page", args=[draft.pk, name]), said | {"continue": "1"})
    client.post(reverse("report_page", args=[draft.pk, "check"]))
    report = Report.objects.get()
    assert report.arrived_at == earlier.replace(second=0, microsecond=0)
    assert report.registered_by == cast.users["mira"]
    assert (report.shielded, report.notifier_name, report.channel) == (True, "Greta Granne", "phone")


def test_of_somebody_anonymous_nothing_is_kept(register):
    report = register(source="anonymous")
    assert report.notifier_name == report.notifier_phone == ""
    assert report.shielded


def test_a_report_cannot_come_in_tomorrow_nor_a_private_person_be_obliged(register):
    with pytest.raises(ValidationError):
        register(arrived_at=timezone.now() + timezone.timedelta(minutes=5))
    with pytest.raises(ValidationError):
        register(told={"facts": "x", "duty": True})


def test_only_members_of_the_receiving_unit_write_reports_down(register):
    for key in ("samira", "jonas", "ulrika"):
        with pytest.raises(PermissionDenied):
            register(by=key)


def test_postgresql_refuses_to_change_what_was_reported(report):
    with pytest.raises(DatabaseError, match="stays as it came in"), transaction.atomic():
        Report.objects.update(facts="Annat")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReportEvent.objects.update(kind="read")


def test_the_files_of_reports_are_not_swept_away(report, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, stray = (storage.write(b"x", "reports") for _file in range(2))
    row = {"name": "x.txt", "content_type": "text/plain", "size": 1, "sha256": ""}
    ReportFile.objects.create(report=report, path=kept, **row)
    for path in (kept, stray):
        os.utime(tmp_path / path, (0, 0))
    sweep_files(timestamp=0)
    assert (tmp_path / kept).exists()
    assert not (tmp_path / stray).exists()
