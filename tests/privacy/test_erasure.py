"""What is erased is gone from everywhere; what stays are figures."""

import pytest
from django.core import mail
from django.core.management import call_command

from tests.factories import CategoryFactory, UserFactory, make_report
from tests.privacy.canary import (
    canary,
    files_with_canary,
    places_with_canary,
    report_with_canaries,
)
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.privacy.erasure import Held, forget
from wagtail_anliegen.privacy.models import Cause, Deletion, LegalHold, What
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.search import keys_with
from wagtail_anliegen.reports.states import RejectionReason, Status
from wagtail_anliegen.signals import report_erased


pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org", phone="01234 5678")


@pytest.fixture
def category():
    call_command("setup_anliegen", verbosity=0)
    return CategoryFactory()


@pytest.fixture(autouse=True)
def _no_files_of_other_tests():
    files_with_canary(remove=True)
    yield
    files_with_canary(remove=True)


@pytest.fixture
def report(category):
    return make_report(category=category, contact=CONTACT, address="Marktplatz 1")


@pytest.mark.django_db(transaction=True)
def test_nothing_personal_is_left_anywhere_after_erasing(category):
    report = report_with_canaries(category)
    deliver_due()
    found = places_with_canary()
    assert found, "a search that finds nothing before proves nothing afterwards"
    forget(report)
    call_command("anliegen_forget", verbosity=0)
    assert not places_with_canary()


@pytest.mark.django_db(transaction=True)
def test_the_canary_sat_in_every_table_that_the_inventory_names(category):
    from wagtail_anliegen.privacy.inventory import INVENTORY

    report = report_with_canaries(category)
    without = [
        holding.model
        for holding in INVENTORY
        if holding.fields and not holding.rows(report).exists()
    ]
    # A draft is gone when its report was sent; staff asked no other department here.
    assert set(without) <= {"ReportDraft", "Participation"}


def test_figures_survive(report):
    before = (report.category_id, report.department_id, report.created_at, report.reference)
    forget(report)
    report.refresh_from_db()
    after = (report.category_id, report.department_id, report.created_at, report.reference)
    assert after == before
    assert report.erased_at


def test_an_open_report_is_closed_as_taken_back(report):
    forget(report, cause=Cause.WITHDRAWN)
    assert report.status == Status.REJECTED
    assert report.rejection_reason == RejectionReason.WITHDRAWN
    assert not report.is_public


def test_contact_data_can_be_erased_alone_and_the_work_goes_on(report):
    forget(report, what=What.CONTACT)
    assert not Reporter.objects.exists()
    assert not OutgoingMessage.objects.filter(recipient=CONTACT.email).exists()
    assert report.description == "Hier liegt etwas."
    assert report.is_open
    assert report.erased_at is None


def test_nobody_finds_an_erased_report_by_its_words(category):
    report = make_report(category=category, description="Seerosenteich")
    assert keys_with("seerosenteich", Report) == [report.pk]
    forget(report)
    assert keys_with("seerosenteich", Report) == []
    assert keys_with(report.reference, Report) == [report.pk]


def test_a_legal_hold_keeps_everything(report):
    LegalHold.objects.create(report=report, reason="Schadensersatz")
    with pytest.raises(Held):
        forget(report)
    report.refresh_from_db()
    assert report.erased_at is None
    assert Reporter.objects.exists()
    assert not Deletion.objects.exists()


def test_the_register_holds_figures_and_nothing_of_the_person(report):
    user = UserFactory()
    forget(report, cause=Cause.PERSON, user=user)
    entry = Deletion.objects.get()
    assert (entry.what, entry.cause, entry.reports, entry.user) == ("report", "person", 1, user)
    words = " ".join(str(value) for value in vars(entry).values())
    assert report.reference not in words
    assert "Kim" not in words


def test_erasing_twice_changes_nothing(report):
    forget(report)
    first = Report.objects.get(pk=report.pk)
    forget(report)
    assert Report.objects.get(pk=report.pk).status == first.status


def test_mails_that_had_not_gone_out_never_do(report):
    forget(report)
    mail.outbox.clear()
    deliver_due()
    assert mail.outbox == []


def test_guests_hear_of_it_and_can_erase_their_copies(report, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, report, what, **kwargs):
        heard.append((report.reference, what))

    report_erased.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            forget(report)
    finally:
        report_erased.disconnect(listen)
    assert heard == [(report.reference, "report")]


def test_a_canary_is_one_word():
    assert canary("x").isalpha()
