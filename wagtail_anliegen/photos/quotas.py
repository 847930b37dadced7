"""How much one report may hold; two who upload in the same moment may both still fit."""

from django.db.models import Sum

from wagtail_anliegen.conf import conf
from wagtail_anliegen.reports.models import Report

from .attachments import NoteAttachment
from .models import Photo


def room_in(report: Report) -> int:
    """How many bytes of originals and attachments still fit."""
    held = [
        rows.aggregate(bytes=Sum("size"))["bytes"] or 0
        for rows in (
            Photo.objects.filter(report=report),
            NoteAttachment.objects.filter(note__report=report),
        )
    ]
    return conf.MAX_REPORT_BYTES - sum(held)


def attachments_left(report: Report) -> int:
    """How many further files its notes may have."""
    held = NoteAttachment.objects.filter(note__report=report).count()
    return max(0, conf.MAX_ATTACHMENTS - held)
