"""What staff type into the search field of the inbox."""

import re

from django.db.models import Q

from wagtail_anliegen.reports import search
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet

from .folders import FOLDERS


#: Ours, or the beginning of one; those of test reports begin with a T.
_NUMBER = re.compile(r"T?\d[\d-]*", re.IGNORECASE)


def searched(reports: ReportQuerySet, query: str, *, user) -> tuple[ReportQuerySet, bool]:
    """The reports that fit, and whether only the newest of very many were looked at.

    Somebody on the telephone reads out a number: that is found in whatever folder it lies, also
    the one that it had in an older system.
    """
    words = query.strip()
    everywhere = FOLDERS["all"].reports(user)
    taken_over = Q(pk__in=Report.objects.filter(old_report__number=words[:60]).values("pk"))
    if _NUMBER.fullmatch(words):
        return everywhere.filter(Q(reference__contains=words.upper()) | taken_over), False
    if re.search(r"\d", words) and everywhere.filter(taken_over).exists():
        return everywhere.filter(taken_over), False
    keys = search.keys_with(words, Report)
    if keys is None:
        return reports, False
    return reports.filter(pk__in=keys), len(keys) > search.MOST
