"""Counts of many lists in one statement: to ask for each costs more than to count it."""

from collections.abc import Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connections

from wagtail_anliegen.reports.querysets import ReportQuerySet


#: Counting stops here: nobody reads further, and counting 100,000 rows takes long.
CAP = 1000


def counts_of(lists: Sequence[ReportQuerySet]) -> list[int]:
    """How many reports each list has, counted no further than one above ``CAP``.

    The lists are in the order in which they are shown, so that an index can be read that far.
    """
    counts = [0] * len(lists)
    asked, values = {}, []
    for place, reports in enumerate(lists):
        try:
            rows = reports.values("pk")[: CAP + 1]
            sql, parameters = rows.query.get_compiler(reports.db).as_sql()
        except EmptyResultSet:
            continue
        asked[place] = f"(SELECT COUNT(*) FROM ({sql}) counted)"  # noqa: S608  written by Django
        values += parameters
    if asked:
        with connections[lists[0].db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(asked.values())}", values)
            for place, count in zip(asked, cursor.fetchone(), strict=True):
                counts[place] = count
    return counts
