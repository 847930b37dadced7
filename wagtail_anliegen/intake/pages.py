"""The report form as a page: one thing per step, each step an address of its own."""

from django.db import models


class ReportFormMixin(models.Model):
    """Put this before your own base page."""

    class Meta:
        abstract = True
