"""Keeps an unfinished report: on the server, found again by a signed cookie."""

import hashlib
import json
import uuid as uuids
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import discard_photo

from .models import ReportDraft


COOKIE = "anliegen_draft"
SALT = "wagtail_anliegen.draft"


class DraftSent(Exception):
    """The report was sent in the meantime, perhaps from another window."""


class TooManyPhotos(Exception):
    """The report already has as many photos as it may have."""


class TooManyUploads(Exception):
    """Photos were sent to this draft again and again."""


def find_draft(request, site, *, hours: int) -> ReportDraft | None:
    """The visitor's draft, sent or not, unless it is older than ``hours``."""
    try:
        token = request.get_signed_cookie(COOKIE, salt=SALT)
    except (KeyError, signing.BadSignature):
        return None
    oldest = timezone.now() - timedelta(hours=hours)
    found = ReportDraft.objects.filter(token=token, site=site, updated_at__gt=oldest)
    return found.select_related("report").first()


def has_cookie(request) -> bool:
    return bool(request.COOKIES.get(COOKIE))


def set_cookie(response, draft: ReportDraft, *, hours: int, secure: bool) -> None:
    """Let the browser remember the draft for ``hours``; not readable by scripts."""
    response.set_signed_cookie(
        COOKIE,
        draft.token,
        salt=SALT,
        max_age=hours * 3600,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


def drop_cookie(response) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def start_draft(site, data: dict[str, Any]) -> ReportDraft:
    # Atomic, so that a city with ATOMIC_REQUESTS can still show a page when this fails.
    with transaction.atomic():
        return ReportDraft.objects.create(site=site, language=get_language(), data=data)


def write(draft: ReportDraft, **parts: Any) -> None:
    """Store parts of the draft; the others stay as they are, also when two windows write at once.

    Raises ``DraftSent`` when there is nothing left to write to.
    """
    with transaction.atomic():
        locked = lock(draft)
        locked.data.update(parts)
        locked.language = get_language()
        locked.save(update_fields=["data", "language", "updated_at"])
    draft.data, draft.language = locked.data, locked.language


def lock(draft: ReportDraft) -> ReportDraft:
    """The draft as it is now, which no other window can change until the transaction ends.

    Raises ``DraftSent`` when there is nothing left to change.
    """
    locked = ReportDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.report_id:
        raise DraftSent
    return locked


def note_upload(draft: ReportDraft, *, limit: int) -> None:
    """Count a photo that arrives, before anybody looks at it. Raises ``TooManyUploads``."""
    few = ReportDraft.objects.filter(pk=draft.pk, uploads__lt=limit)
    if not few.update(uploads=F("uploads") + 1):
        raise TooManyUploads


def add_photo(draft: ReportDraft, photo: Photo, *, limit: int) -> None:
    """Attach a stored photo. Raises ``TooManyPhotos`` or ``DraftSent``."""
    with transaction.atomic():
        locked = lock(draft)
        if locked.photos.count() >= limit:
            raise TooManyPhotos
        locked.photos.add(photo)
        locked.save(update_fields=["updated_at"])


def find_photo(draft: ReportDraft, uuid: str) -> Photo | None:
    """The photo of the draft that an address or a button names; None for whatever else is sent."""
    try:
        key = uuids.UUID(uuid)
    except ValueError:
        return None
    return draft.photos.filter(uuid=key).first()


def remove_photo(draft: ReportDraft, uuid: str) -> bool:
    """Remove a photo from the draft and its files; whether there was one."""
    photo = find_photo(draft, uuid)
    if photo is None or photo.report_id:
        return False
    draft.photos.remove(photo)
    discard_photo(photo)
    return True


def discard_draft(draft: ReportDraft) -> None:
    """Forget an unfinished report and its photos."""
    photos = list(draft.photos.filter(report=None))
    draft.delete()
    for photo in photos:
        discard_photo(photo)


def fingerprint(draft: ReportDraft) -> str:
    """Changes whenever the draft's content does."""
    content = [draft.data, sorted(draft.photos.values_list("pk", flat=True))]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def close(draft: ReportDraft, report) -> None:
    """Remember what the draft became and forget what was typed: the report has it now."""
    closed = {"report": report, "data": {}, "updated_at": timezone.now()}
    ReportDraft.objects.filter(pk=draft.pk).update(**closed)
