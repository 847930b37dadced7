"""Where photos lie: outside of MEDIA_ROOT, under names that nobody can guess."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from wagtail_anliegen.conf import conf


ALIAS = "anliegen_private"


def private_storage() -> Storage:
    """The storage ``anliegen_private`` of ``STORAGES``, or else files under PRIVATE_ROOT."""
    if ALIAS in settings.STORAGES:
        return storages[ALIAS]
    return FileSystemStorage(location=conf.PRIVATE_ROOT, base_url=None)


def photo_path(instance, filename: str) -> str:
    """A generated name: what the citizen's device called the file is dropped."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"
