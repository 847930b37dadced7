"""What staff do with a photo before and after everybody sees it."""

from collections.abc import Iterable

from wagtail.log_actions import log

from wagtail_anliegen.photos import store
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.reports.models import Report

from .locking import on_locked_report_even_merged


def redact_photo(
    report: Report,
    *,
    photo: Photo,
    regions: Iterable[Region],
    turned: int,
    user,
    seen: str | None = None,
    release: bool = False,
) -> None:
    """Cover these boxes of the photo, measured in the picture after so many quarter turns.

    ``seen`` is the stamp of the picture on which they were drawn, unless that is the one at hand;
    with ``release`` everybody sees exactly this picture once the report is public. Raises
    ``PhotoChanged`` when it is another one by now, ``NotScanned`` when it waits for the virus
    scanner, ``Photo.DoesNotExist`` when it is gone and ``OSError`` when the storage fails; then
    nothing was changed.
    """
    boxes = list(regions)
    views = None
    if (boxes, turned) != (photo.boxes, photo.turned):
        views = store.draw_views(photo, regions=boxes, turned=turned)
    seen = photo.stamp if seen is None else seen
    _keep(report, photo=photo, views=views, seen=seen, release=release, user=user)


@on_locked_report_even_merged
def _keep(report: Report, *, photo: Photo, views, seen: str, release: bool, user) -> None:
    store.lock_photo(photo, seen=seen)
    if views is not None:
        store.replace_views(photo, views)
        data = {"photo": str(photo.uuid), "boxes": len(views.regions), "turned": views.turned}
        log(instance=report, action="anliegen.redact", user=user, data=data)
    if release and not photo.is_released:
        store.release_photo(photo, user=user)
        log(instance=report, action="anliegen.photo", user=user, data=_photo_data(photo))


def release_photo(report: Report, *, photo: Photo, user) -> None:
    """Let everybody see the photo as it is once its report is public."""
    redact_photo(
        report, photo=photo, regions=photo.boxes, turned=photo.turned, user=user, release=True
    )


@on_locked_report_even_merged
def withdraw_photo(report: Report, *, photo: Photo, user) -> None:
    """Make the photo internal again. Raises ``Photo.DoesNotExist`` when it is gone."""
    store.lock_photo(photo)
    store.withdraw_photo(photo)
    log(instance=report, action="anliegen.photo", user=user, data=_photo_data(photo))


def _photo_data(photo: Photo) -> dict:
    return {"photo": str(photo.uuid), "released": photo.is_released}
