"""Selects categories."""

from django.db import models
from wagtail.models import Locale

from wagtail_anliegen.trees import keys_below


class CategoryQuerySet(models.QuerySet):
    def canonical(self, site):
        """The rows that reports and rules point at: those in the default language."""
        return self.filter(site=site, locale=Locale.get_default())

    def offered(self, site) -> list:
        """What citizens may choose today or in their season, in order, with all above at hand.

        What stands below a category that is switched off is not offered, however deep.
        """
        rows = list(self.canonical(site).order_by("sort_order", "name"))
        by_pk = {row.pk: row for row in rows}
        for row in rows:
            if row.parent_id in by_pk:
                row.parent = by_pk[row.parent_id]
        return [row for row in rows if all(above.is_active for above in row.lineage)]

    def hazards(self) -> set[int]:
        """Primary keys of those whose reports are told at once, with what stands below them."""
        marked = list(self.filter(is_hazard=True).values_list("pk", flat=True))
        return keys_below(self.model, *marked) if marked else set()
