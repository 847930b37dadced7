"""Where photos lie, who gets them, and what a full disk leaves of them: nothing."""

import errno
import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests.factories import DepartmentFactory, make_public_report, make_report, member_of
from tests.photos.hostile import jpeg
from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.storage import private_storage
from wagtail_anliegen.photos.store import (
    discard_photo,
    release_photo,
    store_photo,
    withdraw_photo,
)


pytestmark = pytest.mark.django_db


class FullAfterOne(FileSystemStorage):
    """The disk fills up in the middle of the second file, and half of that file stays."""

    def _save(self, name, content):
        if any(Path(self.location).rglob("*.jpg")):
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_files_lie_outside_of_the_public_media_under_names_nobody_can_guess(private, settings):
    photo = store_photo(jpeg())
    media = Path(settings.MEDIA_ROOT)
    assert len(files_below(private)) == 3
    assert not any(media in path.parents for path in files_below(private))
    for file in (photo.original, photo.display, photo.thumbnail):
        assert len(Path(file.name).stem) == 32
        assert str(photo.uuid.hex) not in file.name


def test_the_checksum_is_that_of_the_original(private):
    photo = store_photo(jpeg())
    with photo.original.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == photo.sha256


def test_a_full_disk_leaves_neither_row_nor_file(keep_in, tmp_path):
    folder = keep_in("tests.photos.test_store.FullAfterOne", tmp_path)
    with pytest.raises(OSError, match="No space"):
        store_photo(jpeg())
    assert not files_below(folder)
    assert not Photo.objects.exists()


def test_a_database_that_refuses_the_row_leaves_no_file(private):
    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT") and Photo._meta.db_table in sql:
            raise DatabaseError("refused")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(DatabaseError):
        store_photo(jpeg())
    assert not files_below(private)


def test_discarding_removes_row_and_files(private, django_capture_on_commit_callbacks):
    photo = store_photo(jpeg())
    with django_capture_on_commit_callbacks(execute=True):
        discard_photo(photo)
    assert not Photo.objects.exists()
    assert not files_below(private)


def test_a_discarding_that_is_rolled_back_keeps_the_files(private):
    photo = store_photo(jpeg())
    with transaction.atomic():
        discard_photo(photo)
        transaction.set_rollback(True)
    assert Photo.objects.get() == photo
    assert len(files_below(private)) == 3


def test_a_photo_that_was_sent_meanwhile_is_not_discarded(
    private, django_capture_on_commit_callbacks
):
    photo = store_photo(jpeg())
    make_report(photos=[photo.pk])
    with django_capture_on_commit_callbacks(execute=True):
        discard_photo(photo)
    assert Photo.objects.exists()
    assert len(files_below(private)) == 3


def test_without_a_storage_of_its_own_files_lie_below_the_private_root():
    assert Path(private_storage().location) == Path(conf.PRIVATE_ROOT).resolve()


# --- who gets it ------------------------------------------------------------------


def status_of(client, path: str) -> int:
    response = client.get(path)
    response.getvalue()  # read to its end, the file is closed
    return response.status_code


@pytest.fixture
def photo(private) -> Photo:
    photo = store_photo(jpeg())
    make_public_report(photos=[photo.pk])
    photo.refresh_from_db()
    return photo


def test_the_public_gets_a_released_photo_of_a_released_report_only(client, photo):
    assert client.get(photo.get_url()).status_code == 404
    release_photo(photo, user=None)
    assert status_of(client, photo.get_url()) == 200
    assert status_of(client, photo.get_url("thumbnail")) == 200
    withdraw_photo(photo)
    assert client.get(photo.get_url()).status_code == 404


def test_a_released_photo_of_a_report_that_is_not_public_is_missing(client, photo):
    release_photo(photo, user=None)
    type(photo.report).objects.filter(pk=photo.report_id).update(live=False)
    assert client.get(photo.get_url()).status_code == 404


def test_the_original_has_no_address(client, photo):
    release_photo(photo, user=None)
    assert client.get(photo.get_url("original")).status_code == 404


def test_staff_of_the_department_see_it_and_others_do_not(client, photo):
    client.force_login(member_of(photo.report.department))
    response = client.get(photo.get_url())
    response.getvalue()
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    client.force_login(member_of(DepartmentFactory()))
    assert client.get(photo.get_url()).status_code == 404


def test_a_photo_of_no_report_is_for_nobody(admin_client, private):
    assert admin_client.get(store_photo(jpeg()).get_url()).status_code == 404
    anonymous = store_photo(jpeg())
    release_photo(anonymous, user=None)
    assert admin_client.get(anonymous.get_url()).status_code == 404


def test_what_is_sent_along_makes_the_file_harmless(client, photo):
    release_photo(photo, user=None)
    response = client.get(photo.get_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=300"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")
    assert client.post(photo.get_url()).status_code == 405


def test_a_file_that_got_lost_is_404_and_logged(client, photo, caplog):
    release_photo(photo, user=None)
    Path(photo.display.path).unlink()
    assert client.get(photo.get_url()).status_code == 404
    assert "anliegen_verify" in caplog.text


def test_no_address_below_media_leads_to_a_photo(client, photo):
    release_photo(photo, user=None)
    assert client.get(f"/media/{photo.display.name}").status_code == 404
    assert str(conf.PRIVATE_ROOT) not in reverse("wagtail_anliegen:photo", args=[photo.uuid, "x"])
