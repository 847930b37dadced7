"""A virus does not come in; what nobody could scan stays in the house until somebody could."""

import io
import logging

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import CategoryFactory, make_public_report, make_report, member_of
from tests.intake.walking import BASE, Citizen, form_page
from tests.photos.clamd_server import clamd
from tests.photos.hostile import jpeg
from wagtail_anliegen.casework.actions import accept, add_note
from wagtail_anliegen.casework.results import add_after_photo
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.photos.external import photos_to_choose
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanners.eicar import EICAR
from wagtail_anliegen.photos.scanning import Scan, look_again
from wagtail_anliegen.photos.store import NotScanned, release_photo, store_photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db

CLAMD = "wagtail_anliegen.photos.scanners.clamd.Clamd"
#: A picture all the same: what a decoder would make of it, the scanner is asked first.
INFECTED = jpeg() + EICAR


@pytest.fixture(autouse=True)
def _fresh(private, settings):
    settings.ANLIEGEN_MIN_SECONDS = 0
    look_again()
    yield
    look_again()


@pytest.fixture
def daemon(settings):
    with clamd() as running:
        options = {"address": running.address, "timeout": 0.5}
        settings.ANLIEGEN_SCANNER = {"path": CLAMD, "options": options}
        yield running


def away(daemon) -> None:
    daemon.server.mode = "silent"


def back(daemon) -> None:
    daemon.server.mode = "normal"


def files_below(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def upload(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def pdf(content=b"%PDF-1.7 x", name="Plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def report() -> Report:
    call_command("setup_anliegen", verbosity=0)
    return make_public_report()


@pytest.fixture
def clerk(client, report):
    clerk = member_of(report.department)
    client.force_login(clerk)
    return clerk


def page_of(client, report) -> str:
    return client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk])).content.decode()


def text_of(response) -> str:
    return response.content.decode()


# --- a virus does not come in -----------------------------------------------------


@pytest.fixture
def citizen(client):
    form_page()
    category = CategoryFactory()
    citizen = Citizen(client)
    citizen.category = category
    citizen.choose(category)
    citizen.place()
    return citizen


def test_a_citizen_is_told_at_the_field_and_loses_nothing(citizen, daemon, private):
    response = citizen.details(citizen.category, photos=[upload(INFECTED), upload(jpeg())])
    text = text_of(response)
    assert "virus scanner raised the alarm" in text
    assert 'href="#id_photos"' in text, "the summary leads to the field"
    assert "Hier liegt etwas." in text
    assert ReportDraft.objects.get().photos.get().scan == Scan.CLEAN, "the other photo is kept"
    assert len(files_below(private)) == 3
    citizen.details(citizen.category)
    citizen.contact()
    citizen.send()
    assert Report.objects.get().photos.count() == 1


def test_with_scripts_it_is_the_same_in_one_line(citizen, daemon):
    answer = citizen.client.post(f"{BASE}photos/", {"photo": upload(INFECTED)})
    assert answer.status_code == 422
    assert "virus scanner" in answer.json()["error"]


def test_the_scanner_sees_the_bytes_as_they_came_and_before_any_decoder(daemon):
    with pytest.raises(ValidationError, match="Virenscanner"):
        store_photo(b"no picture at all" + EICAR)
    assert daemon.seen == [b"no picture at all" + EICAR]


def test_staff_are_told_which_file_it_was(client, report, clerk, daemon, private):
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    data = {"action": "note", "note-text": "Mein Text", "note-files": [pdf(), pdf(EICAR, "x.pdf")]}
    data["note-files"][1] = pdf(b"%PDF-1.7 " + EICAR, "Rechnung.pdf")
    response = client.post(url, data)
    form = response.context["forms"]["note"]
    assert "Rechnung.pdf" in str(form.errors["files"])
    assert "Mein Text" in text_of(response)
    assert not NoteAttachment.objects.exists()
    assert not files_below(private)


def test_a_photo_of_the_result_is_scanned_too(report, clerk, daemon):
    with pytest.raises(ValidationError, match="Virenscanner"):
        add_after_photo(report, photo=INFECTED, user=clerk)
    assert not Photo.objects.exists()


