"""The address space of the demo town."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from example_site.home.views import map_tile


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("tiles/<int:z>/<int:x>/<int:y>.png", map_tile),
    *i18n_patterns(
        path("anliegen/", include("wagtail_anliegen.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
