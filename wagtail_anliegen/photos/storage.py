"""Where photos and attachments lie: outside of MEDIA_ROOT, under names nobody can guess."""

import re
import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from wagtail_anliegen.conf import conf


ALIAS = "anliegen_private"
FOLDER = "photos"
_OURS = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/\1[0-9a-f]{{30}}\.jpg")


def private_storage() -> Storage:
    """The storage ``anliegen_private`` of ``STORAGES``, or else files under PRIVATE_ROOT."""
    if ALIAS in settings.STORAGES:
        return storages[ALIAS]
    return FileSystemStorage(location=conf.PRIVATE_ROOT, base_url=None)


def photo_path(instance, filename: str) -> str:
    """A generated name: what the citizen's device called the file is dropped."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.jpg"


def is_photo_path(name: str) -> bool:
    """Whether ``photo_path`` can have made this name: the storage may hold other files, too."""
    return bool(_OURS.fullmatch(name))
