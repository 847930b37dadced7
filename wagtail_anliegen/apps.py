"""Tells Django that we exist."""

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


REQUIRED_APPS = (
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail_modeladmin",
    "wagtailgeowidget",
    "js_lib_leaflet",
    "django_filters",
)


class WagtailAnliegenConfig(AppConfig):
    name = "wagtail_anliegen"
    label = "wagtail_anliegen"
    verbose_name = _("Citizen reports")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self):
        """Say which line is missing before an import fails with a riddle."""
        missing = [name for name in REQUIRED_APPS if not apps.is_installed(name)]
        if missing:
            raise ImproperlyConfigured(
                "wagtail_anliegen needs these in INSTALLED_APPS: " + ", ".join(missing)
            )
        super().import_models()

    def ready(self):
        from . import checks  # noqa: F401  registers the checks
        from .casework.delegation import engine, tasks
        from .reports import occasions

        occasions.watch(wants=engine.wants, wake=tasks.nudge)
