"""A private storage of its own for each test, empty at its beginning."""

from pathlib import Path

import pytest

from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.storage import private_storage


@pytest.fixture
def keep_in(settings, monkeypatch):
    """Make a storage of ``STORAGES`` the private one; files found theirs when models loaded."""

    def use(backend: str, folder: Path) -> Path:
        entry = {"BACKEND": backend, "OPTIONS": {"location": str(folder), "base_url": None}}
        settings.STORAGES = settings.STORAGES | {"anliegen_private": entry}
        for name in ("original", "display", "thumbnail"):
            monkeypatch.setattr(Photo._meta.get_field(name), "storage", private_storage())
        monkeypatch.setattr(NoteAttachment._meta.get_field("file"), "storage", private_storage())
        return folder

    return use


@pytest.fixture
def private(keep_in, tmp_path) -> Path:
    return keep_in("django.core.files.storage.FileSystemStorage", tmp_path / "private")
