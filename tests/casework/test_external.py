"""Somebody outside the city works on one report by a link, without an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories import CategoryFactory, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.external import NotPossible, invite, renew, revoke, see
from wagtail_anliegen.casework.folders import FOLDERS
from wagtail_anliegen.casework.merging import merge
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import release_photo, store_photo
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.setup.purge import purge_test_reports


pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org", phone="01234 5678")


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(
        description="Originaltext mit Namen", address="Marktplatz 1", contact=CONTACT
    )


@pytest.fixture
def clerk(report):
    return member_of(report.department)


@pytest.fixture
def ask(clerk):
    def call(report, **values) -> ExternalLink:
        usual = {
            "name": "Stadtwerke",
            "email": "netz@example.org",
            "message": "Bitte prüfen Sie die Laterne.",
            "text": "Eine Laterne flackert.",
            "address": "Marktplatz",
        }
        return invite(report, user=clerk, **{**usual, **values})

    return call


@pytest.fixture
def link(report, ask):
    return ask(report)


def page(client, link):
    return client.get(link.path)


def send(client, link, area, *, key=None, **values):
    """Fill in the form ``area`` of the page and press its button."""
    shown = page(client, link).context
    values.setdefault("kind", shown["forms"][area].kinds[0])
    data = {"area": area, "key": key or shown["key"], **values}
    return client.post(reverse("wagtail_anliegen:external_reply", args=[link.token]), data)


def post(client, user, report, action, **fields):
    client.force_login(user)
    data = {f"{action}-{name}": value for name, value in fields.items()}
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    return client.post(url, {"action": action, **data}, follow=True)


def photo_of(report, photo_bytes, colour, **values) -> Photo:
    photo = store_photo(photo_bytes(colour))
    Photo.objects.filter(pk=photo.pk).update(report=report, **values)
    return Photo.objects.get(pk=photo.pk)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def logged() -> list[str]:
    rows = ReportLogEntry.objects.filter(action__contains="external").order_by("timestamp", "pk")
    return [row.action.removeprefix("anliegen.") for row in rows]


# --- the link -----------------------------------------------------------------


def test_the_mail_alone_holds_the_link_and_the_database_only_its_hash(client, link):
    row = OutgoingMessage.objects.get(kind="external")
    assert row.recipient == "netz@example.org"
    assert link.token not in row.body + row.subject
    deliver_due()
    sent = next(each for each in mail.outbox if each.to == ["netz@example.org"])
    assert "Bitte prüfen Sie die Laterne." in sent.body
    address = re.search(r"https?://[^/\s]+(/\S+/external/\S+|/external/\S+)", sent.body)[1]
    assert client.get(address).status_code == 200


def test_the_page_shows_what_staff_wrote_and_nothing_of_the_person_or_their_words(client, link):
    text = page(client, link).content.decode()
    assert "Bitte prüfen Sie die Laterne." in text
    assert "Eine Laterne flackert." in text
    for secret in ("Originaltext", "Kim Beispiel", "kim@example.org", "5678", "Marktplatz 1"):
        assert secret not in text


def test_contact_data_is_shown_only_if_staff_say_so_and_that_is_on_record(client, report, ask):
    link = ask(report, with_contact=True)
    text = page(client, link).content.decode()
    assert "Kim Beispiel" in text
    assert "kim@example.org" in text
    rows = ReportLogEntry.objects.filter(action__contains="external")
    assert [row.data["contact"] for row in rows] == [True, True]  # sent, and opened


def test_photos_are_shown_when_released_or_when_staff_looked_at_them_before(
    client, report, ask, clerk, photo_bytes
):
    internal = photo_of(report, photo_bytes, "red")
    released = photo_of(report, photo_bytes, "green")
    release_photo(released, user=clerk)
    narrow, wide = ask(report), ask(report, photos=[internal.pk])
    later = photo_of(report, photo_bytes, "blue")
    assert list(page(client, narrow).context["photos"]) == []  # nobody released the report
    report.get_latest_revision().publish()
    assert list(page(client, narrow).context["photos"]) == [released]
    assert list(page(client, wide).context["photos"]) == [internal, released]
    url = reverse("wagtail_anliegen:external_photo", args=[wide.token, later.uuid, "display"])
    assert client.get(url).status_code == 404


def test_one_firm_never_sees_what_another_one_sent(client, report, ask, photo_bytes):
    first = ask(report)
    picture = SimpleUploadedFile("p.jpg", photo_bytes(), "image/jpeg")
    send(client, first, "done", text="Fertig.", photos=picture)
    other = ask(report, photos=[report.photos.get().pk])
    assert list(page(client, other).context["photos"]) == []


def test_whoever_declines_sees_no_more_than_everybody(client, report, ask, photo_bytes):
    internal = photo_of(report, photo_bytes, "red")
    link = ask(report, with_contact=True, photos=[internal.pk])
    send(client, link, "decline", text="Nicht unsere.")
    shown = page(client, link)
    assert list(shown.context["photos"]) == []
    assert "Kim Beispiel" not in shown.content.decode()


def test_the_map_is_shown_only_if_staff_say_so_and_as_it_was_then(client, ask, settings):
    settings.ANLIEGEN_TILES = {"url": "/tiles/{z}/{x}/{y}.png", "attribution": ""}
    report = make_report(address="Marktplatz 1", latitude=51.65, longitude=7.85)
    link = ask(report, with_position=True)
    Report.objects.filter(pk=report.pk).update(latitude=51.66)
    assert page(client, link).context["place"]["position"] == [51.65, 7.85]
    assert page(client, ask(report)).context["place"] is None


def test_a_photo_whose_file_is_missing_keeps_the_address_secret(client, report, ask, photo_bytes):
    photo = photo_of(report, photo_bytes, "red")
    link = ask(report, photos=[photo.pk])
    photo.delete_files()
    for name, token in (("external", link.token), ("status", report.secret_token)):
        url = reverse(f"wagtail_anliegen:{name}_photo", args=[token, photo.uuid, "display"])
        response = client.get(url)
        assert response.status_code == 404
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("how", ["wrong", "revoked", "expired", "renewed", "confidential"])
def test_a_link_that_leads_nowhere_does_not_tell_why(client, report, link, clerk, how):
    missing = client.get(reverse("wagtail_anliegen:external", args=["A" * 32]))
    path = link.path
    if how == "revoked":
        revoke(report, link=link, user=clerk)
    elif how == "expired":
        ExternalLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif how == "renewed":
        renew(report, link=link, user=clerk)
        assert page(client, fresh(link)).status_code == 200
    elif how == "confidential":
        Report.objects.filter(pk=report.pk).update(confidential=True)
    else:
        path = reverse("wagtail_anliegen:external", args=[link.token_hash])
    response = client.get(path)
    assert response.status_code == missing.status_code == 404
    assert response.content == missing.content


def test_the_link_does_not_open_on_another_site(client, link):
    from wagtail.models import Page, Site

    Site.objects.create(hostname="anderswo.test", root_page=Page.objects.get(depth=1))
    assert client.get(link.path, headers={"host": "anderswo.test"}).status_code == 404


def test_the_address_is_kept_out_of_caches_search_engines_and_referrers(client, link):
    response = page(client, link)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_when_the_report_is_closed_the_page_says_so_and_takes_nothing(client, report, link, clerk):
    shown = page(client, link).context
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    response = page(client, link)
    assert response.status_code == 200
    assert "Eine Laterne flackert." not in response.content.decode()
    data = {"area": "message", "kind": "message", "text": "Zu spät", "key": shown["key"]}
    late = client.post(reverse("wagtail_anliegen:external_reply", args=[link.token]), data)
    assert late.status_code == 409
    assert "Zu spät" in late.content.decode()
    assert not ExternalMessage.objects.exists()


def test_a_closed_report_discloses_nothing_and_says_so_in_the_history(client, report, ask, clerk):
    link = ask(report, with_contact=True)
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    page(client, link)
    assert logged() == ["external"]


def test_after_a_merge_work_goes_on_at_the_leading_report(client, report, link, clerk):
    leading = make_report()
    merge(leading, [report], text="", user=clerk)
    send(client, link, "message", text="Wir kommen.")
    folder = FOLDERS["answered"]
    assert list(folder.reports(clerk)) == [leading]
    client.force_login(clerk)
    case = client.get(reverse("wagtail_anliegen_reports:edit", args=[leading.pk]))
    assert "Wir kommen." in case.content.decode()
    see(leading, user=clerk)
    assert not folder.reports(clerk)
    renew(leading, link=link, user=clerk)
    link = fresh(link)
    actions.change_status(leading, status=Status.RESOLVED, text="Fertig.", user=clerk)
    assert "forms" not in page(client, link).context


def test_nobody_is_asked_about_a_closed_report(report, clerk, ask):
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    with pytest.raises(NotPossible):
        ask(report)


def test_withdrawing_takes_back_a_mail_that_has_not_gone_out(report, link, clerk):
    revoke(report, link=link, user=clerk)
    assert not OutgoingMessage.objects.filter(kind="external").exists()


def test_a_mail_whose_link_leads_nowhere_is_not_sent_again(client, report, link, clerk):
    deliver_due()
    revoke(report, link=link, user=clerk)
    sent = OutgoingMessage.objects.get(kind="external")
    client.force_login(clerk)
    client.post(reverse("anliegen_mails_modeladmin_send_again", args=[sent.pk]))
    assert fresh(sent).state == OutgoingMessage.State.SENT


def test_what_was_not_confidential_when_it_was_sent_is_not_sent_again(report, link, clerk):
    Report.objects.filter(pk=report.pk).update(confidential=True)
    with pytest.raises(NotPossible):
        renew(report, link=link, user=clerk)


# --- what they say ------------------------------------------------------------


def test_accepting_and_reporting_as_done_leaves_the_state_to_the_clerk(
    client, report, link, clerk, photo_bytes
):
    actions.accept(report, user=clerk)
    status = fresh(report).status
    send(client, link, "accept")
    picture = SimpleUploadedFile("p.jpg", photo_bytes(), "image/jpeg")
    response = send(client, link, "done", text="Neue Lampe.", photos=picture)
    assert response.headers["Location"] == f"{link.path}?sent=done"
    accepted, done = ExternalMessage.objects.all()
    assert (accepted.kind, done.kind, done.text) == ("accepted", "done", "Neue Lampe.")
    assert fresh(report).status == status
    photo = report.photos.get()
    assert photo.is_after
    assert not photo.is_released


def test_what_comes_from_outside_is_seen_by_staff_alone(client, report, link, photo_bytes):
    report.get_latest_revision().publish()
    picture = SimpleUploadedFile("p.jpg", photo_bytes(), "image/jpeg")
    send(client, link, "message", text="Nur für die Stadt.", photos=picture)
    photo = report.photos.get()
    for url in (report.secret_path, report.get_absolute_url()):
        text = client.get(url).content.decode()
        assert "Nur für die Stadt." not in text
        assert str(photo.uuid) not in text


def test_the_handler_is_told_without_the_words_and_the_report_lies_in_answered(
    client, report, link, clerk
):
    actions.accept(report, user=clerk)
    send(client, link, "decline", text="Nicht unsere Laterne.")
    row = OutgoingMessage.objects.get(kind="colleague")
    assert row.recipient == clerk.email
    assert "Nicht unsere" not in row.subject + row.body
    folder = FOLDERS["answered"]
    assert report in folder.reports(clerk)
    case = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert case.status_code == 302  # the outside has no way into the admin
    post(client, clerk, report, "external_seen")
    assert report not in folder.reports(clerk)


def test_what_came_after_the_page_was_shown_waits_on(client, report, link, clerk):
    send(client, link, "message", text="Eins")
    newest = ExternalMessage.objects.get().pk
    send(client, link, "message", text="Zwei")
    post(client, clerk, report, "external_seen", newest=newest)
    assert [row.text for row in ExternalMessage.objects.unseen()] == ["Zwei"]


def test_a_department_is_told_where_nobody_handles_the_report(client, report, link):
    report.department.email = "amt@example.org"
    report.department.save()
    send(client, link, "message", text="Wir kommen am Montag.")
    assert OutgoingMessage.objects.get(kind="colleague").recipient == "amt@example.org"


def test_sending_twice_yields_one_message(client, link):
    key = page(client, link).context["key"]
    for _turn in range(2):
        send(client, link, "message", key=key, text="Wir kommen.")
    assert ExternalMessage.objects.count() == 1


def test_declining_needs_a_reason(client, link):
    response = send(client, link, "decline", text=" ")
    assert response.status_code == 422
    assert not ExternalMessage.objects.exists()


def test_the_form_of_another_link_is_refused(client, link, ask, report):
    other = ask(report, email="andere@example.org")
    key = page(client, other).context["key"]
    response = send(client, link, "message", key=key, text="Hallo")
    assert response.status_code == 422
    assert not ExternalMessage.objects.exists()


# --- in the case --------------------------------------------------------------


def test_a_clerk_sends_the_link_from_the_case_and_sees_it_there(client, report, clerk):
    fields = {"name": "Stadtwerke", "email": "netz@example.org", "message": "Bitte prüfen."}
    response = post(client, clerk, report, "external", text="Laterne.", days=5, **fields)
    link = ExternalLink.objects.get()
    assert timezone.localdate(link.expires_at) == timezone.localdate() + timedelta(days=5)
    assert "netz@example.org" in response.content.decode()
    post(client, clerk, report, "external_renew", link=link.pk, days=30)
    post(client, clerk, report, "external_revoke", link=link.pk)
    assert logged() == ["external", "external_renew", "external_revoke"]


def test_the_form_offers_the_public_text_but_never_the_original(client, report, clerk):
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    form = client.get(url).context["forms"]["external"]
    assert not form["text"].value()
    assert not form["address"].value()
    actions.release_report(report, public_text="Öffentlich.", user=clerk)
    form = client.get(url).context["forms"]["external"]
    assert form["text"].value() == "Öffentlich."
    assert not form["with_contact"].value()


def test_the_preview_shows_what_would_be_seen_and_writes_nothing(client, report, clerk):
    client.force_login(clerk)
    values = {"name": "x", "email": "x@example.org", "message": "Frage?", "text": "T.", "days": 5}
    data = {f"external-{name}": value for name, value in values.items()}
    url = reverse("wagtail_anliegen_reports:preview", args=[report.pk])
    text = client.post(url, {"action": "external", **data}).content.decode()
    assert "Frage?" in text
    assert "Kim Beispiel" not in text
    assert not ExternalLink.objects.exists()


def test_a_confidential_report_is_passed_on_only_after_saying_so(client, clerk):
    secret = make_report(category=CategoryFactory(is_confidential=True, is_public=False))
    fields = {"name": "x", "email": "x@example.org", "message": "?", "text": "T.", "days": 5}
    boss = member_of(secret.department)
    boss.is_superuser = True
    boss.save()
    post(client, boss, secret, "external", **fields)
    assert not ExternalLink.objects.exists()
    post(client, boss, secret, "external", confirmed="on", **fields)
    assert str(secret.category) not in OutgoingMessage.objects.get(kind="external").subject
    assert page(client, ExternalLink.objects.get()).status_code == 200


def test_in_the_test_mode_nothing_goes_out_and_the_purge_takes_it_along(client, report, ask):
    settings = AnliegenSettings.for_site(report.site)
    settings.test_mode, settings.test_address = True, "test@example.org"
    settings.save()
    probe = make_report()
    link = ask(probe)
    send(client, link, "message", text="Probe")
    deliver_due()
    assert all(each.to == ["test@example.org"] for each in mail.outbox)
    purge_test_reports(report.site)
    assert not ExternalLink.objects.exists()
    assert not ExternalMessage.objects.exists()
