"""What a text may name in curly brackets of a report, and how it is filled in.

Answers are public: nothing here tells who reported or who handles it, nor the secret link.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.models import Report


@dataclass(frozen=True)
class Placeholder:
    """``value`` returns "" where the report does not say; ``example`` is for whoever writes."""

    label: str
    example: str
    value: Callable[[Report], str]


def _address(report: Report) -> str:
    """Before its release an address may hold names; what never becomes public may name it."""
    if report.confidential or not report.publishable:
        return report.address
    return report.public_address if report.live else ""


def _link(report: Report) -> str:
    return report.site.root_url + report.get_absolute_url() if report.is_public else ""


def _day(value) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def _city(report: Report) -> AnliegenSettings:
    """Asked for once for all reports that share this instance of their site."""
    site = report.site
    if not hasattr(site, "_anliegen_city"):
        site._anliegen_city = AnliegenSettings.for_site(site)
    return site._anliegen_city


_SOME_DAY = lazy(lambda: _day(timezone.localdate()), str)()

PLACEHOLDERS: dict[str, Placeholder] = {
    "reference": Placeholder(_("number of the report"), "2026-000123", lambda r: r.reference),
    "category": Placeholder(
        _("category"), _("Street lamp out"), lambda r: str(r.category.localized)
    ),
    "address": Placeholder(_("address, once it is released"), _("12 Lime Walk"), _address),
    "district": Placeholder(
        _("district"), _("Old Town"), lambda r: r.district.name if r.district else ""
    ),
    "department": Placeholder(
        _("department"), _("Civil engineering office"), lambda r: r.department.name
    ),
    "department_phone": Placeholder(
        _("telephone of the department"), "0123 456789-20", lambda r: r.department.phone
    ),
    "date_received": Placeholder(
        _("day it was received"),
        _SOME_DAY,
        lambda r: _day(timezone.localtime(r.created_at)),
    ),
    "expected_date": Placeholder(
        _("expected day"),
        _SOME_DAY,
        lambda r: _day(r.expected_on),
    ),
    "answer_by": Placeholder(
        _("day an answer is promised for"),
        _SOME_DAY,
        lambda r: _day(r.due_on),
    ),
    "today": Placeholder(
        _("today's date"),
        _SOME_DAY,
        lambda r: _day(timezone.localdate()),
    ),
    "link": Placeholder(_("address of the public page"), "https://…/2026-000123", _link),
    "city": Placeholder(
        _("name of the city"),
        _("City of Musterstadt"),
        lambda r: _city(r).city_name or r.site.site_name,
    ),
    "city_phone": Placeholder(
        _("telephone for help"), "0123 456789-0", lambda r: _city(r).help_phone
    ),
}

_TOKEN = re.compile(r"\{([^{}]*)\}")


def tokens_in(text: str) -> list[str]:
    """The names in curly brackets, in order."""
    return _TOKEN.findall(text)


def names_of(known: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in known)


def check_placeholders(text: str, known: Iterable[str]) -> None:
    """Raise ``ValidationError`` for an unknown placeholder or a bracket that has no partner."""
    unknown = [name for name in tokens_in(text) if name not in known]
    if unknown:
        raise ValidationError(
            _("“{%(name)s}” is not known. Possible are: %(names)s"),
            code="unknown_placeholder",
            params={"name": unknown[0], "names": names_of(known)},
        )
    if re.search(r"[{}]", _TOKEN.sub("", text)):
        raise ValidationError(
            _("A curly bracket has no partner. They enclose placeholders, such as {reference}."),
            code="broken_placeholder",
        )


def examples_of(known: dict[str, Placeholder]) -> dict[str, str]:
    """A made-up report, for whoever writes a text."""
    return {name: str(each.example) for name, each in known.items()}


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders replaced; values are never read as placeholders again."""
    return _TOKEN.sub(lambda match: values.get(match[1], match[0]), text)
