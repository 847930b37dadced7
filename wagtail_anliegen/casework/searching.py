"""What staff type into the search field of the inbox."""

from wagtail_anliegen.reports import search
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet

from .folders import FOLDERS


def searched(reports: ReportQuerySet, query: str, *, user) -> tuple[ReportQuerySet, bool]:
    """The reports that fit, and whether only the newest of very many were looked at.

    Somebody on the telephone reads out a number: that is found in whatever folder it lies.
    """
    words = query.strip()
    if words.replace("-", "").isdigit():
        return FOLDERS["all"].reports(user).filter(reference__contains=words), False
    keys = search.keys_with(words, Report)
    if keys is None:
        return reports, False
    return reports.filter(pk__in=keys), len(keys) > search.MOST
