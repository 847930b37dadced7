"""A rehearsal reaches nobody, shows itself everywhere and leaves nothing behind."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.serializers import serialize
from django.urls import reverse
from wagtail.models import ReferenceIndex, Revision, TaskState, WorkflowState

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    UserFactory,
    central_inbox,
    days_ahead,
    default_site,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.follow_ups import set_follow_up
from wagtail_anliegen.casework.participation import involve
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.setup.purge import purge_test_reports, what_to_purge
from wagtail_anliegen.setup.test_mode import end_test_mode, start_test_mode


pytestmark = pytest.mark.django_db

CITIZEN = Contact(name="Kanari Vogel", email="kanari@aussen.example.org")
TESTER = "test@stadt.example.org"


@pytest.fixture(autouse=True)
def workflow():
    call_command("setup_anliegen", verbosity=0, stdout=StringIO())
    Department.objects.update(email="eingang@stadt.example.org")


@pytest.fixture
def site():
    return default_site()


def fill(report) -> Report:
    hang_everything_on(report, clerk=member_of(report.department))
    return report


def hang_everything_on(report, *, clerk) -> list:
    """Whatever can hang on a report; returns its files as storage and name."""
    actions.add_note(report, text="Vermerk", user=clerk)
    actions.answer(report, text="Antwort", user=clerk)
    set_follow_up(report, due_on=days_ahead(9), reason="Nachsehen", person=clerk, user=clerk)
    other = Department.objects.filter(name="Andere").first() or DepartmentFactory(name="Andere")
    involve(report, department=other, question="Leitung?", user=clerk)
    file = SimpleUploadedFile("Plan.pdf", b"%PDF-1.7")
    note = actions.add_note(report, text="Plan", files=[file], user=clerk)
    attachment = note.attachments.get().file
    photo = Photo(report=report, width=4, height=3, sha256="")
    for size in ("original", "display", "thumbnail"):
        getattr(photo, size).save("", ContentFile(b"picture"), save=False)
    photo.save()
    files = (photo.original, photo.display, photo.thumbnail, attachment)
    return [(each.storage, each.name) for each in files]


def everything() -> dict[str, list[str]]:
    """Every row of the database by table, without what counts or logs the purge itself."""
    left_out = {"referencecounter", "modellogentry", "session", "permission", "contenttype"}
    return {
        model._meta.label: sorted(serialize("json", [row]) for row in model._base_manager.all())
        for model in apps.get_models()
        if model._meta.model_name not in left_out
    }


def test_while_it_is_on_every_mail_goes_to_the_test_address(site):
    start_test_mode(site, address=TESTER)
    make_report(contact=CITIZEN)
    assert deliver_due() == 2
    assert [message.to for message in mail.outbox] == [[TESTER], [TESTER]]
    assert any("kanari@aussen.example.org" in message.subject for message in mail.outbox)
    assert any("kanari@aussen.example.org" in message.body for message in mail.outbox)
    receipt = OutgoingMessage.objects.get(kind="receipt")
    assert (receipt.recipient, receipt.diverted_to) == (CITIZEN.email, TESTER)


def test_without_a_test_address_every_mail_is_held(site):
    start_test_mode(site, address="")
    make_report(contact=CITIZEN)
    assert deliver_due() == 0
    assert mail.outbox == []
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {"held"}


def test_mail_that_was_waiting_when_it_began_is_diverted_too(site):
    make_report(contact=CITIZEN)
    start_test_mode(site, address=TESTER)
    deliver_due()
    assert {address for message in mail.outbox for address in message.to} == {TESTER}


def test_held_mail_of_real_reports_goes_out_once_it_is_over(site):
    make_report(contact=CITIZEN)
    start_test_mode(site, address="")
    deliver_due()
    end_test_mode(site)
    deliver_due()
    assert [CITIZEN.email] in [message.to for message in mail.outbox]


def test_mail_of_a_test_report_never_goes_out_even_when_it_is_over(site):
    start_test_mode(site, address="")
    report = make_report(contact=CITIZEN)
    end_test_mode(site)
    actions.answer(report, text="Danke", user=member_of(report.department))
    deliver_due()
    assert mail.outbox == []


def test_other_sites_mail_as_ever(site):
    from wagtail.models import Page, Site

    other = Site.objects.create(hostname="b.example.org", root_page=Page.objects.get(depth=1))
    start_test_mode(other, address=TESTER)
    report = make_report(contact=CITIZEN)
    deliver_due()
    assert [CITIZEN.email] in [message.to for message in mail.outbox]
    assert not report.is_test


def test_test_reports_have_numbers_of_their_own(site):
    first = make_report()
    start_test_mode(site, address="")
    trial = make_report()
    end_test_mode(site)
    second = make_report()
    assert trial.is_test and trial.reference.startswith("T")
    assert int(second.reference[-6:]) == int(first.reference[-6:]) + 1
    call_command("anliegen_verify", stdout=StringIO())


def test_a_test_report_is_public_while_it_lasts_and_never_again(site):
    start_test_mode(site, address="")
    report = make_public_report()
    assert Report.objects.public(site).filter(pk=report.pk).exists()
    end_test_mode(site)
    assert not Report.objects.public(site).exists()
    report = Report.objects.get(pk=report.pk)
    actions.correct_category(report, category=CategoryFactory(), user=member_of(report.department))
    assert not Report.objects.public(site).exists()


def test_every_public_page_says_so(site, client):
    report = make_public_report()
    addresses = [report.get_absolute_url(), report.secret_path]
    assert not any("anliegen-testing" in client.get(url).text for url in addresses)
    start_test_mode(site, address="")
    assert all("anliegen-testing" in client.get(url).text for url in addresses)


def test_every_page_of_the_admin_says_so(site, admin_client):
    home = reverse("wagtailadmin_home")
    assert "anliegen-testing-admin" not in admin_client.get(home).text
    start_test_mode(site, address="")
    assert "anliegen-testing-admin" in admin_client.get(home).text


def test_inbox_and_case_mark_a_test_report(site, admin_client):
    start_test_mode(site, address="")
    report = make_report()
    case = admin_client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    inbox = admin_client.get(reverse("wagtail_anliegen_reports:folder", args=["all"]))
    assert "anliegen-flag--test" in case.text
    assert "anliegen-flag--test" in inbox.text


def test_the_purge_removes_test_reports_with_all_that_hangs_on_them_and_nothing_else(
    site, django_capture_on_commit_callbacks
):
    usual = CategoryFactory()
    fill(make_report(contact=CITIZEN, category=usual))
    fill(make_public_report(category=usual))
    clerk = member_of(central_inbox())
    start_test_mode(site, address=TESTER)
    before = everything()
    trial = make_report(contact=CITIZEN, category=usual)
    files = hang_everything_on(trial, clerk=clerk)
    with django_capture_on_commit_callbacks(execute=True):
        purge = purge_test_reports(site)
    assert (purge.reports, purge.photos) == (1, 1)
    assert everything() == before
    assert not any(storage.exists(name) for storage, name in files)
    assert all(photo.original.read() == b"picture" for photo in Photo.objects.all())


def test_the_purge_leaves_no_revision_review_or_index_entry(site):
    start_test_mode(site, address="")
    report = make_report()
    pk = str(report.pk)
    assert Revision.objects.filter(object_id=pk).exists()
    assert WorkflowState.objects.filter(object_id=pk).exists()
    purge_test_reports(site)
    assert not Revision.objects.filter(object_id=pk).exists()
    assert not WorkflowState.objects.filter(object_id=pk).exists()
    assert not TaskState.objects.exists()
    assert not ReferenceIndex.objects.filter(object_id=pk, content_type__model="report").exists()


def test_a_test_report_that_a_real_one_hangs_on_stays_and_is_named(site):
    start_test_mode(site, address="")
    trial = make_report()
    end_test_mode(site)
    real = make_report()
    Report.objects.filter(pk=real.pk).update(leading_report=trial, status="duplicate")
    purge = purge_test_reports(site)
    assert (purge.reports, purge.kept) == (0, [trial.reference])
    assert Report.objects.get(pk=real.pk).leading_report == trial


def test_the_command_counts_first_and_then_removes(site):
    start_test_mode(site, address="")
    make_report()
    out = StringIO()
    call_command("anliegen_purge_test", dry_run=True, stdout=out)
    assert Report.objects.count() == 1
    call_command("anliegen_purge_test", stdout=out)
    assert Report.objects.count() == 0
    assert out.getvalue().splitlines()[0].startswith("To remove: 1 test reports")


@pytest.fixture
def leader(client):
    user = UserFactory(permissions=["access_admin", "use_test_mode"])
    client.force_login(user)
    return user


def test_the_page_switches_it_on_and_off(site, client, leader):
    url = reverse("wagtail_anliegen_setup:test_mode")
    assert client.get(url).status_code == 200
    client.post(url, {"address": TESTER, "start": "1"})
    city = AnliegenSettings.for_site(site)
    assert (city.test_mode, city.test_address) == (True, TESTER)
    assert TESTER in client.get(url).text
    client.post(url, {"address": TESTER, "end": "1"})
    assert not AnliegenSettings.for_site(site).test_mode


def test_another_city_is_not_found(site, client, leader):
    from wagtail.models import Page, Site

    other = Site.objects.create(hostname="b.example.org", root_page=Page.objects.get(depth=1))
    leader.groups.add(central_inbox(site).group)
    for name in ("test_mode_of", "purge"):
        url = reverse(f"wagtail_anliegen_setup:{name}", args=[other.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"address": TESTER, "start": "1"}).status_code == 404
    assert not AnliegenSettings.for_site(other).test_mode
    own = reverse("wagtail_anliegen_setup:test_mode_of", args=[site.pk])
    assert "b.example.org" not in client.get(own).text


def test_removing_asks_first(site, client, leader):
    start_test_mode(site, address="")
    make_report()
    url = reverse("wagtail_anliegen_setup:purge", args=[site.pk])
    assert client.get(url).status_code == 200
    assert what_to_purge(site).reports == 1
    client.post(url)
    assert what_to_purge(site).reports == 0


def test_only_the_permission_opens_it(site, client, leader):
    leader.user_permissions.remove(Permission.objects.get(codename="use_test_mode"))
    for name, args in (("test_mode", []), ("test_mode_of", [site.pk]), ("purge", [site.pk])):
        url = reverse(f"wagtail_anliegen_setup:{name}", args=args)
        assert client.get(url).status_code == 302
        assert client.post(url, {"start": "1"}).status_code == 302
    assert not AnliegenSettings.for_site(site).test_mode


def test_saving_the_settings_of_a_site_leaves_the_test_mode_alone(site):
    start_test_mode(site, address=TESTER)
    names = {field.name for field in AnliegenSettings._meta.fields if not field.editable}
    assert {"test_mode", "test_address"} <= names
    assert central_inbox()
