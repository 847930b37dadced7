"""What a program finds is covered and named; it never releases, forgets or overrides a person."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext_lazy
from PIL import Image, ImageDraw

from tests.factories import make_public_report, make_report, member_of
from tests.photos.detectors import NAME, Raising, Slow
from wagtail_anliegen.casework import photo_actions
from wagtail_anliegen.casework.results import add_after_photo
from wagtail_anliegen.photos.arrival import give_photos
from wagtail_anliegen.photos.detection import BACKOFF, LEASE, MOST_ATTEMPTS, detect_due
from wagtail_anliegen.photos.findings import MOST_BOXES
from wagtail_anliegen.photos.models import Detection, Doubt, Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.photos.tasks import THREAD_NAME
from wagtail_anliegen.tracking import replying


pytestmark = pytest.mark.django_db

DUMMY = "wagtail_anliegen.photos.detectors.dummy.DummyDetector"
MAGENTA = (255, 0, 255)


def street(*, plate=True, size=(800, 600), ground=(120, 130, 120)) -> bytes:
    """A grey street; with a plate there is something magenta on it."""
    image = Image.new("RGB", size, ground)
    if plate:
        ImageDraw.Draw(image).rectangle((200, 300, 400, 350), fill=MAGENTA)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def places(**options) -> list:
    return [{"path": f"{NAME}Places", "options": options}]


@pytest.fixture(autouse=True)
def configured(settings):
    settings.ANLIEGEN_DETECTORS = [DUMMY]
    return settings


@pytest.fixture
def arrived():
    """A photo that has just come with a public report, of which it is not released."""

    def arrived(**drawn) -> Photo:
        return make_public_report(photos=[store_photo(street(**drawn)).pk]).photos.get()

    return arrived


def checked(photo: Photo) -> Detection:
    """The photo after the worker had its turn."""
    detect_due()
    photo.refresh_from_db()
    return Detection.objects.get(photo=photo)


def has_magenta(file) -> bool:
    with file.open() as opened:
        image = Image.open(opened).convert("RGB")
        colours = image.getcolors(image.width * image.height)
    return any(red > 200 and green < 60 and blue > 200 for _count, (red, green, blue) in colours)


# --- what is found ----------------------------------------------------------


def test_what_is_found_is_gone_from_all_that_others_may_see_and_stays_in_the_original(arrived):
    photo = arrived()
    assert has_magenta(photo.display)
    detection = checked(photo)
    assert not has_magenta(photo.display) and not has_magenta(photo.thumbnail)
    assert has_magenta(photo.original)
    assert (detection.state, detection.covered) == ("covered", 1)
    (box,) = photo.boxes
    assert (box.kind, box.source, box.score) == ("plate", "dummy", 0.9)
    assert detection.detectors == [{"name": "dummy", "version": "1"}]
    assert detection.finished_at


def test_nothing_is_released_by_a_program(arrived, configured):
    for detectors in ([DUMMY], [f"{NAME}Nothing"], [f"{NAME}Raising"]):
        configured.ANLIEGEN_DETECTORS = detectors
        photo = arrived()
        checked(photo)
        assert not photo.is_released


def test_where_nothing_is_found_the_picture_stays_as_it_is(arrived):
    photo = arrived(plate=False)
    before = photo.display.name
    assert checked(photo).state == "clean"
    assert (photo.display.name, photo.regions) == (before, [])


def test_what_two_detectors_find_is_covered_once_and_what_either_finds_is_covered(
    arrived, configured
):
    configured.ANLIEGEN_DETECTORS = [
        DUMMY,
        *places(boxes=[(0, 0, 0.1, 0.1), (0.3, 0.51, 0.4, 0.55)]),
    ]
    photo = arrived()
    assert checked(photo).covered == 2
    assert {box.source for box in photo.boxes} == {"dummy", "places"}


def test_a_picture_that_was_turned_is_looked_at_as_it_stands(arrived):
    photo = arrived()
    photo_actions.redact_photo(
        photo.report, photo=photo, regions=[], turned=1, user=member_of(photo.report.department)
    )
    detection = checked(photo)
    assert not has_magenta(photo.display)
    assert photo.turned == 1
    assert Region.of(detection.found[0]).turned(1) == photo.boxes[0]


# --- what is unsure ---------------------------------------------------------


@pytest.mark.parametrize(
    ("detectors", "drawn", "doubt", "covered"),
    [
        (places(sure=False), {}, "place", 0),
        (places(score=0.55), {}, "score", 1),
        (places(boxes=[(0, 0, 0.6, 0.6)]), {}, "much", 1),
        (
            places(boxes=[(x / 10, y / 10, x / 10 + 0.01, y / 10 + 0.01)
                          for x in range(10) for y in range(5)]),
            {},
            "many",
            MOST_BOXES,
        ),
        ([f"{NAME}Nothing"], {"ground": (5, 5, 8)}, "dark", 0),
        ([f"{NAME}Nothing"], {"size": (450, 400)}, "small", 0),
    ],
)  # fmt: skip
def test_what_is_unsure_is_said_with_the_reason(
    arrived, configured, detectors, drawn, doubt, covered
):
    configured.ANLIEGEN_DETECTORS = detectors
    detection = checked(arrived(plate=False, **drawn))
    assert (detection.state, detection.doubts) == ("unsure", [doubt])
    assert detection.covered == covered
    assert len(detection.reasons) == 1


def test_boxes_that_are_joined_cover_all_that_was_found(arrived, configured):
    boxes = [(x / 10, y / 10, x / 10 + 0.01, y / 10 + 0.01) for x in range(10) for y in range(10)]
    configured.ANLIEGEN_DETECTORS = places(boxes=boxes)
    photo = arrived()
    checked(photo)
    assert len(photo.boxes) == MOST_BOXES
    for x1, y1, x2, y2 in boxes:
        assert any(
            box.x <= round(x1 * 1000) and box.y <= round(y1 * 1000)
            and box.x + box.width >= round(x2 * 1000) and box.y + box.height >= round(y2 * 1000)
            for box in photo.boxes
        )  # fmt: skip


# --- people come first ------------------------------------------------------


@pytest.fixture
def clerk_covers(request):
    def cover(photo, *boxes, **options):
        user = member_of(photo.report.department)
        photo_actions.redact_photo(
            photo.report, photo=photo, regions=boxes, turned=photo.turned, user=user, **options
        )

    return cover


def test_what_a_person_covered_stays_and_what_is_missing_is_said(arrived, clerk_covers):
    photo = arrived()
    clerk_covers(photo, Region(0, 0, 100, 100))
    before = photo.display.name
    detection = checked(photo)
    assert (photo.display.name, photo.boxes) == (before, [Region(0, 0, 100, 100)])
    assert (detection.state, detection.doubts, detection.covered) == ("unsure", ["left"], 0)


def test_what_a_person_covered_already_raises_no_doubt(arrived, clerk_covers):
    photo = arrived()
    clerk_covers(photo, Region(200, 450, 400, 200))
    detection = checked(photo)
    assert (detection.state, detection.doubts, detection.covered) == ("covered", [], 0)


def test_a_photo_that_a_person_released_stays_as_it_is_and_the_find_is_said(arrived, clerk_covers):
    photo = arrived()
    clerk_covers(photo, release=True)
    detection = checked(photo)
    assert photo.is_released and has_magenta(photo.display)
    assert (detection.state, detection.doubts) == ("unsure", ["left"])


@pytest.fixture
def slowly(configured):
    """Starts a worker that holds still in the middle of a photo; ``finish()`` lets it go on."""
    configured.ANLIEGEN_DETECTORS = [f"{NAME}Slow"]
    Slow.begun.clear(), Slow.go_on.clear()
    Slow.looks = 0

    def run():
        try:
            detect_due()
        finally:
            connection.close()

    threads = []

    def begin():
        threads.append(threading.Thread(target=run))
        threads[-1].start()
        assert Slow.begun.wait(20)

    def finish():
        Slow.go_on.set()
        for thread in threads:
            thread.join(30)

    yield begin, finish
    finish()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("release", [False, True])
def test_a_person_who_works_on_the_photo_meanwhile_wins(arrived, clerk_covers, slowly, release):
    begin, finish = slowly
    photo = arrived()
    begin()
    boxes = [] if release else [Region(500, 500, 100, 100)]
    clerk_covers(photo, *boxes, release=release)
    finish()
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == (boxes, release)
    assert photo.detection.doubts == ["left"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_look_at_the_same_photo(arrived, slowly):
    begin, finish = slowly
    arrived()
    begin()
    assert detect_due() == 0
    finish()
    assert Slow.looks == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_took_longer_than_its_lease_changes_nothing_any_more(arrived, slowly):
    begin, finish = slowly
    photo = arrived()
    begin()
    Detection.objects.update(leased_until=timezone.now() + 2 * LEASE)  # somebody else has it
    finish()
    photo.refresh_from_db()
    assert (photo.regions, photo.detection.state) == ([], "waiting")


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_is_removed_meanwhile_stops_nobody(arrived, slowly):
    begin, finish = slowly
    first = arrived()
    begin()
    first.report.delete()
    finish()
    assert not Detection.objects.exists()


# --- trouble ----------------------------------------------------------------


def test_after_a_failure_it_waits_longer_and_gives_up_after_three(arrived, configured):
    configured.ANLIEGEN_DETECTORS = [f"{NAME}Raising"]
    photo = arrived()
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(MOST_ATTEMPTS):
            before = timezone.now()
            detection = checked(photo)
            waits.append(detection.due_at - before)
            assert detect_due() == 0
            assert checked(photo).attempts == detection.attempts, "not before it is due again"
            clock.move_to(max(detection.due_at, timezone.now()) + timedelta(seconds=1))
    assert waits[:2] == BACKOFF
    assert (detection.state, detection.attempts) == ("failed", 3)
    assert "the model is not there" in detection.error


def test_a_passing_trouble_is_passed(arrived, configured, monkeypatch):
    configured.ANLIEGEN_DETECTORS = [f"{NAME}Raising", DUMMY]
    photo = arrived()
    assert checked(photo).state == "waiting"
    assert has_magenta(photo.display), "half of a check is none"
    monkeypatch.setattr(Raising, "broken", False)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        detection = checked(photo)
    assert (detection.state, detection.attempts, detection.error) == ("covered", 2, "")


def test_a_missing_original_is_a_failure_and_the_others_have_their_turn(arrived):
    broken, whole = arrived(), arrived()
    broken.original.storage.delete(broken.original.name)
    assert detect_due() == 1
    assert Detection.objects.get(photo=broken).error
    assert Detection.objects.get(photo=whole).state == "covered"


def test_a_detector_that_is_gone_after_an_upgrade_is_a_failure_too(arrived, configured):
    photo = arrived()
    configured.ANLIEGEN_DETECTORS = ["nowhere.Detector"]
    assert "nowhere" in checked(photo).error


def test_a_photo_that_kills_its_worker_each_time_is_given_up(arrived):
    photo = arrived()
    Detection.objects.update(attempts=MOST_ATTEMPTS, leased_until=timezone.now() + LEASE)
    assert checked(photo).state == "waiting"
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        detection = checked(photo)
    assert (detection.state, photo.regions) == ("failed", [])
    assert detection.error


WORKER = """
import sys
from pathlib import Path
import django
from django.conf import settings
database, private, sign = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.ANLIEGEN_PRIVATE_ROOT = Path(private)
path = "tests.photos.detectors.Endless"
settings.ANLIEGEN_DETECTORS = [{"path": path, "options": {"sign": sign}}]
django.setup()
from django.core.management import call_command
call_command("anliegen_detect")
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_leaves_the_photo_internal_and_to_the_next(
    arrived, tmp_path
):
    photo = arrived()
    sign = tmp_path / "begun"
    database = str(connection.settings_dict["NAME"])
    private = str(django_settings.ANLIEGEN_PRIVATE_ROOT)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "ignore", "-c", WORKER, database, private, str(sign)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    worker = subprocess.Popen(command, cwd=root, env=environment)
    try:
        end = time.monotonic() + 60
        while not sign.exists():
            assert worker.poll() is None and time.monotonic() < end, "it never began"
            time.sleep(0.05)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    photo.refresh_from_db()
    assert not photo.is_released and photo.detection.state == "waiting"
    assert detect_due() == 0, "it is leased to the dead"
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert detect_due() == 1
    photo = Photo.objects.get(pk=photo.pk)
    assert photo.detection.state == "covered" and photo.detection.attempts == 2
    assert not has_magenta(photo.display)


