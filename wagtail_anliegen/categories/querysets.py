"""Selects categories."""

from django.db import models
from wagtail.models import Locale


class CategoryQuerySet(models.QuerySet):
    def canonical(self, site):
        """The rows that reports and rules point at: those in the default language."""
        return self.filter(site=site, locale=Locale.get_default())

    def offered(self, site):
        """What citizens may choose today or in their season, as a flat list in order."""
        return (
            self.canonical(site)
            .filter(is_active=True)
            .exclude(parent__is_active=False)
            .select_related("parent")
            .order_by("sort_order", "name")
        )
