"""What the work led to: a photo of the place afterwards."""

from wagtail.log_actions import log

from wagtail_anliegen.photos.arrival import give_photos
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanning import Arrived
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report, StatusUpdate

from .actions import change_status
from .locking import on_locked_report


@on_locked_report
def change_status_with_photo(
    report: Report, *, status: str, text: str, user, photo: bytes | Arrived | None = None, **facts
) -> StatusUpdate:
    """Move the report on; the photo shows the result and stays internal until it is released.

    ``facts`` and errors are those of ``change_status``; what is no photo: ``ValidationError``.
    """
    update = change_status(report, status=status, text=text, user=user, **facts)
    if photo:
        add_after_photo(report, photo=photo, user=user)
    return update


@on_locked_report
def add_after_photo(report: Report, *, photo: bytes | Arrived, user) -> Photo:
    """Keep a photo of the result with the report. Raises ``ValidationError``.

    Bytes that no virus scanner has seen yet are scanned here, while the report is locked.
    """
    kept = store_photo(photo)
    give_photos(report, [kept.pk], kind=Photo.Kind.AFTER)
    kept.refresh_from_db(fields=["report", "kind"])
    data = {"photo": str(kept.uuid)}
    log(instance=report, action="anliegen.after_photo", user=user, data=data)
    return kept
