"""The admin screens for districts and streets."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from wagtail_anliegen.deletion import ProtectedDeletion
from wagtail_anliegen.sites import SiteBoundFilterSet, SiteColumnView

from .models import District, Street
from .panels import district_handler, street_handler
from .positions import as_text
from .views import DistrictPreviewView, DistrictUploadView, StreetUploadView


class UploadIndexView(SiteColumnView, IndexView):
    """A list with the way to fill it from a file."""

    upload_url_name = None
    upload_label = ""

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.user_has_permission("add") and self.user_has_permission("change"):
            url = reverse(self.upload_url_name)
            buttons.append(HeaderButton(self.upload_label, url, icon_name="upload"))
        return buttons


class DistrictIndexView(UploadIndexView):
    upload_url_name = "wagtail_anliegen_districts:upload"
    upload_label = _("Upload GeoJSON")

    def get_base_queryset(self):
        return super().get_base_queryset().defer("geometry").select_related("site")


class DistrictDeleteView(ProtectedDeletion, DeleteView):
    advice = _("Change the rules that name it first.")


class DistrictFilterSet(SiteBoundFilterSet):
    class Meta:
        model = District
        fields = ["level", "site"]


class DistrictViewSet(ModelViewSet):
    model = District
    name = "wagtail_anliegen_districts"
    url_prefix = "anliegen/districts"
    icon = "site"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 400
    index_view_class = DistrictIndexView
    delete_view_class = DistrictDeleteView
    filterset_class = DistrictFilterSet
    edit_handler = district_handler
    list_display = ["name", "level", DateColumn("updated_at", label=_("Changed"))]
    list_per_page = 100
    search_fields = ["name"]
    copy_view_enabled = False

    @property
    def upload_view(self):
        preview = self.get_url_name("preview")
        return self.construct_view(DistrictUploadView, preview_url_name=preview)

    @property
    def preview_view(self):
        return self.construct_view(DistrictPreviewView)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("upload/", self.upload_view, name="upload"),
            path("upload/<int:pk>/", self.preview_view, name="preview"),
        ]


class StreetIndexView(UploadIndexView):
    upload_url_name = "wagtail_anliegen_streets:upload"
    upload_label = _("Upload streets")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("site")


class StreetFilterSet(SiteBoundFilterSet):
    class Meta:
        model = Street
        fields = ["postcode", "site"]


class StreetViewSet(ModelViewSet):
    model = Street
    name = "wagtail_anliegen_streets"
    url_prefix = "anliegen/streets"
    icon = "home"
    menu_hook = "register_anliegen_menu_item"
    menu_order = 500
    index_view_class = StreetIndexView
    filterset_class = StreetFilterSet
    edit_handler = street_handler
    list_display = [
        "name",
        "house_number",
        "postcode",
        Column("place", label=_("Place"), accessor=lambda s: as_text((s.latitude, s.longitude))),
    ]
    list_per_page = 50
    search_fields = ["name", "search_name", "postcode"]
    copy_view_enabled = False

    @property
    def upload_view(self):
        return self.construct_view(StreetUploadView)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("upload/", self.upload_view, name="upload")]
