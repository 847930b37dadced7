"""Takes a photo in, covers what is nobody's business, and lets a person release it."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from .decoding import ORIGINAL_SIDE, decode, encode
from .models import VIEWS, Photo
from .redaction import Region, cover, turn
from .scanning import Arrived, arrive


DISPLAY_SIDE = 1280
THUMBNAIL_SIDE = 400


@dataclass(frozen=True)
class Views:
    """What is shown of a photo, as JPEG, and what was done to it."""

    display: bytes
    thumbnail: bytes
    width: int
    height: int
    regions: tuple[Region, ...] = ()
    turned: int = 0


def store_photo(content: bytes | Arrived) -> Photo:
    """Check, re-encode and keep a photo privately; it belongs to no report yet.

    Before anything else the virus scanner looks at the bytes, unless it has done so already.
    Raises ``ValidationError`` when they are not an acceptable photo, and ``OSError`` when the
    storage cannot take it; then neither a row nor a file is left.
    """
    arrived = arrive(content)
    image = decode(arrived.content)
    original = encode(image, ORIGINAL_SIDE, quality=90)
    photo = Photo(
        sha256=hashlib.sha256(original).hexdigest(), size=len(original), scan=arrived.scan
    )
    try:
        _write(photo.original, original)
        _keep(photo, _views_of(image))
        with transaction.atomic():
            photo.save()
    except BaseException:
        with suppress(OSError):
            photo.delete_files()
        raise
    return photo


def original_jpeg(photo: Photo) -> bytes:
    """The original turned as it is shown, but with nothing covered: for staff only."""
    return encode(upright(photo, photo.turned), ORIGINAL_SIDE, quality=90)


def upright(photo: Photo, turned: int) -> Image.Image:
    """The original, with nothing covered, after so many quarter turns. Raises ``OSError``."""
    if not photo.original:
        raise FileNotFoundError(f"the original of photo {photo.uuid} was erased")
    with photo.original.open() as file, Image.open(file, formats=["JPEG"]) as image:
        return turn(image.convert("RGB"), turned)


def draw_views(photo: Photo, *, regions: Iterable[Region], turned: int) -> Views:
    """What others may see: turned clockwise from the original, then covered. Writes nothing.

    ``regions`` are measured in the turned picture. Raises ``OSError`` like the storage. Slow
    enough (some tenths of a second) to be done before anything is locked.
    """
    boxes = tuple(regions)
    views = _views_of(cover(upright(photo, turned), boxes))
    return replace(views, regions=boxes, turned=turned % 4)


class NotScanned(Exception):
    """The virus scanner has not looked at the photo yet, so it stays internal."""


class PhotoChanged(Exception):
    """Somebody else covered or turned the photo since the page was shown."""


def lock_photo(photo: Photo, *, seen: str | None = None) -> None:
    """Hold the row until the transaction ends, and read it anew.

    Raises ``Photo.DoesNotExist``, and ``PhotoChanged`` when its stamp is not the one ``seen``.
    """
    locked = Photo.objects.select_for_update().get(pk=photo.pk)
    if seen is not None and locked.stamp != seen:
        raise PhotoChanged
    photo.released_at, photo.released_by_id = locked.released_at, locked.released_by_id
    photo.scan = locked.scan


def replace_views(photo: Photo, views: Views) -> None:
    """Show these from now on; those before are removed once that is certain.

    Of a transaction that fails later the new files are left over, until ``anliegen_sweep``.
    """
    new, before = Photo(), Photo(display=photo.display.name, thumbnail=photo.thumbnail.name)
    try:
        _keep(new, views)
        with transaction.atomic():
            Photo.objects.filter(pk=photo.pk).update(
                display=new.display.name,
                thumbnail=new.thumbnail.name,
                width=new.width,
                height=new.height,
                regions=[asdict(box) for box in views.regions],
                turned=views.turned,
            )
    except BaseException:
        with suppress(OSError):
            new.delete_views()
        raise
    # What cannot be removed now is left to anliegen_sweep, and is no reason to say it failed.
    transaction.on_commit(before.delete_views, robust=True)
    photo.refresh_from_db(fields=[*VIEWS, "width", "height", "regions", "turned"])


def _views_of(image: Image.Image) -> Views:
    size = image.size
    image.thumbnail((DISPLAY_SIDE, DISPLAY_SIDE))  # the smallest is quicker made from this
    display, thumbnail = encode(image, DISPLAY_SIDE), encode(image, THUMBNAIL_SIDE, 80)
    return Views(display, thumbnail, *size)


def _keep(photo: Photo, views: Views) -> None:
    photo.width, photo.height = views.width, views.height
    _write(photo.display, views.display)
    _write(photo.thumbnail, views.thumbnail)


def _write(file, content: bytes) -> None:
    # Named before it is written, so that what a full disk leaves of it can be removed too.
    file.name = file.field.generate_filename(file.instance, "")
    file.name = file.storage.save(file.name, ContentFile(content))


def release_photo(photo: Photo, *, user) -> None:
    """Let everybody see the photo once its report is public. Raises ``NotScanned``."""
    if not photo.is_cleared:
        raise NotScanned
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
