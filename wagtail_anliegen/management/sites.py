"""The site that a command is about."""

from django.core.management.base import CommandError
from wagtail.models import Site


def find_site(hostname: str | None) -> Site:
    """The site with this hostname, or the default one. Raises ``CommandError``."""
    sites = Site.objects.filter(hostname=hostname) if hostname else Site.objects.all()
    site = sites.order_by("-is_default_site").first()
    if site is None:
        raise CommandError("There is no such site. Create one in Wagtail's settings first.")
    return site
