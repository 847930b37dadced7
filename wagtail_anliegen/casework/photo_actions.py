"""What staff do with a photo before and after everybody sees it."""

from collections.abc import Iterable

from wagtail.log_actions import log

from wagtail_anliegen.photos import store
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.reports.models import Report

from .locking import on_locked_report_even_merged


def redact_photo(
    report: Report, *, photo: Photo, regions: Iterable[Region], turned: int, user
) -> None:
    """Cover these boxes of the photo, measured in the picture after so many quarter turns.

    Raises ``OSError`` when the storage fails; then nothing was changed.
    """
    views = store.draw_views(photo, regions=regions, turned=turned)
    _show(report, photo=photo, views=views, user=user)


@on_locked_report_even_merged
def _show(report: Report, *, photo: Photo, views: store.Views, user) -> None:
    store.replace_views(photo, views)
    data = {"photo": str(photo.uuid), "boxes": len(views.regions), "turned": views.turned}
    log(instance=report, action="anliegen.redact", user=user, data=data)


@on_locked_report_even_merged
def release_photo(report: Report, *, photo: Photo, user) -> None:
    """Let everybody see the photo once its report is public."""
    store.release_photo(photo, user=user)
    log(instance=report, action="anliegen.photo", user=user, data=_photo_data(photo))


@on_locked_report_even_merged
def withdraw_photo(report: Report, *, photo: Photo, user) -> None:
    """Make the photo internal again."""
    store.withdraw_photo(photo)
    log(instance=report, action="anliegen.photo", user=user, data=_photo_data(photo))


def _photo_data(photo: Photo) -> dict:
    return {"photo": str(photo.uuid), "released": photo.is_released}
