"""Pages through a list without ever counting all of it."""

from django.db.models import Count, F, OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.models import Report

from .counting import CAP
from .rows import SHOWN


def rows_of(keys: list[int], *fields: str) -> list[Report]:
    """The reports with everything a row shows, in the order of the keys; only some ``fields``."""
    photos = Photo.objects.filter(report=OuterRef("pk")).order_by().values("report")
    rows = (
        Report.objects.select_related("category", "district", "department", "handler")
        .defer("routing_reason", "answers", "district__geometry")
        .annotate(
            photo_count=Subquery(photos.annotate(count=Count("pk")).values("count")),
            leading_number=F("leading_report__reference"),
        )
    )
    rows = (rows.only(*fields) if fields else rows).in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


class CappedPaginator(WagtailPaginator):
    """Reads the keys once, up to a limit; a page then asks for its own rows only.

    The reader of a thousandth report wants a filter, not a further page.
    """

    @cached_property
    def _keys(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: CAP + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._keys), CAP)

    @cached_property
    def is_capped(self) -> bool:
        return len(self._keys) > CAP

    @cached_property
    def items_count_label(self) -> str:
        if not self.is_capped:
            return super().items_count_label
        return _("the first %(count)s; a filter finds the others") % {"count": CAP}

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self._keys[start : min(start + self.per_page, self.count)]
        return self._get_page(rows_of(keys, *SHOWN), number, self)
