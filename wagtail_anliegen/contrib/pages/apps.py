"""Concrete page types; a city with its own base page leaves this app out."""

import swapper
from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "wagtail_anliegen.contrib.pages"
    label = "wagtail_anliegen_pages"
    verbose_name = _("Pages for citizen reports")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self):
        """Say what to do before Django's checks find sixteen riddles."""
        import wagtail.models  # noqa: F401  on 8.0 tells swapper the name of the setting

        if other := swapper.is_swapped("wagtailcore", "Page"):
            raise ImproperlyConfigured(
                "wagtail_anliegen.contrib.pages builds on Wagtail's own Page, this project uses "
                f"{other} instead. Leave the app out and make the page types from ReportFormMixin "
                "and ReportMapMixin; see docs/how-to/bring-your-own-page-model."
            )
        super().import_models()
