"""Internal notes: typed, with files, corrected for some minutes, and never outside of the house."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories import DepartmentFactory, make_public_report, make_report, member_of
from tests.management.test_verify import verify
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.notes import NoteClosed, reword_note
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.intake.sweep import sweep
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.attachments import NoteAttachment, check_file, clean_name
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Note, Report


pytestmark = pytest.mark.django_db
MARKER = "vermerk-marke-4711"
PDF = b"%PDF-1.7 " + MARKER.encode()


def pdf(name="Plan.pdf", content=PDF) -> SimpleUploadedFile:
    # The browser's word for what it is counts for nothing.
    return SimpleUploadedFile(name, content, content_type="text/html")


def office(*members, name="Brief.docx") -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_public_report(contact=Contact(email="kim@example.org"))


@pytest.fixture
def clerk(report, client):
    clerk = member_of(report.department)
    client.force_login(clerk)
    return clerk


@pytest.fixture(autouse=True)
def _no_files_left():
    yield
    for attachment in NoteAttachment.objects.all():
        attachment.delete_files()


def url_of(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def text_of(response) -> str:
    return response.content.decode()


def write(client, report, **data):
    values = {f"note-{name}": value for name, value in data.items()}
    return client.post(url_of(report), {"action": "note", **values}, follow=True)


def correct(client, note, text):
    data = {"action": "reword_note", "reword_note-note": note.pk, "reword_note-text": text}
    return client.post(url_of(note.report), data, follow=True)


def aged(note, minutes) -> Note:
    Note.objects.filter(pk=note.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    return Note.objects.get(pk=note.pk)


def test_a_note_says_what_kind_it_is(client, report, clerk):
    text = text_of(write(client, report, kind="visit", text="Pfosten steht schief"))
    assert report.notes.get().kind == Note.Kind.VISIT
    assert "Ortstermin" in text


def test_files_are_kept_with_their_note_and_handed_out_to_be_saved(client, report, clerk):
    text = text_of(write(client, report, kind="phone", text="Siehe Plan", files=[pdf(), pdf()]))
    assert text.count("Plan.pdf") == 2
    attachment = NoteAttachment.objects.first()
    assert "Plan" not in attachment.file.name
    response = client.get(file_url(attachment))
    assert MARKER.encode() in b"".join(response.streaming_content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_pictures_are_saved_and_never_opened_in_the_browser(client, report, clerk, photo_bytes):
    write(client, report, text="x", files=[SimpleUploadedFile("Bild.JPEG", photo_bytes())])
    response = client.get(file_url(NoteAttachment.objects.get()))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


def file_url(attachment, report=None) -> str:
    pk = (report or attachment.note.report).pk
    return reverse("wagtail_anliegen_reports:attachment", args=[pk, attachment.pk])


def test_files_are_for_those_who_may_see_the_report(client, report, clerk):
    actions.add_note(report, text="x", files=[pdf()], user=clerk)
    attachment = NoteAttachment.objects.get()
    own = make_report()
    assert client.get(file_url(attachment, own)).status_code == 404, "not by another report"
    client.force_login(member_of(DepartmentFactory()))
    assert client.get(file_url(attachment)).status_code == 404
    client.logout()
    assert client.get(file_url(attachment)).status_code == 302


@pytest.mark.parametrize(
    "upload",
    [
        pdf("Seite.html"),
        pdf("Bild.svg"),
        pdf("ohne-endung"),
        pdf("Plan.pdf.exe"),
        pdf("Plan.pdf", b"<html>"),
        pdf("Bild.png"),
        pdf("Bild.webp", b"RIFF0000WAVE"),
        pdf("Brief.docx", b"PK\x03\x04 kaputt"),
        office("xl/workbook.xml"),
        office("word/document.xml", "word/vbaProject.bin"),
    ],
    ids=lambda upload: upload.name,
)
def test_what_is_no_pdf_picture_or_office_document_is_refused(upload):
    with pytest.raises(ValidationError):
        check_file(upload)


def test_an_office_document_without_macros_is_accepted():
    assert check_file(office("word/document.xml")) == "docx"
    assert check_file(office("content.xml", name="Liste.ods")) == "ods"


def test_a_refused_file_is_marked_and_neither_note_nor_file_is_kept(client, report, clerk):
    response = write(client, report, text="Mein Text", files=[pdf(), pdf("x.exe")])
    assert response.context["forms"]["note"].errors["files"]
    assert "Mein Text" in text_of(response)
    assert not report.notes.exists()
    assert not NoteAttachment.objects.exists()


def test_a_file_that_is_too_large_or_one_too_many_is_refused(client, report, clerk, settings):
    many = write(client, report, text="x", files=[pdf() for _number in range(11)])
    assert many.context["forms"]["note"].errors["files"]
    settings.ANLIEGEN_MAX_ATTACHMENT_BYTES = 5
    large = write(client, report, text="x", files=[pdf()])
    assert large.context["forms"]["note"].errors["files"]
    assert not report.notes.exists()


def test_a_name_is_shown_without_folders_and_tricks():
    assert clean_name("..\\..\\etc/pass\x00wd\u202e.pdf") == "passwd.pdf"
    assert clean_name("a" * 300 + ".pdf").endswith("a.pdf")
    assert len(clean_name("a" * 300 + ".pdf")) == 120


# --- correcting -------------------------------------------------------------


def test_the_author_corrects_a_fresh_note_and_the_earlier_wording_stays(client, report, clerk):
    note = actions.add_note(report, text="Glate Stelle", user=clerk)
    assert 'value="reword_note"' in text_of(client.get(url_of(report)))
    text = text_of(correct(client, note, "Glatte Stelle"))
    note.refresh_from_db()
    assert note.text == "Glatte Stelle"
    assert note.versions.get().text == "Glate Stelle"
    assert "Glate Stelle" in text
    assert ReportLogEntry.objects.filter(report=report, action="anliegen.reword_note").exists()


def test_each_correction_keeps_its_own_earlier_wording(report, clerk):
    note = actions.add_note(report, text="eins", user=clerk)
    for text in ("zwei", "drei"):
        reword_note(report, note=note, text=text, user=clerk)
    assert {version.text for version in note.versions.all()} == {"eins", "zwei"}


def test_the_same_wording_again_is_no_correction(report, clerk):
    note = actions.add_note(report, text="eins", user=clerk)
    reword_note(report, note=note, text=" eins ", user=clerk)
    assert not note.versions.exists()


def test_after_some_minutes_a_note_is_a_record(client, report, clerk, settings):
    note = actions.add_note(report, text="eins", user=clerk)
    assert aged(note, 14)
    reword_note(report, note=note, text="zwei", user=clerk)
    aged(note, 16)
    assert 'value="reword_note"' not in text_of(client.get(url_of(report)))
    text = text_of(correct(client, note, "mein später Text"))
    assert "mein später Text" in text, "what was typed is not lost"
    assert Note.objects.get(pk=note.pk).text == "zwei"
    settings.ANLIEGEN_NOTE_MINUTES = 60
    reword_note(report, note=note, text="drei", user=clerk)
    assert Note.objects.get(pk=note.pk).text == "drei"


def test_nobody_corrects_the_note_of_another(client, report, clerk):
    note = actions.add_note(report, text="eins", user=member_of(report.department))
    assert 'value="reword_note"' not in text_of(client.get(url_of(report)))
    correct(client, note, "zwei")
    with pytest.raises(NoteClosed):
        reword_note(report, note=note, text="zwei", user=clerk)
    assert Note.objects.get(pk=note.pk).text == "eins"


def test_a_note_of_another_report_cannot_be_corrected_here(client, report, clerk):
    note = actions.add_note(make_report(), text="eins", user=clerk)
    note.report = report
    response = correct(client, note, "zwei")
    assert response.context["forms"]["reword_note"].errors["note"]
    assert Note.objects.get(pk=note.pk).text == "eins"


# --- never outside ----------------------------------------------------------


def test_nothing_of_a_note_is_read_outside_of_the_house(client, report, clerk):
    note = actions.add_note(
        report, text=f"{MARKER}-text", kind="decision", files=[pdf(f"{MARKER}.pdf")], user=clerk
    )
    reword_note(report, note=note, text=f"{MARKER}-neu", user=clerk)
    actions.answer(report, text="Wir kümmern uns.", user=clerk)
    assert MARKER in text_of(client.get(url_of(report))), "the marker is looked for in earnest"
    client.logout()
    attachment = NoteAttachment.objects.get()
    for url in (
        report.get_absolute_url(),
        report.secret_path,
        f"/media/{attachment.file.name}",
        f"/{attachment.file.name}",
    ):
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert MARKER.encode() not in body, url
    rows = OutgoingMessage.objects.values_list("subject", "body", "last_error")
    assert rows.exists()
    assert MARKER not in str(list(rows))
    report = Report.objects.get(pk=report.pk)
    assert MARKER not in f"{report} {report.title} {report.public_text} {report.description}"
    assert MARKER not in str(list(report.revisions.values_list("content", "object_str")))
    logged = ReportLogEntry.objects.filter(report=report).values_list("data", "label")
    assert MARKER not in str(list(logged))


# --- files ------------------------------------------------------------------


def test_verify_finds_missing_and_damaged_attachments(report, clerk):
    actions.add_note(report, text="x", files=[pdf(), pdf()], user=clerk)
    assert not verify()[1]
    first, second = NoteAttachment.objects.all()
    path = Path(second.file.path)
    path.write_bytes(b"%PDF-anders")
    Path(first.file.path).unlink()
    wrong = verify()[1]
    assert f"attachment {first.pk} cannot be read" in wrong
    assert f"attachment {second.pk} is damaged" in wrong


def test_sweep_removes_files_whose_note_is_gone_and_no_others(report, clerk, monkeypatch):
    actions.add_note(report, text="x", files=[pdf(), pdf()], user=clerk)
    gone, kept = NoteAttachment.objects.all()
    NoteAttachment.objects.filter(pk=gone.pk).delete()
    assert sweep().files == 0, "what is just being uploaded has no row yet"
    monkeypatch.setattr("wagtail_anliegen.intake.sweep.FILE_GRACE", timedelta(days=-1))
    assert sweep().files >= 1
    assert not Path(gone.file.path).exists()
    assert Path(kept.file.path).exists()