def test_a_photo_of_the_result_is_scanned_once(client, report, clerk, daemon):
    accept(report, user=clerk)
    data = {
        "action": "status",
        "seen": Report.objects.get(pk=report.pk).updated_at.isoformat(),
        "status-status": "resolved",
        "status-text": "Fertig.",
        "status-photo": upload(jpeg()),
    }
    client.post(reverse("wagtail_anliegen_reports:edit", args=[report.pk]), data)
    assert Photo.objects.get().scan == Scan.CLEAN
    assert daemon.connections == 1


def test_without_a_scanner_files_come_in_as_ever(report, clerk):
    photo = store_photo(INFECTED)
    assert photo.scan == Scan.NONE
    release_photo(photo, user=None)
    add_note(report, text="x", files=[pdf()], user=clerk)
    assert NoteAttachment.objects.get().is_cleared


# --- nobody could scan it: taken, and kept inside ----------------------------------


@pytest.mark.parametrize("mode", ["hang", "garbage", "error", "half", "silent", "killed"])
def test_while_the_scanner_fails_a_photo_is_taken_and_waits(daemon, mode, caplog):
    daemon.server.mode = mode
    photo = store_photo(jpeg())
    assert photo.scan == Scan.WAITING
    assert "virus scanner does not answer" in caplog.text


def test_a_scanner_with_a_bug_is_one_that_does_not_answer(settings):
    settings.ANLIEGEN_SCANNER = {"path": "tests.photos.test_scanning.Broken"}
    assert store_photo(jpeg()).scan == Scan.WAITING


class Broken:
    def scan(self, content):
        raise KeyError("oops")


def test_after_it_did_not_answer_nobody_waits_for_it_for_a_minute(daemon):
    away(daemon)
    for _photo in range(4):
        store_photo(jpeg())
    assert daemon.connections == 1


def test_a_file_that_is_too_large_for_it_does_not_stop_it_for_others(daemon):
    daemon.server.limit = 2_000
    assert store_photo(jpeg() + bytes(3_000)).scan == Scan.WAITING
    assert store_photo(jpeg(quality=20)).scan == Scan.CLEAN


def test_a_report_arrives_while_the_scanner_is_away(citizen, daemon):
    away(daemon)
    citizen.details(citizen.category, photos=[upload(jpeg())])
    citizen.contact()
    citizen.send()
    assert Report.objects.get().photos.get().scan == Scan.WAITING


@pytest.fixture
def waiting(report, daemon) -> Photo:
    away(daemon)
    photo = store_photo(jpeg())
    Photo.objects.filter(pk=photo.pk).update(report=report)
    photo.refresh_from_db()
    return photo


def test_what_waits_cannot_be_released_by_anybody_in_any_way(client, waiting, clerk):
    with pytest.raises(NotScanned):
        release_photo(waiting, user=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=waiting.pk).update(released_at=timezone.now())
    url = reverse("wagtail_anliegen_reports:check_photo", args=[waiting.report_id, waiting.pk])
    shown = text_of(client.get(url))
    assert 'value="release"' not in shown
    data = {"action": "release", "boxes-TOTAL_FORMS": 0, "boxes-INITIAL_FORMS": 0}
    assert client.post(url, data).status_code == 200
    waiting.refresh_from_db()
    assert not waiting.is_released
    client.logout()
    assert client.get(waiting.get_url()).status_code == 404


def test_what_waits_is_not_shown_to_people_outside(waiting):
    assert waiting not in photos_to_choose(waiting.report)
    Photo.objects.update(scan=Scan.CLEAN)
    make = photos_to_choose(make_report(photos=[store_photo(jpeg()).pk]))
    assert [photo.scan for photo in make] == []


def test_staff_see_that_it_waits_and_the_picture_all_the_same(client, waiting, clerk):
    text = page_of(client, waiting.report)
    assert "wartet auf den Virenscanner" in text or "waits for the virus scanner" in text
    response = client.get(waiting.get_url())
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


