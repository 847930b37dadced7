"""Counts of many lists in one statement: to ask for each costs more than to count it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections

from wagtail_anliegen.reports.querysets import ReportQuerySet


#: Counting stops here: nobody reads further, and counting 100,000 rows takes long.
CAP = 1000


@dataclass(frozen=True)
class Counting:
    """One statement that counts some lists, to be asked as often as one likes."""

    #: How many lists there are, and which of them the statement is about: others are empty.
    size: int
    asked: tuple[int, ...]
    sql: str
    parameters: tuple
    database: str

    def counts(self) -> list[int]:
        """How many reports each list has now."""
        counts = [0] * self.size
        if self.asked:
            with connections[self.database].cursor() as cursor:
                cursor.execute(self.sql, self.parameters)
                for place, count in zip(self.asked, cursor.fetchone(), strict=True):
                    counts[place] = count
        return counts


def counting(lists: Sequence[ReportQuerySet]) -> Counting:
    """Counts each list no further than one above ``CAP``.

    The lists are in the order in which they are shown, so that an index can be read that far.
    """
    asked, values = {}, []
    for place, reports in enumerate(lists):
        try:
            rows = reports.values("pk")[: CAP + 1]
            sql, parameters = rows.query.get_compiler(reports.db).as_sql()
        except EmptyResultSet:
            continue
        asked[place] = f"(SELECT COUNT(*) FROM ({sql}) counted)"  # noqa: S608  written by Django
        values += parameters
    statement = f"SELECT {', '.join(asked.values())}"
    database = lists[0].db if lists else DEFAULT_DB_ALIAS
    return Counting(len(lists), tuple(asked), statement, tuple(values), database)


def counts_of(lists: Sequence[ReportQuerySet]) -> list[int]:
    """How many reports each list has, counted no further than one above ``CAP``."""
    return counting(lists).counts()
