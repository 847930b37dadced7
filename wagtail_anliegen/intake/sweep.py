"""Removes what unfinished reports left behind; safe to run at any time."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos import attachments
from wagtail_anliegen.photos.attachments import NoteAttachment, is_attachment_path
from wagtail_anliegen.photos.leftovers import sweep_uploads
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.storage import FOLDER, is_photo_path, private_storage
from wagtail_anliegen.photos.store import discard_photo

from .models import ReportDraft


#: Beyond its life, so that nobody who is just sending is swept away.
GRACE = timedelta(hours=1)
#: An upload that is just coming in has files before it has a row.
FILE_GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    drafts: int
    photos: int
    files: int


def sweep() -> Swept:
    """Remove expired drafts, photos that belong to nothing, and files that nothing knows."""
    drafts, photos = _drafts(), _photos()
    files = _files(FOLDER) + _files(attachments.FOLDER) + sweep_uploads()
    return Swept(drafts=drafts, photos=photos, files=files)


def _drafts() -> int:
    return sum(_drafts_of(site) for site in Site.objects.all())


def _drafts_of(site: Site) -> int:
    life = timedelta(hours=AnliegenSettings.for_site(site).draft_hours)
    oldest = timezone.now() - life - GRACE
    expired = ReportDraft.objects.filter(site=site, updated_at__lt=oldest)
    count = 0
    for pk in list(expired.values_list("pk", flat=True)):
        with transaction.atomic():
            draft = expired.select_for_update().filter(pk=pk).first()
            if draft is None:  # somebody went on with it
                continue
            # Its photos belong to nothing from now on, and go with the next lines.
            Photo.objects.filter(pk__in=draft.photos.values("pk"), report=None).update(
                created_at=oldest
            )
            draft.delete()
        count += 1
    return count


def _photos() -> int:
    kept = ReportDraft.photos.through.objects.values("photo_id")
    orphans = Photo.objects.filter(report=None, created_at__lt=timezone.now() - GRACE)
    orphans = list(orphans.exclude(pk__in=kept))
    for photo in orphans:
        discard_photo(photo)
    return len(orphans)


def _files(root: str) -> int:
    storage = private_storage()
    try:
        folders, _others = storage.listdir(root)
    except FileNotFoundError:
        return 0
    return sum(_files_in(storage, f"{root}/{name}") for name in folders)


def _files_in(storage, folder: str) -> int:
    names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    oldest = timezone.now() - FILE_GRACE
    count = 0
    for name in filter(_is_ours, names - _known(folder)):
        if storage.get_modified_time(name) < oldest:
            storage.delete(name)
            count += 1
    return count


def _is_ours(name: str) -> bool:
    return is_photo_path(name) or is_attachment_path(name)


def _known(folder: str) -> set[str]:
    """The files below a folder that a row names."""
    rows = NoteAttachment.objects.filter(file__startswith=f"{folder}/")
    known = set(rows.values_list("file", flat=True))
    for field in ("original", "display", "thumbnail"):
        rows = Photo.objects.filter(**{f"{field}__startswith": f"{folder}/"})
        known.update(rows.values_list(field, flat=True))
    return known
