"""The admin addresses of what staff take down."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from .entry import EnteredView, EnterView, EntryPhotoView


class EntryViewSet(ViewSet):
    name = "wagtail_anliegen_entry"
    url_prefix = "anliegen/enter"

    def get_urlpatterns(self):
        return [
            path("", EnterView.as_view(), name="enter"),
            path("<str:key>/", EnteredView.as_view(), name="entered"),
            path("<str:key>/photo/<uuid:uuid>/", EntryPhotoView.as_view(), name="photo"),
        ]
