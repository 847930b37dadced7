"""Keeps programs from flooding the city, without ever being a dead end for a person."""

import hashlib
import ipaddress
import math
import secrets
import time

from django.core.cache import cache
from django.utils import timezone

from wagtail_anliegen.conf import conf

from .models import ReportDraft


HONEYPOT = "website"
HOUR = 3600

#: How often an address may do something in an hour, as a multiple of ANLIEGEN_REPORTS_PER_HOUR.
FACTORS = {"send": 1, "photo": 10, "lookup": 60}


class Limited(Exception):
    """This network address did too much in this hour."""

    def __init__(self, seconds: int):
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.seconds / 60))


def count(request, action: str) -> None:
    """Count an action of this visitor. Raises ``Limited`` when it was one too many."""
    now = int(time.time())
    key = f"anliegen:{action}:{_nameless(request)}:{now // HOUR}"
    cache.add(key, 0, HOUR)
    try:
        done = cache.incr(key)
    except ValueError:  # it expired between the two lines
        return
    if done > conf.REPORTS_PER_HOUR * FACTORS[action]:
        raise Limited(HOUR - now % HOUR)


def _nameless(request) -> str:
    """Tells visitors apart for a day without keeping an address: the salt is thrown away."""
    day = timezone.localdate().isoformat()
    salt = cache.get_or_set(f"anliegen:salt:{day}", lambda: secrets.token_hex(16), 24 * HOUR)
    address = _network(request.META.get("REMOTE_ADDR", ""))
    return hashlib.sha256(f"{salt}:{address}".encode()).hexdigest()[:32]


def _network(address: str) -> str:
    """An IPv6 connection has 2⁶⁴ addresses of its own; they count as one visitor."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def looks_automatic(request, draft: ReportDraft) -> bool:
    """Whether a program seems to send this: a person may simply send once more.

    The draft was begun on the server, so its age cannot be forged.
    """
    age = (timezone.now() - draft.created_at).total_seconds()
    return bool(request.POST.get(HONEYPOT)) or (
        age < conf.MIN_SECONDS and "again" not in request.POST
    )
