"""``anliegen_verify``: after a restore, is everything there?"""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import default_site, make_public_report, make_report
from tests.photos.hostile import jpeg
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.reference import ReferenceCounter


pytestmark = pytest.mark.django_db


def verify(**options) -> tuple[str, str]:
    """What it says is right, and what it says is wrong; an empty string if nothing is."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("anliegen_verify", stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


@pytest.fixture
def photo() -> Photo:
    photo = store_photo(jpeg())
    yield photo
    photo.delete_files()


@pytest.fixture
def reports(photo) -> list[Report]:
    return [make_report(photos=[photo.pk]), make_public_report(), make_report()]


def test_an_untouched_installation_is_correct(reports):
    right, wrong = verify()
    assert not wrong
    assert "wagtail_anliegen.report: 3" in right
    assert "Everything is there." in right


def test_an_empty_installation_is_correct(db):
    assert not verify()[1]


def test_a_missing_file_is_found(reports, photo):
    Path(photo.thumbnail.path).unlink()
    assert f"{photo.uuid}: thumbnail cannot be read" in verify()[1]
    assert not verify(without_files=True)[1]


def test_a_damaged_original_is_found(reports, photo):
    with open(photo.original.path, "r+b") as file:
        file.seek(100)
        file.write(b"\x00\x01")
    assert f"{photo.uuid}: the original is damaged" in verify()[1]


def test_a_gap_in_the_references_is_found(reports):
    missing = reports[1].reference
    StatusUpdate.objects.filter(report=reports[1]).delete()
    Report.objects.filter(pk=reports[1].pk).delete()
    wrong = verify()[1]
    assert f"{missing} is missing" in wrong
    assert "1 problems" in wrong


def test_a_counter_that_lags_behind_would_give_a_number_twice_and_is_found(reports):
    ReferenceCounter.objects.update(last=2)
    assert f"but {reports[2].reference} exists" in verify()[1]


def test_links_of_another_secret_key_are_found_unless_the_old_one_is_a_fallback(reports, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key after the restore"
    assert f"{reports[0].reference}: its link does not fit" in verify()[1]
    settings.SECRET_KEY_FALLBACKS = [old]
    assert not verify()[1]


def test_a_revision_with_more_than_the_editors_words_is_found(reports):
    revision = reports[0].latest_revision
    revision.content["description"] = "Ruft mich an"
    revision.save()
    assert (
        f"revision {revision.pk} of report #{reports[0].pk} also holds description" in verify()[1]
    )


def test_a_report_without_a_history_is_found(reports):
    StatusUpdate.objects.filter(report=reports[2]).delete()
    assert f"{reports[2].reference} has no history" in verify()[1]


def test_many_problems_do_not_flood_the_screen(reports):
    site, year = default_site(), int(reports[0].reference[:4])
    ReferenceCounter.objects.filter(site=site, year=year).update(last=500)
    assert "and 477 more" in verify()[1]


@pytest.mark.django_db(transaction=True)
def test_dump_wipe_restore_verify(photo, tmp_path, settings):
    """The drill: what was dumped comes back complete, and the command can tell."""
    reports = [make_report(photos=[photo.pk]), make_public_report()]
    before, tokens = Report.objects.count(), [report.secret_token for report in reports]
    dump, files = tmp_path / "dump.json", tmp_path / "files"
    excluded = ["contenttypes", "auth.permission", "wagtailsearch"]
    call_command("dumpdata", output=str(dump), natural_foreign=True, exclude=excluded)
    root = Path(Photo._meta.get_field("original").storage.location)
    shutil.copytree(root, files)
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(root)
    assert not Report.objects.exists()

    for table in ("wagtailcore_site", "wagtailcore_page", "wagtailcore_locale"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    call_command("loaddata", str(dump), verbosity=0)
    assert "cannot be read" in verify()[1]
    shutil.copytree(files, root)
    right, wrong = verify()
    assert not wrong
    assert f"wagtail_anliegen.report: {before}" in right
    assert [Report.objects.get(pk=r.pk).secret_token for r in reports] == tokens