def test_an_attachment_that_waits_is_kept_and_not_handed_out(client, report, clerk, daemon):
    away(daemon)
    add_note(report, text="x", files=[pdf()], user=clerk)
    attachment = NoteAttachment.objects.get()
    address = reverse("wagtail_anliegen_reports:attachment", args=[report.pk, attachment.pk])
    text = page_of(client, report)
    assert "Plan.pdf" in text
    assert address not in text
    response = client.get(address)
    assert response.status_code == 302, "back to the case, which says why"
    back(daemon)
    call_command("anliegen_scan", verbosity=0)
    assert address in page_of(client, report)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")


# --- later ------------------------------------------------------------------------


def test_the_sweep_has_it_scanned_and_then_it_can_be_released(waiting, daemon, clerk):
    back(daemon)
    out = io.StringIO()
    call_command("anliegen_sweep", stdout=out)
    assert "Scanned 1 files" in out.getvalue()
    waiting.refresh_from_db()
    assert waiting.scan == Scan.CLEAN
    release_photo(waiting, user=clerk)


def test_the_sweep_goes_on_without_the_scanner_and_says_so(waiting, capsys):
    call_command("anliegen_sweep")
    assert "does not answer" in capsys.readouterr().err
    waiting.refresh_from_db()
    assert waiting.scan == Scan.WAITING
    with pytest.raises(CommandError, match="does not answer"):
        call_command("anliegen_scan")


def test_once_it_answered_a_command_new_files_are_scanned_at_once(waiting, daemon):
    back(daemon)
    assert store_photo(jpeg()).scan == Scan.WAITING, "within the minute"
    call_command("anliegen_scan", verbosity=0)
    assert store_photo(jpeg()).scan == Scan.CLEAN


def test_an_attachment_found_later_is_removed_and_staff_see_why(
    client, report, clerk, daemon, private, django_capture_on_commit_callbacks
):
    away(daemon)
    add_note(report, text="x", files=[pdf(b"%PDF-1.7 " + EICAR)], user=clerk)
    assert len(files_below(private)) == 1
    back(daemon)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("anliegen_scan", verbosity=0)
    attachment = NoteAttachment.objects.get()
    assert (attachment.scan, attachment.finding) == (Scan.INFECTED, "Eicar-Test-Signature")
    assert not attachment.file
    assert not files_below(private)
    text = page_of(client, report)
    assert "Plan.pdf" in text
    assert "Eicar-Test-Signature" in text
    entry = ReportLogEntry.objects.get(report=report, action="anliegen.infected")
    assert entry.data == {"found": "Eicar-Test-Signature"}
    address = reverse("wagtail_anliegen_reports:attachment", args=[report.pk, attachment.pk])
    assert client.get(address).status_code == 302
    call_command("anliegen_verify", verbosity=0, stdout=io.StringIO())
    assert "0 files" in scanned_again(), "there is nothing left to look at"


def scanned_again() -> str:
    out = io.StringIO()
    call_command("anliegen_scan", "--again", stdout=out)
    return out.getvalue()


def test_a_released_photo_found_later_disappears_everywhere(
    client, report, clerk, settings, private, django_capture_on_commit_callbacks
):
    photo = store_photo(jpeg())
    Photo.objects.filter(pk=photo.pk).update(report=report)
    release_photo(photo, user=clerk)
    settings.ANLIEGEN_SCANNER = {"path": "tests.photos.test_scanning.Suspicious"}
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 were infected" in scanned_again()
    photo = Photo.objects.get()
    assert not photo.is_released
    assert not files_below(private)
    assert "Suspicious" in page_of(client, report)
    for name in ("check_photo", "photo"):
        url = reverse(f"wagtail_anliegen_reports:{name}", args=[report.pk, photo.pk])
        assert client.get(url).status_code == 404
    assert client.get(photo.get_url()).status_code == 404
    pdf_url = reverse("wagtail_anliegen_reports:pdf", args=[report.pk])
    assert client.get(pdf_url).status_code == 200
    client.logout()
    assert client.get(photo.get_url()).status_code == 404
    call_command("anliegen_verify", stdout=io.StringIO())


