"""Secret links: derived from the site's key, and of each only a hash is stored."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


#: What a link opens; the same seed yields another secret for each.
STATUS_LINK = "wagtail_anliegen.status_link:"
EXTERNAL_LINK = "wagtail_anliegen.external_link:"


def new_seed() -> str:
    """A random seed, from which only the holder of the site's key can derive the link."""
    return secrets.token_urlsafe(24)


def token_for(seed: str, expected_hash: str = "", *, purpose: str = STATUS_LINK) -> str:
    """The secret for a seed, 192 bits long.

    With ``expected_hash``, keys that were rotated out (``SECRET_KEY_FALLBACKS``) are tried too.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for key in keys:
        token = _derive(key, purpose, seed)
        if not expected_hash or hash_of(token) == expected_hash:
            return token
    return _derive(settings.SECRET_KEY, purpose, seed)


def _derive(key: str | bytes, purpose: str, seed: str) -> str:
    raw_key = key.encode() if isinstance(key, str) else key
    digest = hmac.new(raw_key, (purpose + seed).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def hash_of(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
