"""Takes in what somebody outside writes: one transaction, after which staff know of it."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.log_actions import log

from wagtail_anliegen.notifications.mail import queue_to_colleague, queue_to_department
from wagtail_anliegen.photos.arrival import give_photos
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.groups import case_of
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.sending import MOST_UNSEEN, NotTaken

from .forms import FORMS, areas_of


@transaction.atomic
def receive(
    link: ExternalLink, *, kind: str, key: str, text: str = "", photos: Iterable[Photo] = ()
) -> ExternalMessage:
    """Keep what was said; the report stays as it is. The same ``key`` yields the same message.

    ``photos`` belong to no report yet; nobody but staff sees them. Raises ``NotTaken``.
    """
    # Locked, so that a double click comes one after the other.
    locked = Report.objects.select_for_update(of=("self",)).select_related("site")
    report = locked.get(pk=link.report_id)
    if known := ExternalMessage.objects.filter(key=key, link=link).first():
        return known
    link = ExternalLink.objects.filter(pk=link.pk, token_hash=link.token_hash).first()
    if link is None or not link.is_open or link.messages.unseen().count() >= MOST_UNSEEN:
        raise NotTaken
    if kind not in {each for area in areas_of(link) for each in FORMS[area].kinds}:
        raise NotTaken
    is_done = kind == ExternalMessage.Kind.DONE
    photo_kind = Photo.Kind.AFTER if is_done else Photo.Kind.BEFORE
    count = give_photos(report, [photo.pk for photo in photos], kind=photo_kind, from_outside=True)
    message = ExternalMessage.objects.create(
        link=link, key=key, kind=kind, text=text, photo_count=count
    )
    log(instance=report, action="anliegen.external_reply", data={"kind": kind, "new": link.name})
    _tell(case_of(report), message)
    return message


def _tell(report: Report, message: ExternalMessage) -> None:
    """Whoever handles the report, or else its department; what was written stays in the case."""
    news = {
        "news": "external",
        "occasion": str(message.pk),
        "by": message.link.name,
        "kind": message.kind,
    }
    handler = report.handler
    if handler is None or not queue_to_colleague(report, handler, **news):
        queue_to_department(report, **news)
