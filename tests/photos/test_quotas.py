"""How much may come in: kind words at the field, and the report can always go without."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from tests.factories import CategoryFactory, make_report, member_of
from tests.intake.walking import BASE, Citizen, form_page
from tests.photos.hostile import jpeg
from wagtail_anliegen.casework.actions import accept, add_note
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake import uploads
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.quotas import room_in
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports import limits
from wagtail_anliegen.reports.models import Report


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.fixture
def citizen(client, settings):
    settings.ANLIEGEN_MIN_SECONDS = 0
    form_page()
    citizen = Citizen(client)
    citizen.category = CategoryFactory()
    citizen.choose(citizen.category)
    citizen.place()
    return citizen


def upload(name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), content_type="image/jpeg")


def pdf(size=100) -> SimpleUploadedFile:
    return SimpleUploadedFile("Plan.pdf", b"%PDF-1.7 ".ljust(size))


def try_photo(citizen):
    return citizen.client.post(f"{BASE}photos/", {"photo": upload()})


def sends_anyway(citizen) -> bool:
    citizen.details(citizen.category)
    citizen.contact()
    citizen.send()
    return Report.objects.exists()


# --- one report -------------------------------------------------------------------


def test_the_bytes_of_originals_and_attachments_count_together(settings):
    call_command("setup_anliegen", verbosity=0)
    photo = store_photo(jpeg())
    report = make_report(photos=[photo.pk])
    add_note(report, text="x", files=[pdf(500)], user=member_of(report.department))
    assert photo.size == photo.original.size
    settings.ANLIEGEN_MAX_REPORT_BYTES = 100_000
    assert room_in(report) == 100_000 - photo.size - 500


def test_a_citizen_whose_report_is_full_sends_it_without_the_photo(citizen, settings, private):
    settings.ANLIEGEN_MAX_REPORT_BYTES = store_photo(jpeg()).size + 10
    assert try_photo(citizen).status_code == 200
    refused = try_photo(citizen)
    assert refused.status_code == 422
    assert "as many files as fit" in refused.json()["error"]
    response = citizen.details(citizen.category, photos=[upload()])
    assert "as many files as fit" in response.content.decode()
    assert ReportDraft.objects.get().photos.count() == 1
    assert sends_anyway(citizen)
    assert Report.objects.get().photos.count() == 1


def test_a_reply_to_a_full_report_says_it_at_the_field(client, settings):
    call_command("setup_anliegen", verbosity=0)
    report = make_report()
    settings.ANLIEGEN_MAX_REPORT_BYTES = 10
    address = reverse("wagtail_anliegen:status", args=[report.secret_token])
    page = client.get(address).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    kind = page.split('name="kind" value="')[1].split('"')[0]
    data = {"area": "message", "kind": kind, "key": key, "text": "Hallo", "photos": upload()}
    address = reverse("wagtail_anliegen:status_reply", args=[report.secret_token])
    response = client.post(address, data)
    assert response.status_code == 422
    text = response.content.decode()
    assert "so viele Dateien" in text or "as many files as fit" in text
    assert "Hallo" in text
    data.pop("photos")
    assert client.post(address, data).status_code == 302, "without the photo it goes"


@pytest.fixture
def case(client):
    call_command("setup_anliegen", verbosity=0)
    report = make_report()
    clerk = member_of(report.department)
    client.force_login(clerk)
    accept(report, user=clerk)

    def post(**data):
        url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
        seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
        response = client.post(url, {"seen": seen, **data})
        if response.status_code == 302:
            return {}
        name = "note" if data["action"] == "note" else "status"
        return response.context["forms"][name].errors

    post.report = report
    return post


def note(*files) -> dict:
    return {"action": "note", "note-text": "x", "note-files": list(files)}


def test_a_note_takes_no_file_for_which_there_is_no_room(case, settings):
    settings.ANLIEGEN_MAX_REPORT_BYTES = 1_000
    assert not case(**note(pdf(600)))
    assert "files" in case(**note(pdf(600)))
    assert not case(**note(pdf(300)))
    assert not case(**note()), "the note alone always goes"
    assert NoteAttachment.objects.count() == 2


def test_the_notes_of_a_report_have_so_many_files_and_no_more(case, settings):
    settings.ANLIEGEN_MAX_ATTACHMENTS = 3
    assert not case(**note(pdf(), pdf()))
    errors = case(**note(pdf(), pdf()))
    assert "1" in str(errors["files"])
    assert not case(**note(pdf()))
    assert "files" in case(**note(pdf()))


def test_a_photo_of_the_result_needs_room_too(case, settings):
    settings.ANLIEGEN_MAX_REPORT_BYTES = 10
    data = {"action": "status", "status-status": "resolved", "status-text": "Fertig."}
    assert "photo" in case(**data, **{"status-photo": upload()})
    assert not case(**data)
    assert not Photo.objects.exists()


# --- one sender -------------------------------------------------------------------


def test_a_draft_takes_a_photo_again_and_again_but_not_for_ever(citizen, monkeypatch):
    settings = AnliegenSettings.for_site(ReportDraft.objects.get().site)
    settings.max_photos = 2
    settings.save()
    monkeypatch.setattr(uploads, "TRIES", 2)
    for _time in range(4):
        answer = try_photo(citizen)
        assert answer.status_code == 200
        citizen.client.post(f"{BASE}photos/{answer.json()['uuid']}/")
    refused = try_photo(citizen)
    assert refused.status_code == 422
    assert "without further" in refused.json()["error"]
    assert sends_anyway(citizen)


def test_what_is_refused_counts_as_well(citizen, monkeypatch):
    monkeypatch.setattr(uploads, "TRIES", 0)
    assert try_photo(citizen).status_code == 422
    assert not Photo.objects.exists()


def test_a_sender_who_uploads_all_day_is_asked_to_go_on_without(citizen, settings, monkeypatch):
    settings.ANLIEGEN_UPLOADS_PER_DAY = 2
    # At three in the morning, in UTC: tomorrow is many hours away.
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000 // 86_400 * 86_400 + 10_800)
    assert [try_photo(citizen).status_code for _time in range(2)] == [200, 200]
    refused = try_photo(citizen)
    assert refused.status_code == 422
    assert "tomorrow" in refused.json()["error"]
    assert sends_anyway(citizen)
