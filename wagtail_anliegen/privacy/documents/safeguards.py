"""Reads single safeguards from the settings, and says each in a row of the measures."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.core.checks.security.base import check_secret_key
from django.db import connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.conf import conf
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.storage import ALIAS

from .structure import Open


#: What is done, how it stands, and where that can be checked.
Row = tuple[str, str, str]

#: Words in the names of apps and middleware that ask for a second factor.
SECOND_FACTORS = ("django_otp", "wagtail_2fa", "allauth.mfa", "two_factor", "kagi", "webauthn")
SIGNS_OF_A_PROXY = ("SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
OWN_MACHINE = ("", "localhost", "127.0.0.1", "::1")
ENCRYPTED = ("require", "verify-ca", "verify-full")
UNSHARED = ("locmem", "dummy")
SECURITY = "django.middleware.security.SecurityMiddleware"
DJANGO_POLICY = "django.middleware.csp.ContentSecurityPolicyMiddleware"


def always(words: str, proof: str) -> Row:
    """What the software does whatever the settings say; ``proof`` is a test of it."""
    return words, _("built in"), proof


def asked(words: str, question: str, proof: str) -> Row:
    """What has to be looked at although nothing is switched off."""
    return words, Open(question), proof


def switched(words: str, is_on: bool, *, off: str, proof: str, on: str = "") -> Row:
    """What depends on a setting: ``off`` says what is missing and is an open point."""
    if not is_on:
        return words, Open(off), proof
    return words, on or _("switched on"), proof


def says(name: str) -> bool:
    return bool(getattr(settings, name, False))


def debug() -> bool:
    return settings.DEBUG


def password_rules() -> list[dict]:
    return settings.AUTH_PASSWORD_VALIDATORS


def password_hasher() -> str:
    """The procedure for new passwords: ``pbkdf2_sha256``."""
    return get_hasher().algorithm


def second_factor() -> str:
    """The first app or middleware that asks for one, as it stands in the settings."""
    named = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]
    return next((n for n in named if any(part in n for part in SECOND_FACTORS)), "")


def key_is_long() -> bool:
    return not check_secret_key(None)


def hosts_are_named() -> bool:
    return bool(settings.ALLOWED_HOSTS) and "*" not in settings.ALLOWED_HOSTS


def superusers() -> int:
    return get_user_model()._default_manager.filter(is_active=True, is_superuser=True).count()


def several_sites() -> bool:
    return Site.objects.count() > 1


def redirects_to_https() -> bool:
    return says("SECURE_SSL_REDIRECT") and has_middleware(SECURITY)


def hsts_seconds() -> int:
    return settings.SECURE_HSTS_SECONDS if has_middleware(SECURITY) else 0


def database() -> tuple[str, str, bool]:
    """Its kind, the other machine it stands on (or nothing), and whether the way there is safe."""
    host = str(connection.settings_dict.get("HOST") or "")
    host = "" if host in OWN_MACHINE or host.startswith("/") else host
    mode = connection.settings_dict.get("OPTIONS", {}).get("sslmode", "")
    return connection.display_name, host, not host or mode in ENCRYPTED


def database_bears_load() -> bool:
    if connection.vendor != "sqlite":
        return True
    return connection.settings_dict.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE"


def photos_are_private() -> bool:
    """Whether their directory lies outside of what is served; another storage is believed."""
    if ALIAS in settings.STORAGES:
        return True
    private = conf.PRIVATE_ROOT.resolve()
    served = [root for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if root]
    return not any(private.is_relative_to(Path(root).resolve()) for root in served)


def rates() -> int:
    return conf.REPORTS_PER_HOUR


def visitors_are_told_apart() -> bool:
    """Whether somebody said how many proxies there are, where there seems to be one."""
    is_told = hasattr(settings, "ANLIEGEN_TRUSTED_PROXIES")
    return is_told or not any(says(name) for name in SIGNS_OF_A_PROXY)


def cache_is_shared() -> bool:
    backend = settings.CACHES.get("default", {}).get("BACKEND", "")
    return not any(word in backend for word in UNSHARED)


def policy() -> str:
    """The middleware that sends a Content Security Policy, or nothing.

    Django's own sends one only if there is something in ``SECURE_CSP``.
    """
    for name in settings.MIDDLEWARE:
        words = name.lower()
        if name == DJANGO_POLICY:
            if says("SECURE_CSP"):
                return name
        elif "contentsecuritypolicy" in words or "csp" in words.split("."):
            return name
        elif words.endswith("cspmiddleware"):
            return name
    return ""


def middleware_wanted() -> list[tuple[str, str]]:
    """What each of Django's own is for, and its name."""
    return [
        (
            _("Protection against forms sent from foreign pages (CSRF)"),
            "django.middleware.csrf.CsrfViewMiddleware",
        ),
        (
            _("Protection against embedding in foreign pages"),
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ),
        (_("Headers of the SecurityMiddleware: file types, referrers"), SECURITY),
    ]


def has_middleware(name: str) -> bool:
    """Whether it, or one that was derived from it, is there."""
    if name in settings.MIDDLEWARE:
        return True
    wanted = import_string(name)
    for path in settings.MIDDLEWARE:
        try:
            found = import_string(path)
        except ImportError:
            continue
        if isinstance(found, type) and issubclass(found, wanted):
            return True
    return False


def test_mode(site: Site) -> bool:
    return AnliegenSettings.for_site(site).test_mode
