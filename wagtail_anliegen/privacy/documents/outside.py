"""Which machines outside the city's own website take part, as the settings say."""

from urllib.parse import urlsplit

from django import VERSION as DJANGO_VERSION
from django.conf import settings
from wagtail.models import Site

from wagtail_anliegen.conf import conf
from wagtail_anliegen.geo.geocoders.gazetteer import GazetteerGeocoder


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mail_server() -> dict:
    """How mail leaves: ``backend``, ``host`` (empty unless it is SMTP), and whether by ``tls``."""
    mailers = getattr(settings, "MAILERS", None) if DJANGO_VERSION >= (6, 1) else None
    if mailers:
        mailer = mailers.get("default", {})
        options = mailer.get("OPTIONS", {})
        backend = mailer.get("BACKEND", SMTP)
        host, tls = options.get("host", "localhost"), options.get("use_tls", False)
        tls = tls or options.get("use_ssl", False)
    else:
        backend, host = settings.EMAIL_BACKEND, settings.EMAIL_HOST
        tls = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    return {"backend": backend, "host": host if backend == SMTP else "", "tls": bool(tls)}


def tiles_host(site: Site) -> str | None:
    """The foreign host that the background map comes from; empty: the city's own; None: no map."""
    if not conf.TILES:
        return None
    host = urlsplit(str(conf.TILES.get("url", ""))).hostname or ""
    return "" if host == site.hostname else host


def other_geocoder() -> str:
    """The class that finds addresses, unless it is ours, which asks no network."""
    own = f"{GazetteerGeocoder.__module__}.{GazetteerGeocoder.__qualname__}"
    return "" if own == conf.GEOCODER else conf.GEOCODER


def storage_of_photos() -> str:
    """The class of a storage of its own for photos, or nothing for a directory of the server."""
    entry = settings.STORAGES.get("anliegen_private")
    return str(entry.get("BACKEND", "")) if entry else ""


def gravatar_host() -> str:
    """Where Wagtail fetches the pictures of staff from, or nothing."""
    url = getattr(settings, "WAGTAIL_GRAVATAR_PROVIDER_URL", "//www.gravatar.com/avatar")
    return urlsplit(url).hostname or "" if url else ""


def asks_for_updates() -> bool:
    """Whether the browsers of administrators ask Wagtail's makers for a new version."""
    return bool(getattr(settings, "WAGTAIL_ENABLE_UPDATE_CHECK", True))


def backends(name: str) -> list[str]:
    """The classes behind a setting that other parts may bring; options in it may be secret."""
    value = getattr(settings, name, None)
    if not value:
        return []
    entries = [value] if isinstance(value, str | dict) else list(value)
    return [_class_of(entry) for entry in entries]


def _class_of(entry) -> str:
    if isinstance(entry, dict):
        entry = entry.get("BACKEND") or entry.get("class") or ""
    if isinstance(entry, tuple | list):
        entry = entry[0] if entry else ""
    return entry if isinstance(entry, str) else type(entry).__name__


def scanner() -> str:
    """What looks for malware in uploads, or nothing."""
    return ", ".join(backends("ANLIEGEN_SCANNER"))


def detectors() -> str:
    """What looks for faces and number plates in photos, or nothing."""
    return ", ".join(backends("ANLIEGEN_DETECTORS"))


def foreign_hosts(site: Site) -> dict[str, str]:
    """Hosts that browsers ask, other than the city's own, each with the setting that names it."""
    hosts = {
        "ANLIEGEN_TILES": tiles_host(site) or "",
        "WAGTAIL_GRAVATAR_PROVIDER_URL": gravatar_host(),
        "WAGTAIL_ENABLE_UPDATE_CHECK": "releases.wagtail.org" if asks_for_updates() else "",
    }
    for name in ("STATIC_URL", "MEDIA_URL"):
        host = urlsplit(str(getattr(settings, name, "") or "")).hostname or ""
        hosts[name] = "" if host == site.hostname else host
    return {host: name for name, host in hosts.items() if host}
