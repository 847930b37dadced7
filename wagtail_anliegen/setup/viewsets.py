"""The admin screens of the set-up."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from .test_mode_views import PurgeView, TestModeView
from .views import CheckView, ConfigurationView, DownloadView


class SetUpViewSet(ViewSet):
    """Its menu item asks for a permission: see ``admin_menu.configuration_item``."""

    name = "wagtail_anliegen_setup"
    url_prefix = "anliegen/setup"
    icon = "cogs"

    def get_urlpatterns(self):
        return [
            path("configuration/", ConfigurationView.as_view(), name="configuration"),
            path("configuration/file/", DownloadView.as_view(), name="download"),
            path("configuration/<int:pk>/", CheckView.as_view(), name="check"),
            path("test-mode/", TestModeView.as_view(), name="test_mode"),
            path("test-mode/<int:site>/", TestModeView.as_view(), name="test_mode_of"),
            path("test-mode/<int:site>/purge/", PurgeView.as_view(), name="purge"),
        ]
