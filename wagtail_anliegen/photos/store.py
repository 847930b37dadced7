"""Takes a photo in and lets a person release it."""

import hashlib
from contextlib import suppress

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from .decoding import ORIGINAL_SIDE, decode, encode
from .models import Photo


DISPLAY_SIDE = 1280
THUMBNAIL_SIDE = 400


def store_photo(content: bytes) -> Photo:
    """Check, re-encode and keep a photo privately; it belongs to no report yet.

    Raises ``ValidationError`` when the bytes are not an acceptable photo, and ``OSError`` when
    the storage cannot take it; then neither a row nor a file is left.
    """
    image = decode(content)
    original = encode(image, ORIGINAL_SIDE, quality=90)
    photo = Photo(
        width=image.width, height=image.height, sha256=hashlib.sha256(original).hexdigest()
    )
    try:
        _write(photo.original, original)
        image.thumbnail((DISPLAY_SIDE, DISPLAY_SIDE))  # the smallest is quicker made from this
        _write(photo.display, encode(image, DISPLAY_SIDE))
        _write(photo.thumbnail, encode(image, THUMBNAIL_SIDE, 80))
        with transaction.atomic():
            photo.save()
    except BaseException:
        with suppress(OSError):
            photo.delete_files()
        raise
    return photo


def _write(file, content: bytes) -> None:
    # Named before it is written, so that what a full disk leaves of it can be removed too.
    file.name = file.field.generate_filename(file.instance, "")
    file.name = file.storage.save(file.name, ContentFile(content))


def release_photo(photo: Photo, *, user) -> None:
    """Let everybody see the photo once its report is public."""
    photo.released_at = timezone.now()
    photo.released_by = user
    photo.save(update_fields=["released_at", "released_by"])


def withdraw_photo(photo: Photo) -> None:
    """Make the photo internal again."""
    photo.released_at = photo.released_by = None
    photo.save(update_fields=["released_at", "released_by"])


def discard_photo(photo: Photo) -> None:
    """Remove a photo that no report has, and its files; one that was sent meanwhile stays.

    The row goes first and for good, so that no row ever lacks its file.
    """
    with transaction.atomic():
        unused = Photo.objects.select_for_update().filter(pk=photo.pk, report=None).first()
        if unused:
            unused.delete()
            transaction.on_commit(unused.delete_files)
