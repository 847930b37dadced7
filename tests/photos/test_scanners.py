"""The client of clamd says clean or infected only when clamd clearly did."""

import time

import pytest

from tests.photos.clamd_server import clamd, free_address
from wagtail_anliegen.photos.scanners import CannotScan, ScannerUnavailable
from wagtail_anliegen.photos.scanners.clamd import Clamd
from wagtail_anliegen.photos.scanners.eicar import EICAR, Eicar


@pytest.fixture
def daemon():
    with clamd() as running:
        yield running


def scanner(daemon, timeout=2) -> Clamd:
    return Clamd(address=daemon.address, timeout=timeout)


def test_a_clean_file_is_clean_and_arrived_whole(daemon):
    content = bytes(range(256)) * 3_000
    assert scanner(daemon).scan(content).is_clean
    assert daemon.seen == [content]


def test_an_infected_file_has_the_name_of_what_was_found(daemon):
    verdict = scanner(daemon).scan(b"before" + EICAR)
    assert not verdict.is_clean
    assert verdict.found == "Eicar-Test-Signature"


def test_an_empty_file_is_asked_about_too(daemon):
    assert scanner(daemon).scan(b"").is_clean
    assert daemon.seen == [b""]


def test_a_unix_socket_does_as_well(tmp_path):
    with clamd(tmp_path / "clamd.sock") as daemon:
        assert scanner(daemon).scan(EICAR).found


@pytest.mark.parametrize("mode", ["garbage", "error", "half", "cut", "both", "silent", "killed"])
def test_every_answer_but_a_clear_one_is_no_answer(daemon, mode):
    daemon.server.mode = mode
    with pytest.raises(ScannerUnavailable):
        scanner(daemon).scan(b"x" * 300_000)


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_a_scanner_that_keeps_us_waiting_is_given_up_in_time(daemon, mode):
    daemon.server.mode = mode
    started = time.monotonic()
    with pytest.raises(ScannerUnavailable, match="timed out"):
        scanner(daemon, timeout=0.5).scan(b"x")
    assert time.monotonic() - started < 5, "200 letters, one each 0.1 s, would take 20"


def test_a_file_that_clamd_finds_too_large_is_not_called_clean(daemon):
    daemon.server.limit = 100_000
    with pytest.raises(ScannerUnavailable) as caught:
        scanner(daemon).scan(b"x" * 20_000_000)
    assert isinstance(caught.value, CannotScan) or "clamd at" in str(caught.value)
    with pytest.raises(CannotScan, match="StreamMaxLength"):
        scanner(daemon).scan(b"x" * 100_001)


@pytest.mark.parametrize("address", [free_address, lambda: "/nowhere/clamd.sock"])
def test_nobody_there_is_no_answer(address):
    with pytest.raises(ScannerUnavailable):
        Clamd(address=address(), timeout=1).scan(b"x")


@pytest.mark.parametrize("address", ["", "localhost", "3310", "localhost:", ":3310", "clamd.sock"])
def test_an_address_that_is_none_is_refused_when_it_is_made(address):
    with pytest.raises(ValueError, match="neither"):
        Clamd(address=address)


def test_the_scanner_for_tests_knows_eicar_and_nothing_else():
    assert Eicar().scan(EICAR).found
    assert Eicar().scan(b"anything").is_clean
