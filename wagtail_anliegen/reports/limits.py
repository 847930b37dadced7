"""Counts what one visitor does in an hour, without ever being a dead end for a person."""

import functools
import hashlib
import ipaddress
import logging
import math
import re
import secrets
import time

from django.core.cache import cache
from django.utils import timezone

from wagtail_anliegen.conf import conf


logger = logging.getLogger(__name__)

HOUR = 3600
DAY = 24 * HOUR

#: Networks of houses and providers; what Python calls private holds more than these.
_INSIDE = [
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "fc00::/7",
    )
]
#: Some proxies name the port too: 192.0.2.1:4711, [2001:db8::1]:4711.
_WITH_PORT = re.compile(r"(?:\[([^\]]+)\]|([\d.]+)):\d+")

#: How often an address may do something in an hour, as a multiple of ANLIEGEN_REPORTS_PER_HOUR.
FACTORS = {"send": 1, "reply": 1, "copy": 1, "draft": 5, "photo": 10, "lookup": 60, "words": 60}


#: What is counted for a whole day, too, and the setting that says how often it may happen.
DAILY = {"photo": "UPLOADS_PER_DAY"}


class Limited(Exception):
    """This network address did too much in this hour, or today."""

    def __init__(self, seconds: int):
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.seconds / 60))


def count(request, action: str) -> None:
    """Count an action of this visitor. Raises ``Limited`` when it was one too many.

    Nobody is counted who cannot be told apart from others, and nobody while the cache is away.
    """
    network = _network(_address(request))
    if network is None:
        _mention_proxy(request)
        return
    limits = {HOUR: conf.REPORTS_PER_HOUR * FACTORS[action]}
    if action in DAILY:
        limits[DAY] = getattr(conf, DAILY[action])
    now = int(time.time())
    for seconds, limit in limits.items():
        try:
            done = _done(
                f"anliegen:{action}:{_nameless(network)}:{seconds}:{now // seconds}", seconds
            )
        except Exception:
            logger.exception("Counting failed, so nobody is asked to wait: does the cache answer?")
            return
        if done > limit:
            raise Limited(seconds - now % seconds)


def _done(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two lines
        return 0


def _nameless(network: str) -> str:
    """Tells visitors apart for a day without keeping an address: the salt is thrown away."""
    day = timezone.localdate().isoformat()
    salt = cache.get_or_set(f"anliegen:salt:{day}", lambda: secrets.token_hex(16), 24 * HOUR)
    return hashlib.sha256(f"{salt}:{network}".encode()).hexdigest()[:32]


def _address(request) -> str:
    """Where the request came from, as the outermost proxy of ours saw it.

    Each proxy writes at the end of the header; what stands further left, anybody may have sent.
    """
    hops = [hop for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop]
    if 0 < conf.TRUSTED_PROXIES <= len(hops):
        return hops[-conf.TRUSTED_PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str | None:
    """What counts as one visitor; None for a machine inside, behind which everybody may be.

    An IPv6 connection has 2⁶⁴ addresses of its own.
    """
    if with_port := _WITH_PORT.fullmatch(address):
        address = with_port[1] or with_port[2]
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback or found.is_link_local or any(found in inside for inside in _INSIDE):
        return None
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def _mention_proxy(request) -> None:
    if "HTTP_X_FORWARDED_FOR" in request.META and not conf.TRUSTED_PROXIES:
        _log_once(
            "All visitors come through a proxy and cannot be told apart, so nobody is counted. "
            "Set ANLIEGEN_TRUSTED_PROXIES."
        )


@functools.cache
def _log_once(message: str) -> None:
    logger.warning(message)