# --- which photos -----------------------------------------------------------


def test_every_way_by_which_a_photo_comes_has_it_looked_at(arrived):
    report = arrived().report
    clerk = member_of(report.department)
    replying.receive(report, kind="message", key="a", text="x", photos=[store_photo(street())])
    add_after_photo(report, photo=street(), user=clerk)
    assert report.photos.count() == 3
    assert detect_due() == 3
    assert {photo.detection.state for photo in report.photos.all()} == {"covered"}


def test_a_photo_of_a_draft_is_not_looked_at():
    store_photo(street())
    assert detect_due() == 0


def test_a_photo_comes_to_one_report_only(arrived):
    photo, other = arrived(), make_report()
    assert give_photos(other, [photo.pk]) == 0
    assert Photo.objects.get(pk=photo.pk).report == photo.report


def test_without_a_detector_nothing_waits(arrived, configured):
    configured.ANLIEGEN_DETECTORS = []
    arrived()
    assert not Detection.objects.exists()


def test_detectors_that_are_switched_off_leave_what_waits_to_people(arrived, configured):
    photo = arrived()
    configured.ANLIEGEN_DETECTORS = []
    assert checked(photo).state == "waiting"


# --- drivers ----------------------------------------------------------------


def test_the_command_for_cron_says_how_many_it_checked(arrived, capsys):
    arrived(), arrived()
    call_command("anliegen_detect")
    assert "2 photos checked" in capsys.readouterr().out


