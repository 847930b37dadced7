"""Draws up a document of a site, now and in the active language."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings

from . import assessment, measures, record
from .structure import Document, Section


@dataclass(frozen=True)
class Kind:
    title: str
    law: str
    sections: Callable[[Site], tuple[Section, ...]]


KINDS = {
    "record": Kind(
        gettext_lazy("Record of processing activities"),
        gettext_lazy("Art. 30 GDPR"),
        record.sections,
    ),
    "measures": Kind(
        gettext_lazy("Technical and organisational measures"),
        gettext_lazy("Art. 32 GDPR"),
        measures.sections,
    ),
    "assessment": Kind(
        gettext_lazy("Data protection impact assessment – draft"),
        gettext_lazy("Art. 35 GDPR"),
        assessment.sections,
    ),
}


def draw_up(site: Site, name: str) -> Document:
    """The document of this name as the configuration is now. Raises ``KeyError``."""
    kind = KINDS[name]
    city = AnliegenSettings.for_site(site).city_name or site.site_name or site.hostname
    return Document(
        name=name,
        title=str(kind.title),
        subtitle=_("Citizen reports · %(city)s · %(law)s · as of %(day)s")
        % {"city": city, "law": kind.law, "day": date_format(localdate(), "DATE_FORMAT")},
        language=get_language() or "en",
        sections=kind.sections(site),
    )


def file_name(site: Site, document: Document, ending: str) -> str:
    """What the download is called: ``record-example-org-2026-12-31.md``."""
    host = "".join(each if each.isalnum() else "-" for each in site.hostname)
    return f"{document.name}-{host}-{localdate():%Y-%m-%d}.{ending}"