class Suspicious:
    def scan(self, content):
        from wagtail_anliegen.photos.scanners import Verdict

        return Verdict("Suspicious")


def test_a_photo_of_a_draft_found_later_is_no_obstacle_to_sending(
    citizen, daemon, settings, django_capture_on_commit_callbacks
):
    away(daemon)
    citizen.details(citizen.category, photos=[upload(jpeg())])
    settings.ANLIEGEN_SCANNER = {"path": "tests.photos.test_scanning.Suspicious"}
    with django_capture_on_commit_callbacks(execute=True):
        call_command("anliegen_scan", verbosity=0)
    assert citizen.get("details/").status_code == 200
    citizen.contact()
    citizen.send()
    report = Report.objects.get()
    assert report.photos.get().is_infected
    status = reverse("wagtail_anliegen:status", args=[report.secret_token])
    page = citizen.client.get(status)
    assert page.status_code == 200
    assert str(report.photos.get().uuid) not in text_of(page)


def test_whoever_gives_the_scanner_up_says_so(waiting, settings):
    with pytest.raises(CommandError, match="is set"):
        call_command("anliegen_scan", "--give-up")
    settings.ANLIEGEN_SCANNER = None
    waiting.refresh_from_db()
    assert not waiting.is_cleared, "that the setting is gone is not enough"
    with pytest.raises(CommandError, match="not set"):
        call_command("anliegen_scan")
    call_command("anliegen_scan", "--give-up", stdout=io.StringIO())
    waiting.refresh_from_db()
    assert waiting.scan == Scan.NONE


def test_what_came_before_there_was_a_scanner_can_be_scanned(settings, daemon):
    scanner = settings.ANLIEGEN_SCANNER
    settings.ANLIEGEN_SCANNER = None
    store_photo(jpeg())
    settings.ANLIEGEN_SCANNER = scanner
    call_command("anliegen_scan", verbosity=0)
    assert Photo.objects.get().scan == Scan.NONE
    assert "1 files are clean" in scanned_again()
    assert Photo.objects.get().scan == Scan.CLEAN


def test_a_file_that_got_lost_does_not_stop_the_others(daemon, private, caplog):
    away(daemon)
    lost, there = store_photo(jpeg()), store_photo(jpeg())
    lost.original.storage.delete(lost.original.name)
    back(daemon)
    with caplog.at_level(logging.ERROR):
        call_command("anliegen_scan", verbosity=0)
    there.refresh_from_db()
    assert there.scan == Scan.CLEAN
    assert "cannot be read" in caplog.text


# --- checks -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "nowhere.Scanner"},
        {"options": {}},
        "wagtail_anliegen.photos.scanners.clamd.Clamd",
        {"path": CLAMD, "options": {"address": "3310"}},
        {"path": CLAMD, "options": {"port": 3310}},
    ],
)
def test_a_wrong_setting_is_an_error_at_start(settings, wrong):
    settings.ANLIEGEN_SCANNER = wrong
    assert "wagtail_anliegen.E011" in [found.id for found in run_checks()]


def test_a_scanner_that_is_away_is_a_warning_for_deployments_only(settings, daemon):
    assert "wagtail_anliegen.W011" not in ids(deploy=True)
    away(daemon)
    assert "wagtail_anliegen.W011" in ids(deploy=True)
    assert not {"wagtail_anliegen.W011", "wagtail_anliegen.E011"} & ids()


def test_a_scanner_that_finds_nothing_is_none(settings):
    settings.ANLIEGEN_SCANNER = {"path": "tests.photos.test_scanning.Blind"}
    assert "wagtail_anliegen.W011" in ids(deploy=True)


class Blind:
    def scan(self, content):
        from wagtail_anliegen.photos.scanners import Verdict

        return Verdict()


def ids(*, deploy=False) -> set[str]:
    return {found.id for found in run_checks(include_deployment_checks=deploy)}
