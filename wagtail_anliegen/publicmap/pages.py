"""The public map and list of reports as a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Site

from wagtail_anliegen.conf import conf
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.reports.entrance import map_pages

from .filters import PublicReportFilter
from .listing import COUNT_CAP, list_reports
from .map_config import map_config


class ReportMapMixin(models.Model):
    """List and map of a site's public reports; put this before your own base page.

    A base page with panels of its own: set ``content_panels`` again.
    """

    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )

    content_panels = [TitleFieldPanel("title"), FieldPanel("intro")]

    #: Wagtail's privacy settings of such a page hold for the reports, tiles and photos as well.
    lists_public_reports = True

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs) -> str:
        """Wagtail derives a template's name from the concrete class, which is the city's."""
        return "wagtail_anliegen/publicmap/map_page.html"

    def get_context(self, request, *args, **kwargs):
        site = Site.find_for_request(request)
        narrowed = PublicReportFilter(request.GET, site=site)
        return super().get_context(request, *args, **kwargs) | {
            "filter": narrowed,
            "listing": list_reports(
                narrowed.qs,
                tree=narrowed.tree,
                before=request.GET.get("before", ""),
                after=request.GET.get("after", ""),
            ),
            "count_cap": COUNT_CAP,
            "tiles": conf.TILES,
            "map_config": map_config(
                site, narrowed.query, District.objects.bounds(site, narrowed.chosen_district)
            ),
        }


def map_page_for(site):
    """The site's map page in the active language, or None."""
    page = next(map_pages(site), None)
    return page and page.localized
