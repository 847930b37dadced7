"""Which reports programs work on or tell of without being asked."""

from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.querysets import ReportQuerySet


def reports_of(site: Site) -> ReportQuerySet:
    """Those of the site; those of a test mode only as long as it diverts the mails."""
    reports = Report.objects.filter(site=site)
    return reports if AnliegenSettings.for_site(site).test_mode else reports.real()
