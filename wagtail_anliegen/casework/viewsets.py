"""The admin screens for working on reports."""

from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_anliegen.reports.models import Report


class ReportViewSet(SnippetViewSet):
    model = Report
    icon = "comment"
    admin_url_namespace = "wagtail_anliegen_reports"
    base_url_path = "anliegen/reports"
