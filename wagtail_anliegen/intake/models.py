"""An unfinished report, kept on the server so that nothing typed is ever lost."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.models import Report


def new_token() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


class ReportDraft(models.Model):
    """Its token is the idempotency key: sending twice yields the same report."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    photos = models.ManyToManyField(Photo, related_name="+")
    #: How often a photo was tried, also those that were refused or taken away again.
    uploads = models.PositiveIntegerField(default=0, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("unfinished report")
        verbose_name_plural = _("unfinished reports")

    def __str__(self):
        return f"#{self.pk}"
