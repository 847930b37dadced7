"""The three documents in the admin: to read, and to take away as Markdown or HTML."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from wagtail_anliegen.intake.entry import sites_of

from .drawing_up import KINDS, draw_up, file_name
from .markdown import as_markdown
from .printing import as_html


PERMISSION = "wagtail_anliegen.view_deletion"
#: Ending → how it is drawn, and what browsers are told it is.
FORMATS = {
    "md": (as_markdown, "text/markdown; charset=utf-8"),
    "html": (as_html, "text/html; charset=utf-8"),
}


class OfOwnSite:
    """For those who may see the register of deletions, and of their sites only."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sites(self) -> list[Site]:
        return sites_of(self.request.user)

    @cached_property
    def site(self) -> Site:
        """The one in the address, or else the first. Raises ``Http404`` if it is not theirs."""
        wanted = self.kwargs.get("site")
        fitting = [site for site in self.sites if wanted in (None, site.pk)]
        if not fitting:
            raise Http404
        return fitting[0]

    def draw_up(self, name: str):
        if name not in KINDS:
            raise Http404
        return draw_up(self.site, name)


class DocumentsPage(OfOwnSite, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "doc-full"
    page_title = _("Data-protection documents")

    def get_breadcrumbs_items(self):
        url = reverse("wagtail_anliegen_documents:of_site", args=[self.site.pk])
        own = {"url": "", "label": self.get_page_title()}
        above = [] if self.is_overview else [{"url": url, "label": DocumentsPage.page_title}]
        return [*self.breadcrumbs_items, *above, own]


class OverviewView(DocumentsPage):
    """What there is, and how much of it is still open."""

    is_overview = True
    template_name = "wagtail_anliegen/privacy/documents.html"

    def get_context_data(self, **kwargs):
        own = {
            "site": self.site,
            "others": [site for site in self.sites if site != self.site],
            "documents": [self.draw_up(name) for name in KINDS],
        }
        return super().get_context_data(**kwargs | own)


class DocumentView(DocumentsPage):
    """One document as it is now."""

    is_overview = False
    template_name = "wagtail_anliegen/privacy/document.html"

    @cached_property
    def document(self):
        return self.draw_up(self.kwargs["name"])

    def get_page_title(self):
        return self.document.title

    def get_context_data(self, **kwargs):
        own = {"site": self.site, "document": self.document}
        return super().get_context_data(**kwargs | own)


class DownloadView(OfOwnSite, View):
    """The same as a file."""

    def get(self, request, site, name, ending):
        if ending not in FORMATS:
            raise Http404
        document = self.draw_up(name)
        draw, content_type = FORMATS[ending]
        disposition = f'attachment; filename="{file_name(self.site, document, ending)}"'
        return HttpResponse(
            draw(document),
            content_type=content_type,
            headers={"Content-Disposition": disposition},
        )
