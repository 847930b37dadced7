"""A photo before everybody sees it: covered, turned, released; and what the original does then."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.factories import UserFactory, make_public_report, make_report, member_of
from wagtail_anliegen.casework import photo_actions
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.looks import Look


pytestmark = pytest.mark.django_db

RED, BLUE = (254, 0, 0), (0, 0, 254)


def two_colours() -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (160, 120), RED)
    image.paste(BLUE, (80, 0, 160, 120))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_public_report(photos=[store_photo(two_colours()).pk, store_photo(two_colours()).pk])


@pytest.fixture
def photo(report) -> Photo:
    return report.photos.first()


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def address(photo) -> str:
    return reverse("wagtail_anliegen_reports:check_photo", args=[photo.report_id, photo.pk])


def boxes(*drawn, total=None) -> dict:
    data = {"boxes-TOTAL_FORMS": total or len(drawn), "boxes-INITIAL_FORMS": 0}
    for index, box in enumerate(drawn):
        for name, value in zip(("x", "y", "width", "height", "kind"), box, strict=True):
            data[f"boxes-{index}-{name}"] = value
    return data


LEFT_HALF = (0, 0, 50, 100, "plate")


@pytest.fixture
def press(client, clerk):
    """Presses a button of the page as it is now."""

    def press(photo, action, *drawn, user=clerk, follow=False, **data):
        client.force_login(user)
        seen = Photo.objects.get(pk=photo.pk).stamp
        values = {"action": action, "seen": seen, **boxes(*drawn), **data}
        return client.post(address(photo), values, follow=follow)

    return press


def colours(file) -> tuple:
    """What lies a quarter from the left, and a quarter from the right; from the top likewise."""
    with file.open() as opened:
        image = Image.open(opened).convert("RGB")
    across, down = image.size
    return image.getpixel((across // 4, down // 2)), image.getpixel((3 * across // 4, down // 2))


def is_red(colour) -> bool:
    return colour[0] > 240 and colour[1] < 15 and colour[2] < 15


def is_blue(colour) -> bool:
    return colour[2] > 240 and colour[0] < 15 and colour[1] < 15


def test_what_is_covered_is_gone_from_all_that_others_see_and_stays_in_the_original(press, photo):
    press(photo, "save", LEFT_HALF)
    photo.refresh_from_db()
    for file in (photo.display, photo.thumbnail):
        left, right = colours(file)
        assert not is_red(left)
        assert is_blue(right)
    assert is_red(colours(photo.original)[0])
    assert photo.boxes == [Region(0, 0, 500, 1000, kind="plate")]
    assert not photo.is_released


def test_the_views_before_are_removed(press, photo, django_capture_on_commit_callbacks):
    old = (photo.display.name, photo.thumbnail.name)
    with django_capture_on_commit_callbacks(execute=True):
        press(photo, "save", LEFT_HALF)
    assert not any(photo.display.storage.exists(name) for name in old)
    photo.refresh_from_db()
    assert photo.original.storage.exists(photo.original.name)
    assert photo.display.storage.exists(photo.display.name)


def test_a_released_photo_is_covered_at_once_for_everybody(client, press, photo):
    press(photo, "release")
    press(photo, "save", LEFT_HALF)
    client.logout()
    response = client.get(photo.get_url())
    image = Image.open(io.BytesIO(b"".join(response.streaming_content))).convert("RGB")
    assert not is_red(image.getpixel((10, 60)))


def test_releasing_covers_what_was_drawn_and_leads_to_the_next_photo(press, photo, report):
    following = report.photos.last()
    assert press(photo, "release", LEFT_HALF).url == address(following)
    photo.refresh_from_db()
    assert photo.is_released
    assert not is_red(colours(photo.display)[0])
    last = press(following, "release")
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    assert last.url == f"{case}#anliegen-photos-section"


def test_a_released_photo_can_be_withdrawn_whatever_the_boxes_say(press, photo):
    press(photo, "release")
    press(photo, "withdraw", ("x", "", 1, 1, "face"))
    photo.refresh_from_db()
    assert not photo.is_released


def test_turning_takes_the_boxes_along_and_four_turns_change_nothing(press, photo):
    press(photo, "right", LEFT_HALF)
    photo.refresh_from_db()
    assert (photo.turned, photo.width, photo.height) == (1, 120, 160)
    assert photo.boxes == [Region(0, 0, 1000, 500, kind="plate")]
    for _turn in range(3):
        box = photo.boxes[0]
        drawn = (box.x / 10, box.y / 10, box.width / 10, box.height / 10, box.kind)
        press(photo, "right", drawn)
        photo.refresh_from_db()
    assert (photo.turned, photo.width, photo.height) == (0, 160, 120)
    assert photo.boxes == [Region(0, 0, 500, 1000, kind="plate")]
    left, right = colours(photo.display)
    assert not is_red(left)
    assert is_blue(right)


def test_the_page_asks_nothing_more_with_many_boxes(client, clerk, photo):
    client.force_login(clerk)
    client.get(address(photo))
    with CaptureQueriesContext(connection) as few:
        client.get(address(photo))
    drawn = [Region(n * 20, 0, 10, 10) for n in range(40)]
    photo_actions.redact_photo(photo.report, photo=photo, regions=drawn, turned=0, user=clerk)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address(photo)).status_code == 200
    assert len(many) == len(few)


def test_the_original_is_shown_turned_to_staff_and_the_look_is_noted_once_a_day(
    client, press, photo, clerk
):
    press(photo, "left")
    url = reverse("wagtail_anliegen_reports:photo", args=[photo.report_id, photo.pk])
    for _time in range(2):
        response = client.get(url)
    image = Image.open(io.BytesIO(response.content))
    assert image.size == (120, 160)
    assert not image.getexif()
    look = Look.objects.get()
    assert (look.user, look.what) == (clerk, Look.What.ORIGINAL)


def test_a_box_that_is_taken_away_shows_what_was_below_it_again(press, photo):
    press(photo, "save", LEFT_HALF)
    press(photo, "save", LEFT_HALF, **{"boxes-0-DELETE": "on"})
    photo.refresh_from_db()
    assert photo.boxes == []
    assert is_red(colours(photo.display)[0])


def test_what_a_detector_found_keeps_its_name_until_a_person_moves_it(press, photo, clerk):
    found = Region(100, 100, 200, 100, kind="face", source="yunet", score=0.7)
    photo_actions.redact_photo(photo.report, photo=photo, regions=[found], turned=0, user=clerk)
    same, moved = (10, 10, 20, 10, "face"), (12, 10, 20, 10, "face")
    press(photo, "save", same, LEFT_HALF)
    photo.refresh_from_db()
    assert photo.boxes == [found, Region(0, 0, 500, 1000, kind="plate")]
    press(photo, "save", moved)
    photo.refresh_from_db()
    assert photo.boxes == [Region(120, 100, 200, 100, kind="face")]


def test_a_box_ends_at_the_edge(press, photo):
    press(photo, "save", (90, 90, 50, 50, "other"))
    photo.refresh_from_db()
    assert photo.boxes == [Region(900, 900, 100, 100)]


@pytest.mark.parametrize(
    "box",
    [("", 0, 5, 5, "face"), (0, 0, 0, 5, "face"), (101, 0, 5, 5, "face"), (0, 100, 5, 5, "face"),
     ("NaN", 0, 5, 5, "face"), (0, 0, 5, 5, "cat")],
)  # fmt: skip
def test_wrong_numbers_are_marked_and_nothing_is_saved_or_lost(press, photo, box):
    response = press(photo, "release", LEFT_HALF, box)
    assert response.status_code == 200
    assert response.context["boxes"].total_error_count()
    assert response.context["boxes"].forms[0]["width"].value() == "50"
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == ([], False)


def test_more_boxes_than_a_photo_can_have_are_refused(press, photo):
    response = press(photo, "save", *[(1, 1, 5, 5, "face")] * 61)
    assert response.context["boxes"].non_form_errors()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client, press, photo, clerk):
    seen = photo.stamp
    press(photo, "save", LEFT_HALF)
    response = press(photo, "release", (60, 60, 10, 10, "face"), seen=seen)
    assert response.context["problem"]
    assert response.context["boxes"].forms[0]["x"].value() == "60"
    photo.refresh_from_db()
    assert (len(photo.boxes), photo.boxes[0].kind, photo.is_released) == (1, "plate", False)


def test_an_original_that_cannot_be_read_is_said_and_changes_nothing(press, photo):
    photo.original.storage.delete(photo.original.name)
    response = press(photo, "release", LEFT_HALF)
    assert response.status_code == 200
    assert response.context["problem"]
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == ([], False)
    assert photo.display.storage.exists(photo.display.name)


def test_a_photo_without_boxes_is_released_without_being_written_again(press, photo):
    before = photo.display.name
    press(photo, "release")
    photo.refresh_from_db()
    assert photo.is_released
    assert photo.display.name == before


def test_covering_and_releasing_are_in_the_history_without_a_picture(press, photo, clerk):
    press(photo, "release", LEFT_HALF)
    entries = ReportLogEntry.objects.filter(report=photo.report, user=clerk)
    actions = set(entries.values_list("action", flat=True))
    assert {"anliegen.redact", "anliegen.photo"} <= actions
    data = entries.get(action="anliegen.redact").data
    assert data == {"photo": str(photo.uuid), "boxes": 1, "turned": 0}


def test_a_photo_is_found_at_its_own_report_only(client, clerk, photo):
    other = make_report()
    client.force_login(clerk)
    url = reverse("wagtail_anliegen_reports:check_photo", args=[other.pk, photo.pk])
    assert client.get(url).status_code == 404


def test_who_may_not_release_reports_neither_covers_nor_sees_the_page(client, press, photo):
    reader = UserFactory()
    assert press(photo, "save", LEFT_HALF, user=reader).status_code in {302, 404}
    photo.refresh_from_db()
    assert photo.boxes == []


def test_an_unknown_button_is_not_there(press, photo):
    assert press(photo, "burn").status_code == 404
