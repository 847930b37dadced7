"""What the set-up of a site keeps of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.reports.models import Report


class ConfigurationUpload(models.Model):
    """A configuration file between its report and the decision to take it over.

    A table for the same reason as ``DistrictUpload``.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    document = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = []
        permissions = [("move_configuration", _("Can export and import the configuration"))]

    def __str__(self):
        return self.file_name


class OldReport(models.Model):
    """Where a report came from that was taken over, and its number there."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="old_report")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    number = models.CharField(max_length=60)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["site", "source", "number"], name="anliegen_old_report_once"
            )
        ]
        # The number alone is what people read out.
        indexes = [models.Index(fields=["number"], name="anliegen_old_number")]

    def __str__(self):
        return f"{self.source} {self.number}"
