"""A photo before everybody sees it: covered, turned, released; and what the original does then."""

import errno
import io

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.factories import DepartmentFactory, make_public_report, make_report, member_of
from wagtail_anliegen.casework import participation, photo_actions
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.photos.store import PhotoChanged, store_photo
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


def boxes(*drawn) -> dict:
    data = {"boxes-TOTAL_FORMS": len(drawn), "boxes-INITIAL_FORMS": 0}
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


def test_after_the_last_photo_an_earlier_one_that_waits_is_the_next(press, photo, report):
    assert press(report.photos.last(), "release").url == address(photo)


def test_a_released_photo_is_withdrawn_whatever_the_boxes_say(press, photo):
    press(photo, "release")
    response = press(photo, "withdraw", ("x", "", 1, 1, "face"))
    assert response.context["boxes"].total_error_count()
    photo.refresh_from_db()
    assert not photo.is_released


def test_what_was_drawn_before_a_photo_is_withdrawn_is_kept(press, photo):
    press(photo, "release")
    press(photo, "withdraw", LEFT_HALF)
    photo.refresh_from_db()
    assert not photo.is_released
    assert not is_red(colours(photo.display)[0])


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


RIGHT = (60, 60, 10, 10, "face")


def test_what_somebody_else_covered_meanwhile_stands_beside_ones_own(press, photo):
    seen = photo.stamp
    press(photo, "save", LEFT_HALF)
    response = press(photo, "release", RIGHT, seen=seen)
    assert response.context["problem"]
    shown = [form["x"].value() for form in response.context["boxes"].initial_forms]
    assert shown == [0, 60]
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == ([Region(0, 0, 500, 1000, kind="plate")], False)


def test_boxes_that_were_drawn_before_somebody_turned_the_photo_turn_with_it(press, photo):
    seen = photo.stamp
    press(photo, "right")
    response = press(photo, "save", LEFT_HALF, seen=seen, turned="0")
    (form,) = response.context["boxes"].initial_forms
    assert [form[name].value() for name in ("x", "y", "width", "height")] == [0, 0, 100, 50]


def test_a_picture_that_changed_after_the_last_look_is_not_released(press, photo, clerk):
    seen = photo.stamp
    press(photo, "save", LEFT_HALF)
    same = Photo.objects.get(pk=photo.pk)
    with pytest.raises(PhotoChanged):
        photo_actions.redact_photo(
            same.report, photo=same, regions=[], turned=0, user=clerk, seen=seen, release=True
        )
    photo.refresh_from_db()
    assert (len(photo.boxes), photo.is_released) == (1, False)


def test_two_clicks_are_one(press, photo, report):
    seen = photo.stamp
    first = press(photo, "release", LEFT_HALF)
    assert press(photo, "release", LEFT_HALF, seen=seen).status_code == first.status_code == 302
    entries = ReportLogEntry.objects.filter(report=report)
    assert entries.filter(action__in=["anliegen.redact", "anliegen.photo"]).count() == 2


def test_a_box_may_be_as_small_as_a_thousandth_also_at_the_edge(press, photo):
    press(photo, "save", (99.9, 0, 5, 0.1, "face"))
    press(photo, "release", (99.9, 0, 0.1, 0.1, "face"))
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == ([Region(999, 0, 1, 1, kind="face")], True)


def test_a_new_picture_that_cannot_be_written_changes_nothing(press, photo, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        response = press(photo, "release", LEFT_HALF)
    assert response.context["problem"]
    photo.refresh_from_db()
    assert (photo.boxes, photo.is_released) == ([], False)
    assert is_red(colours(photo.display)[0])


def test_an_old_picture_that_cannot_be_removed_does_not_stop_anything(
    press, photo, monkeypatch, django_capture_on_commit_callbacks
):
    def held(*args):
        raise PermissionError

    monkeypatch.setattr(FileSystemStorage, "delete", held)
    with django_capture_on_commit_callbacks(execute=True):
        assert press(photo, "release", LEFT_HALF).status_code == 302
    photo.refresh_from_db()
    assert (len(photo.boxes), photo.is_released) == (1, True)


def test_a_missing_original_is_not_found_and_nobody_has_looked_at_it(client, press, photo):
    press(photo, "right")
    photo.original.storage.delete(photo.original.name)
    url = reverse("wagtail_anliegen_reports:photo", args=[photo.report_id, photo.pk])
    assert client.get(url).status_code == 404
    assert not Look.objects.filter(what=Look.What.ORIGINAL).exists()


def test_a_form_that_lost_boxes_on_its_way_takes_none_away(press, photo):
    press(photo, "save", LEFT_HALF)
    data = {"boxes-TOTAL_FORMS": 0, "boxes-INITIAL_FORMS": 1}
    assert press(photo, "save", **data).context["boxes"].non_form_errors()
    photo.refresh_from_db()
    assert len(photo.boxes) == 1


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


def test_only_who_releases_the_report_sees_the_page(client, photo, report):
    asked = DepartmentFactory()
    participation.involve(report, department=asked, question="?", user=None)
    reader, colleague = member_of(report.department, role="reader"), member_of(asked)
    home = reverse("wagtailadmin_home")
    for user in (reader, colleague):
        client.force_login(user)
        case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
        assert client.get(case).status_code == 200
        for response in (client.get(address(photo)), client.post(address(photo), {})):
            assert (response.status_code, response.url) == (302, home)


def test_an_unknown_button_is_not_there(press, photo):
    assert press(photo, "burn").status_code == 404
