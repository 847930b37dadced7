"""An easy mistake: Wagtail's catch-all stands first and answers for us."""

from django.urls import include, path
from wagtail import urls as wagtail_urls


urlpatterns = [
    path("", include(wagtail_urls)),
    path("anliegen/", include("wagtail_anliegen.urls")),
]
