"""A case for the file, and the photo of what the work led to."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from tests.factories import (
    DepartmentFactory,
    StatusWordingFactory,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.case_file import case_file, story
from wagtail_anliegen.casework.participation import conclude, involve
from wagtail_anliegen.casework.results import add_after_photo
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import release_photo, store_photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.reports.wording import explanation_of, forget, look_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def report(photo_bytes):
    call_command("setup_anliegen", verbosity=0)
    return make_report(
        description="Straße <b>kaputt</b> & nass, ruft Kim an",
        contact=Contact(name="Kim Muster", email="kim@example.org", phone="0123"),
        photos=[store_photo(photo_bytes()).pk],
        address="Lindenweg 1",
    )


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def url(report) -> str:
    return reverse("wagtail_anliegen_reports:pdf", args=[report.pk])


def pictures(pdf: bytes) -> int:
    return pdf.count(b"/Subtype /Image")


def story_words(report, clerk, **options) -> str:
    """What is written, before the font turns letters into numbers of its own."""
    flowables = story(report, clerk, **options)
    return "\n".join(flowable.text for flowable in flowables if hasattr(flowable, "text"))


def test_the_file_has_no_personal_data_unless_it_is_asked_for(report, clerk):
    actions.add_note(report, text="Kim ruft oft an", user=clerk)
    short = story_words(report, clerk, with_person=False)
    for secret in ("Kim", "kim@example.org", "0123", "kaputt"):
        assert secret not in short
    full = story_words(report, clerk, with_person=True)
    for known in ("Kim Muster", "kim@example.org", "Kim ruft oft an", "Lindenweg 1"):
        assert known in full


def test_what_looks_like_markup_stays_text(report, clerk):
    full = story_words(report, clerk, with_person=True)
    assert "&lt;b&gt;kaputt&lt;/b&gt; &amp; nass" in full


def test_public_and_internal_history_are_told_apart(report, clerk):
    actions.answer(report, text="Wir kommen morgen.", user=clerk)
    actions.add_note(report, text="Nur für uns", user=clerk)
    words = story_words(report, clerk, with_person=True)
    assert words.index("Wir kommen morgen.") < words.index("Nur für uns")
    assert "intern" in words


def test_long_words_and_letters_the_font_lacks_are_no_trouble(clerk, report):
    report.description = "x" * 20_000 + "\n" + "Ж漢\x01🚲 " * 500
    assert case_file(report, user=clerk, with_person=True).startswith(b"%PDF-")


def test_photos_are_small_and_only_released_ones_are_in_the_short_version(
    report, clerk, photo_bytes
):
    assert pictures(case_file(report, user=clerk)) == 0
    assert pictures(case_file(report, user=clerk, with_person=True)) == 1
    for _number in range(30):
        Photo.objects.filter(pk=store_photo(photo_bytes()).pk).update(report=report)
    large = case_file(report, user=clerk, with_person=True)
    assert len(large) < 1_000_000


def test_a_photo_whose_file_is_missing_or_broken_does_not_lose_the_case(report, clerk, photo_bytes):
    report.photos.get().delete_files()
    Photo.objects.update(thumbnail="photos/aa/gone.jpg")
    broken = store_photo(photo_bytes())
    broken.thumbnail.save("", ContentFile(b"kein Bild"))
    Photo.objects.filter(pk=broken.pk).update(report=report)
    assert pictures(case_file(report, user=clerk, with_person=True)) == 0


def test_whoever_sees_the_report_gets_the_file_and_nobody_else(client, report, clerk):
    client.force_login(clerk)
    for query in ("", "?person=yes"):
        response = client.get(url(report) + query)
        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]
    client.force_login(member_of(DepartmentFactory()))
    assert client.get(url(report)).status_code == 404


# --- after the work ----------------------------------------------------------


def resolve(client, report, photo, **more):
    data = {
        "action": "status",
        "seen": Report.objects.get(pk=report.pk).updated_at.isoformat(),
        "status-status": "resolved",
        "status-text": "Erledigt.",
        "status-photo": SimpleUploadedFile("nachher.jpg", photo, "image/jpeg"),
        **more,
    }
    return client.post(reverse("wagtail_anliegen_reports:edit", args=[report.pk]), data)


def test_a_photo_of_the_result_comes_with_the_status_and_is_internal(
    client, report, clerk, photo_bytes
):
    client.force_login(clerk)
    resolve(client, report, photo_bytes("green"))
    report.refresh_from_db()
    photo = report.photos.get(kind="after")
    assert report.status == Status.RESOLVED
    assert not photo.is_released
    assert ReportLogEntry.objects.filter(action="anliegen.after_photo").exists()


def test_what_is_no_photo_changes_nothing(client, report, clerk):
    client.force_login(clerk)
    assert resolve(client, report, b"kein Bild").status_code == 200
    report.refresh_from_db()
    assert report.status == Status.RECEIVED
    assert not report.photos.filter(kind="after").exists()


def test_a_photo_of_the_result_fits_to_no_other_status(client, report, clerk, photo_bytes):
    client.force_login(clerk)
    resolve(client, report, photo_bytes(), **{"status-status": "planned"})
    assert not report.photos.filter(kind="after").exists()


def test_the_reporting_person_sees_it_only_once_it_is_released(client, report, clerk, photo_bytes):
    photo = add_after_photo(report, photo=photo_bytes(), user=clerk)
    args = [report.secret_token, photo.uuid, "display"]
    address = reverse("wagtail_anliegen:status_photo", args=args)
    assert client.get(address).status_code == 404
    assert str(photo.uuid) not in client.get(report.secret_path).content.decode()
    release_photo(photo, user=clerk)
    assert client.get(address).status_code == 200
    assert "So sieht es jetzt aus" in client.get(report.secret_path).content.decode()


def test_the_public_page_calls_it_after_the_work(client, report, clerk, photo_bytes):
    public = make_public_report()
    photo = add_after_photo(public, photo=photo_bytes(), user=clerk)
    assert str(photo.uuid) not in client.get(public.get_absolute_url()).content.decode()
    release_photo(photo, user=clerk)
    text = client.get(public.get_absolute_url()).content.decode()
    assert str(photo.uuid) in text
    assert "Nach der Arbeit" in text


def test_the_place_of_what_nobody_released_is_personal(report, clerk):
    assert "Lindenweg 1" not in story_words(report, clerk, with_person=False)
    report.live = True
    assert "Lindenweg 1" in story_words(report, clerk, with_person=False)


def test_personal_data_is_for_who_leads_and_is_noted(client, report, clerk):
    asked = DepartmentFactory()
    colleague = member_of(asked)
    involve(report, department=asked, question="Was nun?", user=clerk)
    client.force_login(colleague)
    assert client.get(url(report), {"person": "yes"}).status_code == 200
    assert not Look.objects.exists()
    client.force_login(clerk)
    client.get(url(report), {"person": "yes"})
    assert Look.objects.get().user == clerk


def test_a_statement_is_a_consultation_and_whoever_asked_is_told(report, clerk):
    asked = DepartmentFactory()
    involved = involve(report, department=asked, question="Was nun?", user=clerk)
    conclude(report, participation=involved, text="Nichts.", user=member_of(asked))
    assert report.notes.get().kind == "consultation"
    assert OutgoingMessage.objects.filter(kind="colleague", recipient=clerk.email).count() == 1
    assert "Was nun?" not in story_words(report, clerk, with_person=False)


def test_an_explanation_alone_hides_no_words(report):
    StatusWordingFactory(language="de", words="Wieder gut", explanation="Basis")
    StatusWordingFactory(language="de-at", words="", explanation="Eigene")
    forget()
    with override("de-at"):
        assert look_of("resolved", report.site_id).words == "Wieder gut"
        assert explanation_of("resolved", report.site_id) == "Eigene"
