"""Two page types of two lines each: all they do is in the mixins."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_anliegen.intake.pages import ReportFormMixin
from wagtail_anliegen.publicmap.pages import ReportMapMixin


class ReportFormPage(ReportFormMixin, Page):
    content_panels = [*Page.content_panels, *ReportFormMixin.form_panels]

    class Meta:
        verbose_name = _("report form")
        app_label = "wagtail_anliegen_pages"


class ReportMapPage(ReportMapMixin, Page):
    class Meta:
        verbose_name = _("map of reports")
        app_label = "wagtail_anliegen_pages"
