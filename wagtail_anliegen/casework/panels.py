"""What Wagtail's dashboard says about reports."""

from wagtail.admin.ui.components import Component

from wagtail_anliegen.reports.models import Report

from . import folders


class ReportsSummaryPanel(Component):
    """The folders of the inbox with their counts; empty for people without reports."""

    name = "anliegen_reports"
    template_name = "wagtail_anliegen/casework/summary_panel.html"
    order = 205

    class Media:
        css = {"all": ["wagtail_anliegen/casework/casework.css"]}

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        if not Report.objects.visible_to(user).exists():
            return {"folders": []}
        return {"folders": folders.counted(user)}


def add_summary(request, panels) -> None:
    """For Wagtail's hook ``construct_homepage_panels``."""
    panels.append(ReportsSummaryPanel())
