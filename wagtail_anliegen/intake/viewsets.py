"""The admin addresses of what staff take down, and of the paper for those who write by hand."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from .entry import EnteredView, EnterView, EntryPhotoView
from .paper import BlankFormView, PosterView


class EntryViewSet(ViewSet):
    name = "wagtail_anliegen_entry"
    url_prefix = "anliegen/enter"

    def get_urlpatterns(self):
        return [
            path("", EnterView.as_view(), name="enter"),
            path("<str:key>/", EnteredView.as_view(), name="entered"),
            path("<str:key>/photo/<uuid:uuid>/", EntryPhotoView.as_view(), name="photo"),
        ]


class PaperViewSet(ViewSet):
    name = "wagtail_anliegen_paper"
    url_prefix = "anliegen/paper"

    def get_urlpatterns(self):
        return [
            path("<int:pk>/form/", BlankFormView.as_view(), name="form"),
            path("<int:pk>/poster/", PosterView.as_view(), name="poster"),
        ]
