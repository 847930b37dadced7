"""A document as one HTML page to print or to keep: nothing else has to be loaded for it."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

import wagtail_anliegen

from .structure import Document


STYLES = Path(wagtail_anliegen.__file__).parent / "static/wagtail_anliegen/privacy/document.css"


def as_html(document: Document) -> str:
    context = {"document": document, "styles": _styles()}
    return render_to_string("wagtail_anliegen/privacy/document_to_print.html", context)


def _styles() -> SafeString:
    """The style sheet inside of the page: it lies on somebody's disk, not on the website."""
    # Ours, and nothing in it comes from anybody else.
    sheet = mark_safe(STYLES.read_text(encoding="utf-8"))  # noqa: S308
    return format_html("<style>{}</style>", sheet)
