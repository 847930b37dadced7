"""The placeholders of text templates: what a report does not say waits to be filled by a person."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.placeholders import (
    PLACEHOLDERS,
    check_placeholders,
    examples_of,
    fill,
    names_of,
    tokens_in,
)


_GAP = re.compile(r"\[… [^\[\]\n]* …\]")


def validate_placeholders(text: str) -> None:
    """Raise ``ValidationError`` for what no report can fill in."""
    check_placeholders(text, PLACEHOLDERS)


def placeholder_names() -> str:
    return names_of(PLACEHOLDERS)


def examples() -> dict[str, str]:
    return examples_of(PLACEHOLDERS)


def values_of(report: Report, names: Iterable[str] = PLACEHOLDERS) -> dict[str, str]:
    """What each placeholder says for this report, in its language.

    What the report does not say becomes a gap that a person has to fill: ``[… district …]``.
    """
    with override(report.language):
        known = {name: PLACEHOLDERS[name] for name in names if name in PLACEHOLDERS}
        return {
            name: str(each.value(report) or f"[… {each.label} …]") for name, each in known.items()
        }


def said_of(report: Report, text: str) -> str:
    """The text with its placeholders filled in for this report."""
    return fill(text, values_of(report, tokens_in(text)))


def missing_in(report: Report, text: str) -> str:
    """What the text names and the report does not say, in the language of whoever writes it.

    The first of it, or "".
    """
    with override(report.language):
        tokens = dict.fromkeys(tokens_in(text))
        named = (PLACEHOLDERS[name] for name in tokens if name in PLACEHOLDERS)
        missing = next((each for each in named if not each.value(report)), None)
    return str(missing.label) if missing else ""


def validate_no_gap(text: str) -> None:
    """Raise ``ValidationError`` while a gap of a template waits to be filled."""
    if gap := _GAP.search(text):
        raise ValidationError(
            gettext("Please fill in or remove this first: %(gap)s") % {"gap": gap[0]}
        )
