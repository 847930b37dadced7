"""The secret link of a report: derived from the site's key, of which only a hash is stored."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


_PURPOSE = b"wagtail_anliegen.status_link:"


def new_seed() -> str:
    """A random seed, from which only the holder of the site's key can derive the link."""
    return secrets.token_urlsafe(24)


def token_for(seed: str, expected_hash: str = "") -> str:
    """The secret for a seed, 192 bits long.

    With ``expected_hash``, keys that were rotated out (``SECRET_KEY_FALLBACKS``) are tried too.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for key in keys:
        token = _derive(key, seed)
        if not expected_hash or hash_of(token) == expected_hash:
            return token
    return _derive(settings.SECRET_KEY, seed)


def _derive(key: str | bytes, seed: str) -> str:
    raw_key = key.encode() if isinstance(key, str) else key
    digest = hmac.new(raw_key, _PURPOSE + seed.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def hash_of(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
