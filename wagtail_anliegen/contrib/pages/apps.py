"""Concrete page types; a city with its own base page leaves this app out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "wagtail_anliegen.contrib.pages"
    label = "wagtail_anliegen_pages"
    verbose_name = _("Pages for citizen reports")
    default_auto_field = "django.db.models.BigAutoField"
