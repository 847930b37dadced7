"""A project that has the language in every address, the admin's too."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls


urlpatterns = i18n_patterns(
    path("admin/", include(wagtailadmin_urls)),
    path("anliegen/", include("wagtail_anliegen.urls")),
    path("", include(wagtail_urls)),
)