@pytest.fixture
def nudged(configured):
    """The nudge works as in a city; its threads are over before the test is."""
    configured.ANLIEGEN_NUDGE = True
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("anliegen-"):
            thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_a_new_photo_is_looked_at_soon_after_the_commit(nudged):
    report = make_report(photos=[store_photo(street()).pk])
    end = time.monotonic() + 20
    while not Detection.objects.filter(photo__report=report, state="covered").exists():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_what_takes_much_memory_is_never_run_where_pages_are_served(nudged, configured):
    configured.ANLIEGEN_DETECTORS = [f"{NAME}Heavy"]
    make_report(photos=[store_photo(street()).pk])
    assert THREAD_NAME not in {thread.name for thread in threading.enumerate()}
    assert Detection.objects.get().attempts == 0
    assert detect_due() == 1


# --- what staff see ---------------------------------------------------------


@pytest.fixture
def page_of(client, arrived):
    """The photo's own page and its case, as text, after what the detector says."""
    call_command("setup_anliegen", verbosity=0)

    def page_of(photo) -> list[str]:
        client.force_login(member_of(photo.report.department))
        urls = [
            reverse("wagtail_anliegen_reports:check_photo", args=[photo.report_id, photo.pk]),
            reverse("wagtail_anliegen_reports:edit", args=[photo.report_id]),
        ]
        return [client.get(url).content.decode() for url in urls]

    return page_of


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "waiting"}, gettext_lazy("still being checked")),
        ({"state": "clean"}, gettext_lazy("nothing found")),
        (
            {"state": "covered", "covered": 3},
            ngettext_lazy(
                "%(count)s place covered automatically", "%(count)s places covered automatically", 3
            )
            % {"count": 3},
        ),
        ({"state": "unsure", "doubts": ["dark"]}, gettext_lazy("unsure: please look closely")),
        ({"state": "failed"}, gettext_lazy("check failed: please cover it yourself")),
    ],
)
def test_staff_read_what_the_check_says_on_the_photo_and_in_the_case(
    page_of, arrived, values, words
):
    photo = arrived()
    Detection.objects.update(**values)
    for text in page_of(photo):
        assert str(words) in text


