"""The admin screens about the data of one report."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from .case_views import CaseDataView


class CaseDataViewSet(ViewSet):
    """Reached from the case; it has no entry in the menu."""

    name = "wagtail_anliegen_privacy"
    url_prefix = "anliegen/privacy"
    icon = "lock"

    def get_urlpatterns(self):
        return [path("<int:pk>/", CaseDataView.as_view(), name="report")]
