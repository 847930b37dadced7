"""The public map and list of reports as a page."""

from django.db import models


class ReportMapMixin(models.Model):
    """Put this before your own base page."""

    class Meta:
        abstract = True
