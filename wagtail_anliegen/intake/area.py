"""The area a site looks after: the union of its districts."""

from django.utils.translation import gettext as _

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import District


def is_inside(site, latitude: float, longitude: float) -> bool:
    """Whether the city looks after this place; without districts, everything is inside."""
    if District.objects.containing(site, latitude, longitude):
        return True
    return not District.objects.filter(site=site).exists()


def outside_text(site) -> str:
    """The editors' sentence for places outside, or a kind one of our own."""
    settings = AnliegenSettings.for_site(site)
    if settings.outside_text:
        return settings.outside_text
    if settings.city_name:
        return _(
            "This place is outside of %(city)s, where we cannot help. "
            "Please turn to the municipality that looks after it."
        ) % {"city": settings.city_name}
    return _(
        "This place is outside of our city, where we cannot help. "
        "Please turn to the municipality that looks after it."
    )
