"""Periods: what is due, which one counts, and a run that may be stopped at any moment."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone

from tests.factories import CategoryFactory, UserFactory, default_site, make_report
from tests.photos.hostile import jpeg
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import release_photo, store_photo
from wagtail_anliegen.privacy.models import Deletion, LegalHold, RetentionRule, What
from wagtail_anliegen.privacy.retention import due, run
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.states import Status


pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org")


@pytest.fixture
def category():
    return CategoryFactory(name="Straßenlaternen")


def closed(days: int, *, status=Status.RESOLVED, **values) -> Report:
    """A report that was closed so many days ago."""
    values.setdefault("contact", CONTACT)
    report = make_report(**values)
    Report.objects.filter(pk=report.pk).update(
        status=status, closed_at=timezone.now() - timedelta(days=days)
    )
    return Report.objects.get(pk=report.pk)


def period(what, days, **values) -> RetentionRule:
    values = {"site": default_site(), "is_active": True, **values}
    return RetentionRule.objects.create(what=what, days=days, **values)


def erased() -> set[int]:
    return set(Report.objects.exclude(erased_at=None).values_list("pk", flat=True))


def test_nothing_is_erased_before_somebody_switches_a_period_on(category):
    closed(1000, category=category)
    period(What.REPORT, 30, is_active=False)
    run(default_site())
    assert not erased()
    assert not Deletion.objects.exists()


def test_a_report_goes_when_its_days_are_over_and_not_before(category):
    old, young = closed(31, category=category), closed(29, category=category)
    period(What.REPORT, 30)
    run(default_site())
    assert erased() == {old.pk}
    assert Report.objects.get(pk=young.pk).description


def test_an_open_report_stays_however_old_it_is(category):
    report = make_report(category=category, received_at=timezone.now() - timedelta(days=900))
    period(What.REPORT, 30)
    run(default_site())
    assert report.pk not in erased()


def test_contact_data_may_go_earlier_than_the_report(category):
    report = closed(40, category=category)
    period(What.CONTACT, 30)
    period(What.REPORT, 365)
    run(default_site())
    assert not Reporter.objects.exists()
    assert not erased()
    assert Report.objects.get(pk=report.pk).description


def test_the_period_of_a_category_comes_before_the_one_for_all(category):
    below = CategoryFactory(parent=category)
    other = CategoryFactory()
    evidence, of_below, of_other = (closed(100, category=each) for each in (category, below, other))
    period(What.REPORT, 30)
    period(What.REPORT, None, category=category)
    run(default_site())
    assert erased() == {of_other.pk}, "a category that is kept as evidence keeps those below it"
    period(What.REPORT, 60, category=below)
    run(default_site())
    assert erased() == {of_other.pk, of_below.pk}
    assert evidence.pk not in erased()


def test_a_rejected_report_may_go_sooner(category):
    done = closed(10, category=category)
    refused = closed(10, category=category, status=Status.REJECTED)
    period(What.REPORT, 90)
    period(What.REPORT, 7, status=Status.REJECTED)
    run(default_site())
    assert erased() == {refused.pk}
    assert done.pk not in erased()


def test_a_legal_hold_keeps_a_report_beyond_its_period(category):
    report = closed(100, category=category)
    hold = LegalHold.objects.create(report=report, reason="Schadensersatz")
    period(What.REPORT, 30)
    run(default_site())
    assert not erased()
    hold.delete()
    run(default_site())
    assert erased() == {report.pk}


def test_what_a_person_wants_kept_and_not_used_stays_beyond_its_period(category):
    report = closed(100, category=category)
    Report.objects.filter(pk=report.pk).update(restricted_at=timezone.now())
    period(What.REPORT, 30)
    run(default_site())
    assert not erased()


def test_an_original_goes_some_days_after_its_release_and_what_all_see_stays(category):
    report = make_report(category=category, photos=[store_photo(jpeg()).pk])
    photo = report.photos.get()
    release_photo(photo, user=UserFactory())
    Photo.objects.update(released_at=timezone.now() - timedelta(days=8))
    period(What.ORIGINALS, 7)
    run(default_site())
    photo.refresh_from_db()
    assert not photo.original
    assert photo.display.storage.exists(photo.display.name)


def test_the_original_of_evidence_is_kept(category):
    report = make_report(category=category, photos=[store_photo(jpeg()).pk])
    release_photo(report.photos.get(), user=UserFactory())
    Photo.objects.update(released_at=timezone.now() - timedelta(days=80))
    period(What.ORIGINALS, 7)
    period(What.ORIGINALS, None, category=category)
    run(default_site())
    assert report.photos.get().original


def test_mails_and_looks_have_periods_of_their_own(category):
    report = closed(1, category=category)
    note_look(report, user=UserFactory(), at=Look.What.CONTACT)
    OutgoingMessage.objects.update(
        created_at=timezone.now() - timedelta(days=91), state=OutgoingMessage.State.SENT
    )
    Look.objects.update(created_at=timezone.now() - timedelta(days=91))
    period(What.MAILS, 90)
    period(What.LOOKS, 90)
    gone = run(default_site())
    assert gone.mails >= 1
    assert gone.looks == 1
    assert not OutgoingMessage.objects.exists()
    assert not Look.objects.exists()


def test_a_mail_that_waits_is_never_erased_by_its_age(category):
    closed(1, category=category)
    OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(days=91))
    period(What.MAILS, 90)
    run(default_site())
    assert OutgoingMessage.objects.exists()


def test_a_dry_run_says_what_is_due_and_changes_nothing(category):
    closed(100, category=category)
    period(What.REPORT, 30)
    out = io.StringIO()
    call_command("anliegen_forget", dry_run=True, stdout=out)
    assert ": 1 " in out.getvalue()
    assert not erased()


def test_a_run_may_be_limited_and_the_next_one_goes_on(category):
    reports = [closed(100, category=category) for _each in range(3)]
    period(What.REPORT, 30)
    run(default_site(), limit=2)
    assert len(erased()) == 2
    run(default_site(), limit=2)
    assert erased() == {report.pk for report in reports}


def test_a_second_run_finds_nothing_and_writes_nothing_into_the_register(category):
    closed(100, category=category)
    for what in (What.CONTACT, What.PHOTOS, What.REPORT):
        period(what, 30)
    run(default_site())
    entries = Deletion.objects.count()
    assert not [each for each in due(default_site()) if each.count()]
    run(default_site())
    assert Deletion.objects.count() == entries


def test_one_report_that_cannot_be_erased_does_not_stop_the_others(category):
    stubborn, other = closed(100, category=category), closed(100, category=category)

    def refuse(sender, instance, **kwargs):
        if instance.pk == stubborn.pk:
            raise RuntimeError("as an add-on of the city might")

    period(What.REPORT, 30)
    pre_save.connect(refuse, sender=Report)
    try:
        run(default_site())
    finally:
        pre_save.disconnect(refuse, sender=Report)
    assert erased() == {other.pk}
    assert Deletion.objects.get().reports == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_leaves_whole_reports_and_the_next_one_goes_on(category):
    for _each in range(40):
        closed(100, category=category)
    period(What.REPORT, 30)
    environment = {**os.environ, "ANLIEGEN_TEST_DATABASE": connection.settings_dict["NAME"]}
    command = [sys.executable, "-m", "tests.privacy.forgetting"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("erased")
        process.send_signal(signal.SIGKILL)
    done = erased()
    assert 0 < len(done) < 40
    for report in Report.objects.exclude(pk__in=done):
        assert report.description
        assert report.reporter
    assert not Reporter.objects.filter(report__in=done).exists()
    assert Deletion.objects.get().reports == len(done)
    run(default_site())
    assert len(erased()) == 40


# --- the admin -----------------------------------------------------------------


def test_the_dry_run_page_counts_what_is_switched_off_too(client, category):
    closed(100, category=category)
    period(What.REPORT, 30, is_active=False)
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("wagtail_anliegen_retention:dry_run"))
    assert [(rule.days, count) for rule, count in page.context["sites"][0][1]] == [(30, 1)]


def test_two_periods_for_the_same_thing_are_refused_in_words(client, category):
    period(What.REPORT, 30)
    client.force_login(UserFactory(is_superuser=True))
    page = client.post(
        reverse("wagtail_anliegen_retention:add"),
        {"what": "report", "category": "", "status": "", "days": "10"},
    )
    assert page.status_code == 200
    assert RetentionRule.objects.count() == 1
    assert page.context["form"].errors["what"]


def test_the_register_can_be_taken_out_as_a_table(client, category):
    closed(100, category=category)
    period(What.REPORT, 30)
    run(default_site())
    client.force_login(UserFactory(is_superuser=True))
    sheet = client.get(reverse("anliegen_deletions_modeladmin_index"), {"export": "csv"})
    text = b"".join(sheet.streaming_content).decode()
    assert len(text.splitlines()) == 2
    assert "30" in text
