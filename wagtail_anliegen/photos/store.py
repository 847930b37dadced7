"""Takes a photo in and lets a person release it."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from .decoding import ORIGINAL_SIDE, decode, encode
from .models import Photo


DISPLAY_SIDE = 1280
THUMBNAIL_SIDE = 400


def store_photo(content: bytes) -> Photo:
    """Check, re-encode and keep a photo privately; it belongs to no report yet.

    Raises ``ValidationError`` when the bytes are not an acceptable photo.
    """
    image = decode(content)
    original = encode(image, ORIGINAL_SIDE, quality=90)
    photo = Photo(
        width=image.width, height=image.height, sha256=hashlib.sha256(original).hexdigest()
    )
    try:
        photo.original.save("", ContentFile(original), save=False)
        photo.display.save("", ContentFile(encode(image, DISPLAY_SIDE)), save=False)
        photo.thumbnail.save("", ContentFile(encode(image, THUMBNAIL_SIDE, 80)), save=False)
        photo.save()
    except Exception:
        photo.delete_files()
        raise
    return photo


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
    """Remove a photo and its files; the row goes first, so that no row ever lacks its file."""
    photo.delete()
    photo.delete_files()
