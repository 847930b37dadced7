"""The city's own base page (Wagtail 8) and page types from our mixins."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage

from wagtail_anliegen.intake.pages import ReportFormMixin
from wagtail_anliegen.publicmap.pages import ReportMapMixin


class CityPage(AbstractPage):
    teaser = models.CharField(max_length=255, blank=True)

    content_panels = [*AbstractPage.content_panels, FieldPanel("teaser")]


class CityReportFormPage(ReportFormMixin, CityPage):
    pass


class CityReportMapPage(ReportMapMixin, CityPage):
    pass
