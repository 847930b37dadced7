"""What a person may do with their data by the secret link, and what is left of it."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_public_report, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.merging import merge
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.privacy.erasure import forget
from wagtail_anliegen.privacy.models import Deletion, LegalHold, RetentionRule, What
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.states import RejectionReason, Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.tracking.forms import new_key


pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org", phone="01234 5678")
AT_ONCE = ["contact", "withdraw"]
REQUESTS = ["erasure", "correction", "restriction"]


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    Department.objects.update(email="anliegen@example.org")
    return make_report(contact=CONTACT)


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def url(report, deed: str = "") -> str:
    if not deed:
        return reverse("wagtail_anliegen:status_data", args=[report.secret_token])
    return reverse("wagtail_anliegen:status_deed", args=[report.secret_token, deed])


def send(client, report, deed, **values):
    key = values.pop("key", None) or new_key(report)
    return client.post(url(report, deed), {"key": key, "area": deed, "kind": deed, **values})


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


# --- the page ----------------------------------------------------------------


def test_the_status_page_leads_to_the_data_and_back(client, report):
    assert url(report) in client.get(report.secret_path).content.decode()
    assert report.secret_path in client.get(url(report)).content.decode()


def test_the_page_says_what_is_kept_and_shows_no_value(client, report):
    rules = RetentionRule.objects.filter(site=report.site, what=What.CONTACT)
    rules.update(days=90, is_active=True)
    response = client.get(url(report))
    rows = {row.what: row for row in response.context["kept"]}
    assert len(rows) == 2
    assert "90" in [*rows.values()][0].how_long
    for value in (CONTACT.name, CONTACT.email, CONTACT.phone):
        assert value not in response.content.decode()


@pytest.mark.parametrize("deed", ["", *AT_ONCE, *REQUESTS, "copy"])
def test_a_wrong_link_gets_the_same_answer_as_everywhere(client, report, deed):
    token = "x" * 32
    address = url(report, deed).replace(report.secret_token, token)
    there = client.get(reverse("wagtail_anliegen:status", args=[token]))
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 404
        assert response.content == there.content


@pytest.mark.parametrize("deed", ["", *AT_ONCE, "correction", "copy"])
def test_the_address_stays_secret(client, report, deed):
    for response in (client.get(url(report, deed)), client.post(url(report, deed))):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_an_unknown_deed_is_not_found(client, report):
    assert client.get(url(report, "everything")).status_code == 404


@pytest.mark.parametrize("deed", [*AT_ONCE, *REQUESTS, "copy"])
def test_without_a_key_of_the_page_nothing_is_done(client, report, deed):
    response = send(client, report, deed, key="made-up", text="Bitte")
    assert response.status_code == 422
    assert Reporter.objects.exists()
    assert not Reply.objects.exists()
    assert fresh(report).erased_at is None


@pytest.mark.parametrize("deed", [*AT_ONCE, *REQUESTS])
def test_looking_does_nothing(client, report, deed):
    client.get(url(report, deed))
    assert Reporter.objects.exists()
    assert not Reply.objects.exists()


@pytest.mark.parametrize("deed", ["contact", "correction", "copy"])
def test_who_sends_too_often_waits(client, report, deed, settings):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 1
    answers = [
        client.post(
            url(report, deed),
            {"key": new_key(report), "area": deed, "kind": deed, "text": f"{n}"},
            REMOTE_ADDR="203.0.113.9",
        )
        for n in range(3)
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


# --- the copy ------------------------------------------------------------------


def test_the_copy_is_a_file_that_no_browser_keeps(client, report):
    response = client.post(url(report, "copy"), {"key": new_key(report)})
    assert response["Content-Disposition"] == f'attachment; filename="{report.reference}.zip"'
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_a_link_to_the_copy_leads_to_the_page(client, report):
    assert client.get(url(report, "copy")).headers["Location"] == url(report)


# --- contact data ----------------------------------------------------------------


def test_contact_data_goes_at_once_and_the_work_goes_on(client, report):
    assert send(client, report, "contact").status_code == 302
    assert not Reporter.objects.exists()
    assert fresh(report).is_open
    assert client.get(report.secret_path).status_code == 200
    assert not OutgoingMessage.objects.filter(recipient=CONTACT.email).exists()


def test_a_double_click_erases_once(client, report):
    key = new_key(report)
    assert send(client, report, "contact", key=key).status_code == 302
    assert send(client, report, "contact", key=key).status_code == 302
    assert Deletion.objects.count() == 1
    assert "contact" not in client.get(url(report)).context["deeds"]


# --- taking back -------------------------------------------------------------------


def test_before_work_begins_a_report_is_taken_back(client, report):
    send(client, report, "withdraw")
    report = fresh(report)
    assert report.erased_at
    assert report.rejection_reason == RejectionReason.WITHDRAWN
    assert report.description == ""
    assert send(client, report, "withdraw").status_code == 410
    assert Deletion.objects.count() == 1


def test_once_somebody_works_on_it_a_person_decides(client, report, clerk):
    actions.accept(report, user=clerk)
    assert "withdraw" not in client.get(url(report)).context["deeds"]
    assert "erasure" in client.get(url(report)).context["deeds"]
    assert client.get(url(report, "withdraw")).status_code == 302
    assert send(client, report, "withdraw").status_code == 409
    assert fresh(report).erased_at is None


def test_nobody_takes_back_what_others_are_merged_with(client, report, clerk):
    other = make_report(category=report.category, contact=CONTACT)
    merge(report, [other], user=clerk)
    for each in (report, other):
        assert send(client, each, "withdraw").status_code == 409
        assert fresh(each).erased_at is None


# --- requests ------------------------------------------------------------------------


@pytest.mark.parametrize("deed", REQUESTS)
def test_a_request_lands_in_the_case_and_wakes_the_clerk(client, report, clerk, deed):
    actions.accept(report, user=clerk)
    response = send(client, report, deed, text="Bitte ändern.")
    assert response.headers["Location"] == f"{url(report)}?done={deed}"
    reply = Reply.objects.get()
    assert (reply.kind, reply.text, reply.seen_at) == (deed, "Bitte ändern.", None)
    assert OutgoingMessage.objects.get(kind="reply").recipient == clerk.email
    client.force_login(clerk)
    case = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert list(case.context["unseen"]) == [reply]


@pytest.mark.parametrize("deed", REQUESTS)
def test_sending_twice_asks_once(client, report, deed):
    key = new_key(report)
    for _click in range(2):
        assert send(client, report, deed, key=key, text="Bitte").status_code == 302
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("deed", REQUESTS)
def test_a_right_does_not_end_with_the_period_for_messages(client, report, clerk, deed):
    AnliegenSettings.for_site(report.site)
    actions.accept(report, user=clerk)
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    long_ago = timezone.now() - timezone.timedelta(days=4000)
    Report.objects.update(closed_at=long_ago, status_changed_at=long_ago)
    assert send(client, report, deed, text="Bitte").status_code == 302
    assert Reply.objects.get().kind == deed


def test_a_correction_needs_words(client, report):
    response = send(client, report, "correction", text=" ")
    assert response.status_code == 422
    assert response.context["problems"]


def test_a_restriction_hides_at_once(client):
    call_command("setup_anliegen", verbosity=0)
    report = make_public_report(contact=CONTACT)
    public = report.get_absolute_url()
    assert client.get(public).status_code == 200
    send(client, report, "restriction")
    report = fresh(report)
    assert report.restricted_at
    assert not report.live and not report.publishable
    assert client.get(public).status_code == 404
    assert "restriction" not in client.get(url(report)).context["deeds"]


# --- a legal hold ------------------------------------------------------------------------


def test_a_held_report_says_why_nothing_goes_and_takes_requests(client, report):
    LegalHold.objects.create(report=report, reason="Schadensersatz Az. 4711")
    page = client.get(url(report))
    assert page.context["held"]
    assert not set(AT_ONCE) & set(page.context["deeds"])
    assert "4711" not in page.content.decode()
    for deed in AT_ONCE:
        assert send(client, report, deed).status_code == 409
    assert Reporter.objects.exists()
    assert send(client, report, "erasure").status_code == 302


# --- afterwards --------------------------------------------------------------------------


def test_after_erasing_the_link_says_so_and_nothing_else(client, report, photo_bytes):
    photo = store_photo(photo_bytes())
    report = make_report(contact=CONTACT, photos=[photo.pk], description="Seerose")
    forget(report)
    picture = [report.secret_token, photo.uuid, "display"]
    assert client.get(reverse("wagtail_anliegen:status_photo", args=picture)).status_code == 404
    reply = reverse("wagtail_anliegen:status_reply", args=[report.secret_token])
    addresses = [report.secret_path, reply, *(url(report, d) for d in ("", "copy", "contact"))]
    for address in addresses:
        for response in (client.get(address), client.post(address)):
            if address == report.secret_path and response.status_code == 405:
                continue
            assert response.status_code == 410
            assert report.reference not in response.content.decode()
            assert response["Cache-Control"] == "private, no-store"
    assert not Reply.objects.exists()
