"""One case as a PDF, for the file."""

import io
import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image as PictureFile
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.conf import conf
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.positions import as_text
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanning import Scan
from wagtail_anliegen.reports.answers import in_words
from wagtail_anliegen.reports.models import Report

from .timeline import Event, timeline


logger = logging.getLogger(__name__)

#: Reportlab brings this typeface along; it has the letters of the languages of western Europe.
SHIPPED = Path(reportlab.__file__).parent / "fonts"
MARGIN = 20 * mm
PHOTO_SIDE = 70 * mm
PLACEHOLDER = "?"


def case_file(report: Report, *, user, with_person: bool = False) -> bytes:
    """All that is known of a report and all that happened, as an A4 document.

    Without ``with_person`` it leaves out contact data, what the person wrote in free words (the
    public text stands for it), internal notes and reasons, addresses of mails, photos not
    released, and the place of a report that nobody released.
    """
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=str(report),
        author=AnliegenSettings.for_site(report.site).city_name,
        lang=translation.get_language(),
    )
    footer = _footer(report)
    flowables = list(story(report, user, with_person=with_person))
    document.build(flowables, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


# --- what stands in it -------------------------------------------------------


def story(report: Report, user, *, with_person: bool) -> Iterator[Flowable]:
    """The paragraphs and pictures, in order."""
    yield _text(AnliegenSettings.for_site(report.site).city_name, "soft")
    yield _text(str(report), "title")
    yield _text(_printed(user, with_person=with_person), "soft")
    for label, value in _facts(report, with_person=with_person):
        yield from _fact(label, value)
    yield _text(_("Text"), "heading")
    yield from _fact(_("Public text"), report.public_text if report.live else "")
    if with_person:
        yield from _fact(_("In the citizen's words"), report.description)
        for item in report.answers:
            yield from _fact(item["question"], in_words(item["answer"]))
        yield from _person(report)
    yield from _history(report, with_person=with_person)
    yield from _photos(report, with_person=with_person)


def _printed(user, *, with_person: bool) -> str:
    what = _("with personal data") if with_person else _("without personal data")
    words = {"time": _time(timezone.now()), "name": get_user_display_name(user), "what": what}
    return _("Printed %(time)s by %(name)s, %(what)s") % words


def _facts(report: Report, *, with_person: bool) -> Iterator[tuple[str, str]]:
    yield _("Status"), str(report.get_status_display())
    yield _("Received"), f"{_time(report.created_at)}, {report.get_channel_display()}"
    yield _("Department"), report.department.name
    yield _("Handled by"), get_user_display_name(report.handler) if report.handler else ""
    yield from _place(report, with_person=with_person)
    yield _("Public"), _("Yes") if report.is_public else _("No")


def _place(report: Report, *, with_person: bool) -> Iterator[tuple[str, str]]:
    """Where it is; without personal data, as everybody sees it."""
    if with_person:
        yield _("Address"), report.address
        yield _("Note on the place"), report.location_note
        position = report.latitude, report.longitude
    else:
        yield _("Address"), report.public_address if report.live else ""
        position = report.public_latitude, report.public_longitude
    yield _("District"), report.district.name if report.district else ""
    if position[0] is not None and (with_person or report.live):
        yield _("Place"), as_text(position)


def _person(report: Report) -> Iterator[Flowable]:
    reporter = getattr(report, "reporter", None)
    yield _text(_("Reporting person"), "heading")
    if reporter is None:
        yield _text(_("Sent without a name."), "body")
        return
    yield from _fact(_("Name"), reporter.name)
    yield from _fact(_("E-mail"), reporter.email)
    yield from _fact(_("Telephone"), reporter.phone)


def _history(report: Report, *, with_person: bool) -> Iterator[Flowable]:
    yield _text(_("History"), "heading")
    for event in reversed(timeline(report)):
        seen = _("citizens read this") if event.public else _("internal")
        yield _text(" · ".join(filter(None, [_time(event.time), event.author, seen])), "soft")
        yield _text(event.title, "strong")
        if text := _told(event, with_person=with_person):
            yield _text(text, "body")
        yield Spacer(0, 2 * mm)


def _told(event: Event, *, with_person: bool) -> str:
    if with_person or event.public:
        return event.text
    if event.kind == "log":
        return event.details["moved"]
    return _("Left out: it may name persons.") if event.kind != "mail" else ""


def _photos(report: Report, *, with_person: bool) -> Iterator[Flowable]:
    photos = report.photos.exclude(scan=Scan.INFECTED)
    photos = photos if with_person else photos.exclude(released_at=None)
    if photos:
        yield _text(_("Photos"), "heading")
    for number, photo in enumerate(photos, 1):
        if picture := _picture(photo):
            state = _("released") if photo.is_released else _("internal")
            words = {"number": number, "kind": photo.get_kind_display(), "state": state}
            yield _text(_("Photo %(number)s: %(kind)s, %(state)s") % words, "soft")
            yield picture
            yield Spacer(0, 4 * mm)


def _picture(photo: Photo) -> Image | None:
    """The small view, put into the document as it is; what cannot be read is left out."""
    try:
        with photo.thumbnail.open() as file:
            content = io.BytesIO(file.read())
        with PictureFile.open(content, formats=["JPEG"]) as picture:
            picture.verify()
    except (OSError, SyntaxError):
        logger.error("A file of photo %s cannot be read; anliegen_verify tells more", photo.uuid)
        return None
    content.seek(0)
    scale = PHOTO_SIDE / max(photo.width, photo.height)
    return Image(content, photo.width * scale, photo.height * scale, hAlign="LEFT")


# --- how it looks ------------------------------------------------------------


def _fact(label: str, value: str) -> Iterator[Flowable]:
    if value:
        yield _text(label, "soft")
        yield _text(value, "body")


def _text(text: str, style: str) -> Paragraph:
    """A paragraph that shows the text as it is: whatever looks like markup is text too."""
    glyphs = _fonts()
    shown = "".join(c if c == "\n" or ord(c) in glyphs else PLACEHOLDER for c in text)
    return Paragraph(escape(shown).replace("\n", "<br/>"), STYLES[style])


def _time(moment) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _footer(report: Report):
    def draw(canvas, document):
        _fonts()
        canvas.saveState()
        canvas.setFont("anliegen", 8)
        canvas.drawString(MARGIN, MARGIN / 2, report.reference)
        page = _("Page %(number)s") % {"number": document.page}
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, page)
        canvas.restoreState()

    return draw


@cache
def _fonts() -> set[int]:
    """Makes the typeface known, once a process; the code points it has."""
    own = conf.PDF_FONT
    regular = TTFont("anliegen", own or SHIPPED / "Vera.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont("anliegen-bold", own or SHIPPED / "VeraBd.ttf"))
    return set(regular.face.charToGlyph)


def _style(name: str, size: float, *, bold: bool = False, **more) -> ParagraphStyle:
    font = "anliegen-bold" if bold else "anliegen"
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.4, **more)


STYLES = {
    "title": _style("title", 16, bold=True, spaceAfter=2 * mm),
    "heading": _style("heading", 12, bold=True, spaceBefore=6 * mm, spaceAfter=2 * mm),
    "strong": _style("strong", 10, bold=True),
    "body": _style("body", 10, spaceAfter=2 * mm),
    "soft": _style("soft", 8, textColor="#555555"),
}
