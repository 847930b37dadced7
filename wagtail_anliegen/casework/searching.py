"""What staff type into the search field of the inbox."""

import re

from django.db.models.expressions import RawSQL

from wagtail_anliegen.reports import search
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet
from wagtail_anliegen.reports.reference import meant_by

from .folders import FOLDERS


#: Ours, with or without its year; those of test reports begin with a T.
_NUMBER = re.compile(r"T?\d[\d-]*", re.IGNORECASE)


def searched(reports: ReportQuerySet, query: str, *, user) -> tuple[ReportQuerySet, bool]:
    """The reports that fit, and whether only the newest of very many were looked at.

    Somebody on the telephone reads out a number: that is found in whatever folder it lies, also
    the one that it had in an older system.
    """
    words = query.replace("\0", " ").strip()
    everywhere = FOLDERS["all"].reports(user)
    if _NUMBER.fullmatch(words):
        return everywhere.filter(pk__in=_with_number(words)), False
    if re.search(r"\d", words) and (taken_over := _taken_over(words)):
        known = everywhere.filter(pk__in=taken_over)
        if known.exists():
            return known, False
    keys = search.keys_with(words, Report)
    if keys is None:
        return reports, False
    if not keys:
        return reports.none(), False
    # Written into the statement: Django would look at each of thousands of parameters.
    listed = RawSQL(", ".join(str(key) for key in keys), [])  # noqa: S611  whole numbers only
    return reports.filter(pk__in=listed), len(keys) > search.MOST


def _with_number(words: str) -> list[int]:
    """Keys and not a condition: with an OR the database would read every report."""
    ours = Report.objects.filter(reference__in=meant_by(words)).values_list("pk", flat=True)
    return [*ours, *_taken_over(words)]


def _taken_over(words: str) -> list[int]:
    found = Report.objects.filter(old_report__number=words[:60])
    return list(found.values_list("pk", flat=True))
