"""The front door under fire: locks, threads, a full disk. Each test commits for real."""

import errno
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, close_old_connections, connection

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    central_inbox,
    default_site,
    make_report,
    member_of,
)
from tests.photos.hostile import jpeg
from wagtail_anliegen.casework.actions import change_status, forward
from wagtail_anliegen.intake.submit import Contact, Submission, submit_report
from wagtail_anliegen.moderation.review import release
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report, Reporter, StatusUpdate
from wagtail_anliegen.reports.reference import ReferenceCounter
from wagtail_anliegen.reports.states import Missing, Status


pytestmark = pytest.mark.django_db(transaction=True)


class FullDisk(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def category():
    call_command("setup_anliegen", verbosity=0)
    central = central_inbox()
    central.email = "zentrale@example.org"
    central.save()
    return CategoryFactory()


def submission(category, key: str, **values) -> Submission:
    return Submission(
        key=key,
        site=default_site(),
        category=category,
        language="de",
        description="Hier liegt etwas.",
        contact=Contact(email=f"{key}@example.org"),
        **values,
    )


def at_once(*calls) -> list:
    """Run the calls in threads that start together; their results, or what they raised."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def everything() -> dict[str, int]:
    models = (Report, Reporter, StatusUpdate, OutgoingMessage, Photo, ReferenceCounter)
    return {model.__name__: model.objects.count() for model in models}


# --- twice ------------------------------------------------------------------------


def test_a_double_click_is_one_report_one_receipt_and_one_reference(category):
    photo = store_photo(jpeg())
    twice = submission(category, "click", photos=[photo.pk])
    results = at_once(*[lambda: submit_report(twice)] * 8)
    assert {type(result) for result in results} == {Report}, results
    assert {result.reference for result in results} == {Report.objects.get().reference}
    assert OutgoingMessage.objects.filter(kind="receipt").count() == 1
    assert OutgoingMessage.objects.filter(kind="notice").count() == 1
    assert StatusUpdate.objects.count() == 1
    assert list(Report.objects.get().photos.all()) == [photo]
    photo.delete_files()


def test_different_reports_at_once_get_references_without_gaps(category):
    calls = [
        lambda number=number: submit_report(submission(category, f"k{number}"))
        for number in range(16)
    ]
    results = at_once(*calls)
    assert {type(result) for result in results} == {Report}, results
    numbers = sorted(int(result.reference[-6:]) for result in results)
    assert numbers == list(range(1, 17))
    assert OutgoingMessage.objects.filter(kind="receipt").count() == 16
    call_command("anliegen_verify", verbosity=0)


def test_a_submission_that_fails_gives_its_number_back(category):
    bad = submission(category, "bad", address="x" * 10, latitude=512.0, longitude=7.8)
    before = everything()
    with pytest.raises((DatabaseError, ValueError)):
        submit_report(bad)
    assert everything() == before
    assert submit_report(submission(category, "good")).reference.endswith("000001")


# --- the database does not take it ------------------------------------------------


@contextmanager
def locked_by_another_process():
    """A second connection that holds the one lock for writing."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=1)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.skipif("os.environ.get('DATABASE') == 'postgres'", reason="SQLite has one lock")
def test_a_locked_database_is_an_error_that_leaves_nothing_and_can_be_repeated(category):
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    with locked_by_another_process(), pytest.raises(OperationalError, match="locked"):
        submit_report(submission(category, "locked"))
    assert everything() == before
    report = submit_report(submission(category, "locked"))
    assert report.reference.endswith("000001")


@pytest.mark.parametrize(
    "table",
    [
        "wagtail_anliegen_reporter",
        "wagtail_anliegen_statusupdate",
        "wagtail_anliegen_outgoingmessage",
        "wagtailcore_revision",
        "wagtailcore_workflowstate",
        "wagtailcore_taskstate",
    ],
)
def test_whichever_row_is_refused_nothing_partial_is_left(category, table):
    photo = store_photo(jpeg())
    before = everything()

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT") and f'"{table}"' in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    tried = submission(category, "tried", photos=[photo.pk])
    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        submit_report(tried)
    assert everything() | {"ReferenceCounter": 0} == before
    assert not Photo.objects.exclude(report=None).exists()
    assert list(submit_report(tried).photos.all()) == [photo]
    photo.delete_files()


def test_a_full_disk_for_photos_does_not_stop_a_report_without_them(category, monkeypatch):
    for name in ("original", "display", "thumbnail"):
        monkeypatch.setattr(Photo._meta.get_field(name), "storage", FullDisk())
    with pytest.raises(OSError, match="No space"):
        store_photo(jpeg())
    assert not Photo.objects.exists()
    assert submit_report(submission(category, "without")).pk


# --- staff at the same moment -----------------------------------------------------


def test_releasing_and_forwarding_at_once_never_loses_the_forward(category):
    for _round in range(5):
        report = make_report(category=category)
        other = DepartmentFactory()
        dispatcher = member_of(central_inbox())
        results = at_once(
            lambda r=report, u=dispatcher: release(Report.objects.get(pk=r.pk), user=u),
            lambda r=report, d=other, u=dispatcher: forward(
                Report.objects.get(pk=r.pk), department=d, reason="Dort richtig", user=u
            ),
        )
        assert not [result for result in results if isinstance(result, Exception)], results
        report.refresh_from_db()
        assert report.department == other
        assert report.live


def test_two_clerks_at_once_make_one_answer_each_and_no_status_gets_lost(category):
    report = make_report(category=category, contact=Contact(email="a@example.org"))
    clerk = member_of(report.department)

    def close(text):
        mine = Report.objects.get(pk=report.pk)
        return change_status(mine, status=Status.RESOLVED, text=text, user=clerk)

    results = at_once(lambda: close("Erledigt."), lambda: close("Auch erledigt."))
    done = [result for result in results if isinstance(result, StatusUpdate)]
    refused = [result for result in results if isinstance(result, ValueError)]
    assert len(done) == 1 and len(refused) == 1, results
    assert not isinstance(refused[0], Missing)
    assert OutgoingMessage.objects.filter(kind="status").count() == 1


@pytest.fixture(autouse=True)
def _close():
    yield
    close_old_connections()
