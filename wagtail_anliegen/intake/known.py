"""What is known already, shown to staff before they enter the same once more."""

from django.utils import timezone
from wagtail.models import Site

from wagtail_anliegen.geo.positions import Position, parse_position
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.similar import Matter, Suggestion, similar_reports

from .catalogue import Offer
from .entry_forms import EntryPlaceForm


def known_reports(
    place: EntryPlaceForm, *, offer: Offer | None, site: Site, text: str, user
) -> list[Suggestion]:
    """Reports like the one being typed, among those this person sees; the likeliest first."""
    if offer is None:
        return []
    latitude, longitude = _position(place) or (None, None)
    matter = Matter(
        site_id=site.pk,
        category=offer.category,
        latitude=latitude,
        longitude=longitude,
        address=(place["address"].value() or "").strip(),
        text=text,
        created_at=timezone.now(),
    )
    return similar_reports(matter, among=Report.objects.visible_to(user))


def _position(place: EntryPlaceForm) -> Position | None:
    value = place["place"].value()
    if not isinstance(value, str):
        return value or None
    try:
        return parse_position(value)
    except ValueError:
        return None