def test_the_page_of_a_photo_says_why_a_program_is_unsure(page_of, arrived):
    photo = arrived()
    Detection.objects.update(state="unsure", doubts=["dark", "what a newer version says"])
    text, _case = page_of(photo)
    assert str(Doubt.DARK.label) in text


def test_boxes_say_who_found_them(page_of, arrived):
    photo = arrived()
    checked(photo)
    text, _case = page_of(photo)
    assert "dummy" in text and "90" in text
    assert "data-found" in text


def test_a_photo_that_no_program_looked_at_says_nothing_of_it(page_of, arrived, configured):
    configured.ANLIEGEN_DETECTORS = []
    text, _case = page_of(arrived())
    assert "anliegen-redaction__detection" not in text


@pytest.mark.parametrize("state", ["waiting", "unsure", "failed"])
def test_whatever_the_check_says_a_person_may_release(client, page_of, arrived, state):
    photo = arrived()
    page_of(photo)
    Detection.objects.update(state=state)
    data = {
        "action": "release",
        "seen": photo.stamp,
        "boxes-TOTAL_FORMS": 0,
        "boxes-INITIAL_FORMS": 0,
    }
    url = reverse("wagtail_anliegen_reports:check_photo", args=[photo.report_id, photo.pk])
    assert client.post(url, data).status_code == 302
    photo.refresh_from_db()
    assert photo.is_released
