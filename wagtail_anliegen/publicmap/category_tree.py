"""The categories of a site in the reader's language, read once for a whole page."""

from collections import defaultdict

from django.conf import settings
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant

from wagtail_anliegen.categories.models import Category


_INDENT = "\u2003"
_FIELDS = (
    "pk",
    "parent_id",
    "code",
    "name",
    "translation_key",
    "locale__language_code",
    "is_public",
    "is_confidential",
    "external_url",
)


class CategoryTree:
    """Names, choices and branches, without a query for each report."""

    def __init__(self, site):
        rows = list(
            Category.objects.filter(site=site).order_by("sort_order", "name").values(*_FIELDS)
        )
        default, active = _content_language(settings.LANGUAGE_CODE), _content_language()
        words = {
            row["translation_key"]: row["name"]
            for row in rows
            if row["locale__language_code"] == active
        }
        self._rows = [row for row in rows if row["locale__language_code"] == default]
        self._children = defaultdict(list)
        for row in self._rows:
            self._children[row["parent_id"]].append(row)
        self._names = {
            row["pk"]: words.get(row["translation_key"], row["name"]) for row in self._rows
        }

    def name(self, pk: int) -> str:
        """The name of a category in the active language, or else in the default one."""
        return self._names.get(pk, "")

    def choices(self) -> list[tuple[str, str]]:
        """Codes and names of what can be public, each branch below its main category."""
        return [
            (row["code"], _INDENT * depth + self.name(row["pk"]))
            for depth, row in self._walk(None, 0, _may_be_public)
            if not row["external_url"]
        ]

    def branch(self, code: str) -> list[int]:
        """Primary keys of the category with this code and of all below it."""
        top = next((row for row in self._rows if row["code"] == code), None)
        if top is None:
            return []
        return [top["pk"], *(row["pk"] for _depth, row in self._walk(top["pk"], 0))]

    def _walk(self, parent: int | None, depth: int, enter=lambda row: True):
        """Everything below a category; where one is not entered, nothing below it is either."""
        for row in filter(enter, self._children.get(parent, ())):
            yield depth, row
            yield from self._walk(row["pk"], depth + 1, enter)


def _may_be_public(row: dict) -> bool:
    return row["is_public"] and not row["is_confidential"]


def _content_language(code: str | None = None) -> str | None:
    try:
        return get_supported_content_language_variant(code or get_language())
    except LookupError:
        return None
