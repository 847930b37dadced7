"""Finds reports by words, in Wagtail's search index.

Wagtail writes an entry whenever a model is saved, and after each it reads the whole index to weigh
titles; with 100,000 reports every note would wait for that. So reports keep their own entries
(``remember``), in the transaction of whatever changed; ``manage.py update_index`` rebuilds them.
Searching reads the index alone, and the reports are then narrowed to what the user may see: the
index knows neither departments nor sites.
"""

import logging
from functools import reduce
from operator import and_

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from modelsearch.conf import get_app_config
from wagtail.search import index

from .words import beginnings, parts


logger = logging.getLogger(__name__)

#: A word that stands in more reports narrows nothing down; the newest of them are looked at.
MOST = 1000
#: Fields of a report with words in them.
WITH_WORDS = {
    "reference",
    "description",
    "public_text",
    "address",
    "location_note",
    "district",
    "category",
    "answers",
}


class Findable(index.Indexed):
    """Put this before a report: it keeps its own entry whenever something of it is saved."""

    search_fields = [index.AutocompleteField("parts_of_words")]
    search_auto_update = False  # by Wagtail; see above

    def parts_of_words(self) -> str:
        """What Wagtail writes into the index when all of it is rebuilt."""
        return parts(text_of(self))

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        changed = kwargs.get("update_fields")
        if changed is None or WITH_WORDS & set(changed):
            remember(self)


class WordsOfReport:
    """Put this before what is written to a ``report``: its ``text`` can be looked for too."""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if self.text:
            remember(self.report)


def text_of(report) -> str:
    """Everything that staff may look for; contact data is not part of it."""
    answers = [item.get("answer") for item in report.answers]
    told = report.updates.exclude(text="").values_list("text", flat=True)
    noted = report.notes.values_list("text", flat=True)
    words = (
        report.reference,
        report.description,
        report.public_text,
        report.address,
        report.location_note,
        report.district.name if report.district_id else "",
        report.category.name,
        *(", ".join(map(str, a)) if isinstance(a, list) else str(a) for a in answers),
        *told,
        *noted,
    )
    return " ".join(words)


def remember(report) -> None:
    """Write the entry anew. A failure is logged and breaks nothing: no report is lost over it."""
    try:
        with transaction.atomic():
            entries, kind = _entries(), ContentType.objects.get_for_model(type(report))
            found = {"content_type": kind, "object_id": str(report.pk)}
            values = _values(report.parts_of_words())
            if not entries.filter(**found).update(**values):
                entries.create(**found, title_norm=0, **values)
    except Exception:
        logger.exception("Report %s could not be written to the search index", report.reference)


def remember_new(reports) -> None:
    """Write the entries of many reports that have none yet; a failure breaks nothing either."""
    try:
        with transaction.atomic():
            entries, kinds = _entries(), ContentType.objects
            rows = [
                entries.model(
                    content_type=kinds.get_for_model(type(report)),
                    object_id=str(report.pk),
                    title_norm=0,
                    **_values(report.parts_of_words()),
                )
                for report in reports
            ]
            entries.bulk_create(rows)
    except Exception:
        logger.exception("%s reports could not be written to the search index", len(reports))


def forget_removed() -> None:
    """Have SQLite put its text index together anew: until then it keeps the words it removed.

    Does nothing on PostgreSQL, whose dump has no removed rows.
    """
    if connection.vendor != "sqlite":
        return
    table = connection.ops.quote_name(
        f"{get_app_config().get_model('IndexEntry')._meta.db_table}_fts"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def keys_with(query: str, model) -> list[int] | None:
    """Primary keys of the reports with all the words, the newest first, at most ``MOST`` + 1.

    None when nothing was asked for that could be looked up.
    """
    wanted = beginnings(query)
    if not wanted:
        return None
    kind = ContentType.objects.get_for_model(model)
    if connection.vendor == "postgresql":
        entries = _on_postgresql(wanted)
    else:
        entries = _on_sqlite(wanted)
    newest = entries.filter(content_type=kind).order_by("-pk")
    keys = newest.annotate(key=Cast("object_id", models.BigIntegerField()))
    return list(keys.values_list("key", flat=True)[: MOST + 1])


def _entries() -> models.Manager:
    return get_app_config().get_model("IndexEntry").objects


def _values(text: str) -> dict:
    if connection.vendor == "postgresql":
        from django.contrib.postgres.search import SearchVector

        vector = SearchVector(models.Value(text), config="simple")
        empty = SearchVector(models.Value(""), config="simple")
        return {"autocomplete": vector, "title": empty, "body": empty}
    return {"autocomplete": text, "title": "", "body": ""}


def _on_postgresql(wanted: list[str]):
    from django.contrib.postgres.search import SearchQuery

    words = " & ".join(f"'{word}':*" for word in wanted)
    return _entries().filter(autocomplete=SearchQuery(words, search_type="raw", config="simple"))


def _on_sqlite(wanted: list[str]):
    from modelsearch.backends.database.sqlite import query

    words = reduce(and_, (query.Lexeme(word, prefix=True) for word in wanted))
    asked = query.MatchExpression(["autocomplete"], query.SearchQueryExpression(words))
    matching = get_app_config().get_model("SQLiteFTSIndexEntry").objects.filter(asked)
    # The text index gives its rows out in this order, so that it can stop early.
    return _entries().filter(pk__in=matching.order_by("-pk").values("pk")[: MOST + 1])
