"""What the set-up of a site keeps of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


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
