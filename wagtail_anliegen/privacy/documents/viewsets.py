"""The admin screens of the documents."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from .views import DocumentView, DownloadView, OverviewView


class DocumentsViewSet(ViewSet):
    """Its menu item asks for a permission: see ``admin_menu.documents_item``."""

    name = "wagtail_anliegen_documents"
    url_prefix = "anliegen/documents"
    icon = "doc-full"

    def get_urlpatterns(self):
        return [
            path("", OverviewView.as_view(), name="index"),
            path("<int:site>/", OverviewView.as_view(), name="of_site"),
            path("<int:site>/<slug:name>/", DocumentView.as_view(), name="document"),
            path("<int:site>/<slug:name>.<slug:ending>", DownloadView.as_view(), name="download"),
        ]
