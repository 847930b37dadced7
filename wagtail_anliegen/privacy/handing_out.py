"""Packs an access copy: for machines, for people, and the files, in one ZIP."""

import json
import logging
import tempfile
import zipfile
from typing import BinaryIO

from django.contrib.staticfiles import finders
from django.http import FileResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import override
from wagtail.log_actions import log

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.views import protected
from wagtail_anliegen.reports.models import Report

from .access import Copy, copy_of


logger = logging.getLogger(__name__)

#: Held in memory up to this size, in bytes; photos are larger and go through a file without name.
IN_MEMORY = 2_000_000


def hand_out(report: Report, *, complete: bool, user=None, language: str = "", **data) -> BinaryIO:
    """The ZIP as an open file, and a line in the report's log.

    ``language`` is the reader's, unless that is the active one. ``data`` is kept with the line.
    """
    with override(language or None):
        packed = _pack(copy_of(report, complete=complete))
    log(instance=report, action="anliegen.hand_out", user=user, data=data)
    return packed


def as_download(packed: BinaryIO, report: Report) -> FileResponse:
    """The ZIP as an answer that no browser keeps."""
    response = FileResponse(packed, as_attachment=True, filename=f"{report.reference}.zip")
    return protected(response)


def _pack(made: Copy) -> BinaryIO:
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        plain = json.dumps(made.plain, ensure_ascii=False, indent=2)
        archive.writestr("data.json", plain)
        archive.writestr("data.html", _page(made))
        for path, file in made.files.items():
            _add(archive, path, file)
    packed.seek(0)
    return packed


def _add(archive: zipfile.ZipFile, path: str, file) -> None:
    try:
        with file.open() as stored, archive.open(path, "w") as target:
            for chunk in stored.chunks():
                target.write(chunk)
    except OSError:
        logger.error("The file %s is missing in an access copy; anliegen_verify tells more", path)


def _page(made: Copy) -> str:
    """One page that needs nothing else: it is opened from a disk, long after it was made."""
    context = {
        "copy": made,
        "report": made.report,
        "city": AnliegenSettings.for_site(made.report.site),
        "style": _style(),
    }
    return render_to_string("wagtail_anliegen/privacy/copy.html", context)


def _style() -> str:
    with open(finders.find("wagtail_anliegen/privacy/copy.css"), encoding="utf-8") as file:
        return format_html("<style>{}</style>", file.read())
