"""Who counts as one visitor, and that counting is never a dead end."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from tests.factories import CategoryFactory
from tests.intake.walking import ADDRESS, BASE
from wagtail_anliegen.intake.models import ReportDraft


SEARCH = f"{BASE}search/"


class FullCache(LocMemCache):
    """What Redis does when its memory is full: it still reads, but writes nothing."""

    def add(self, *args, **kwargs):
        raise ConnectionError("OOM command not allowed when used memory > 'maxmemory'.")

    set = incr = add


@pytest.fixture(autouse=True)
def one_search_an_hour(settings, monkeypatch):
    monkeypatch.setattr(
        "wagtail_anliegen.reports.limits.FACTORS", {"lookup": 1, "send": 1, "draft": 2}
    )
    settings.ANLIEGEN_REPORTS_PER_HOUR = 1


def searches(citizen, *visitors) -> list[int]:
    """What each of these visitors is answered, one after the other."""
    return [citizen.client.get(SEARCH, **visitor).status_code for visitor in visitors]


def through(chain: str, last="127.0.0.1") -> dict:
    """A visitor whose request has this ``X-Forwarded-For``."""
    return {"REMOTE_ADDR": last, "HTTP_X_FORWARDED_FOR": chain}


def test_the_limiter_keeps_no_address(citizen):
    citizen.walk(CategoryFactory())
    citizen.send()
    assert ADDRESS not in str(cache._cache.keys())
    assert any("anliegen:send:" in key for key in cache._cache)


def test_all_addresses_of_one_ipv6_connection_count_as_one(citizen):
    same = [{"REMOTE_ADDR": f"2001:db8:0:1::{number}"} for number in (1, 2)]
    assert searches(citizen, *same) == [200, 429]
    assert searches(citizen, {"REMOTE_ADDR": "2001:db8:0:2::1"}) == [200]


def test_a_program_does_not_begin_one_report_after_the_other(citizen):
    category = CategoryFactory()
    begun = []
    for _turn in range(3):
        citizen.client.cookies.clear()
        begun.append(citizen.choose(category).status_code)
    assert begun == [302, 302, 429]
    assert ReportDraft.objects.count() == 2
    citizen.client.cookies.clear()
    refused = citizen.choose(category)
    assert "Please try again in" in refused.content.decode()
    assert int(refused["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "192.168.0.1", "fd00::1", "unknown"],
)
def test_a_city_behind_one_address_of_its_own_machines_is_not_one_visitor(citizen, address):
    """A proxy in front, a socket instead of an address: everybody would have to wait."""
    assert searches(citizen, *[{"REMOTE_ADDR": address}] * 3) == [200] * 3


def test_a_proxy_that_nobody_mentioned_is_named_in_the_log(citizen, caplog):
    from wagtail_anliegen.reports.limits import _log_once

    _log_once.cache_clear()
    searches(citizen, *[through("203.0.113.1")] * 3)
    assert [record.getMessage() for record in caplog.records if "PROXIES" in record.getMessage()]


def test_behind_a_proxy_each_visitor_counts_alone(citizen, settings):
    settings.ANLIEGEN_TRUSTED_PROXIES = 1
    assert searches(
        citizen,
        through("203.0.113.1"),
        through("203.0.113.2"),
        through("203.0.113.1:4711"),
        through("[2001:db8::1]:4711"),
        through("2001:db8::2"),
    ) == [200, 200, 429, 200, 429]


def test_what_a_visitor_writes_into_the_header_makes_nobody_else_of_them(citizen, settings):
    settings.ANLIEGEN_TRUSTED_PROXIES = 1
    asked = [through(f"198.51.100.{number}, 203.0.113.1") for number in range(3)]
    assert searches(citizen, *asked) == [200, 429, 429]


def test_of_two_proxies_the_outer_one_knows_the_visitor(citizen, settings):
    settings.ANLIEGEN_TRUSTED_PROXIES = 2
    asked = [through(f"{visitor}, 203.0.113.9") for visitor in ("203.0.113.1", "203.0.113.2")]
    assert searches(citizen, *asked, asked[0]) == [200, 200, 429]


def test_who_goes_around_the_proxy_counts_by_the_address_they_come_from(citizen, settings):
    settings.ANLIEGEN_TRUSTED_PROXIES = 1
    assert searches(citizen, *[{"REMOTE_ADDR": "203.0.113.1"}] * 2) == [200, 429]
    settings.ANLIEGEN_TRUSTED_PROXIES = 0
    settings.ANLIEGEN_REPORTS_PER_HOUR = 3
    lies = [through(f"198.51.100.{number}", last="203.0.113.1") for number in (1, 2)]
    assert searches(citizen, *lies) == [200, 429]


def test_while_the_cache_fails_reports_are_still_taken(citizen, settings, caplog):
    citizen.get()  # Wagtail keeps its sites there, and could not begin without
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.FullCache"}}
    assert searches(citizen, {}, {}) == [200, 200]
    citizen.walk(CategoryFactory())
    assert citizen.send().url.endswith("sent/")
    assert "does the cache answer?" in caplog.text
