"""Photos of a draft: taken in one by one, shown and removed again by whoever holds the draft."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import discard_photo
from wagtail_anliegen.photos.uploads import PhotoRefused, PhotoTrouble, always, take_in
from wagtail_anliegen.photos.views import photo_response
from wagtail_anliegen.reports.limits import count
from wagtail_anliegen.reports.trouble import RETRY_AFTER, TROUBLE, is_shortage

from .drafts import (
    TooManyPhotos,
    TooManyUploads,
    add_photo,
    find_photo,
    note_upload,
    remove_photo,
)
from .journey import Journey
from .models import ReportDraft


#: So often a draft may be sent a photo for each that it may have: whoever takes some away again
#: goes on, and whoever keeps the decoder busy does not.
TRIES = 6


def take_photo(journey: Journey, upload) -> Photo:
    """Store what a citizen uploads with the draft. Raises ``PhotoRefused`` or ``PhotoTrouble``."""
    limit = journey.settings.max_photos
    return keep_photo(
        journey.draft, upload, limit=limit, allow=partial(count, journey.request, "photo")
    )


def keep_photo(
    draft: ReportDraft, upload, *, limit: int, allow: Callable[[], None] = always
) -> Photo:
    """Store an uploaded photo with the draft. Raises ``PhotoRefused`` or ``PhotoTrouble``.

    ``allow`` may raise ``Limited``.
    """
    sizes = list(draft.photos.values_list("size", flat=True))
    if len(sizes) >= limit:
        raise PhotoRefused(_too_many(limit))
    try:
        note_upload(draft, limit=limit * TRIES)
        photo = take_in(upload, allow=allow, room=conf.MAX_REPORT_BYTES - sum(sizes))
        _add(draft, photo, limit=limit)
    except TooManyUploads as error:
        raise PhotoRefused(
            _("Very many photos were tried for this report. Please send it without further ones.")
        ) from error
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        raise PhotoTrouble from error
    return photo


def _add(draft: ReportDraft, photo: Photo, *, limit: int) -> None:
    try:
        add_photo(draft, photo, limit=limit)
    except TooManyPhotos as error:
        discard_photo(photo)
        raise PhotoRefused(_too_many(limit)) from error


def _too_many(limit: int) -> str:
    return ngettext(
        "A report can have %(limit)s photo.", "A report can have %(limit)s photos.", limit
    ) % {"limit": limit}


def photos(journey: Journey, uuid: str = "") -> HttpResponse:
    """POST ``photos/`` takes one in, GET ``photos/<uuid>/`` shows it, POST there removes it."""
    if journey.draft is None:
        if journey.request.method == "POST":
            return journey.seal(JsonResponse({"error": _("Your report was sent.")}, status=409))
        raise Http404
    if not uuid:
        return _receive(journey)
    photo = _photo_or_404(journey, uuid)
    if journey.request.method == "POST":
        remove_photo(journey.draft, uuid)
        return journey.seal(JsonResponse({"left": journey.draft.photos.count()}))
    return photo_response(photo, "thumbnail", public=False)


def _photo_or_404(journey: Journey, uuid: str) -> Photo:
    photo = find_photo(journey.draft, uuid)
    if photo is None:
        raise Http404
    return photo


def _receive(journey: Journey) -> HttpResponse:
    upload = journey.request.FILES.get("photo")
    if upload is None:
        return journey.seal(JsonResponse({"error": _("No photo arrived.")}, status=400))
    try:
        photo = take_photo(journey, upload)
    except PhotoRefused as refused:
        return journey.seal(JsonResponse({"error": str(refused)}, status=422))
    except PhotoTrouble:
        text = _("The photo cannot be stored at the moment. You can go on without it.")
        response = JsonResponse({"error": text}, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        return journey.seal(response)
    uuid = str(photo.uuid)
    return journey.seal(JsonResponse({"uuid": uuid, "url": journey.url("photos", uuid)}))
