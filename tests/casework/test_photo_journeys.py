"""Covering a photo in the browser: by mouse, by touch, by keyboard, and with numbers alone."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.casework.test_photos import two_colours
from tests.factories import make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.store import store_photo


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BOX = ".anliegen-redaction__box:not([hidden])"
STAGE = ".anliegen-redaction__stage img"


@pytest.fixture
def photo():
    call_command("setup_anliegen", verbosity=0)
    photo = store_photo(two_colours())
    make_report(photos=[photo.pk])
    return Photo.objects.get(pk=photo.pk)


def open_page(photo, browser_context, **options):
    page = page_of(member_of(photo.report.department), browser_context, **options)
    page.goto(reverse("wagtail_anliegen_reports:check_photo", args=[photo.report_id, photo.pk]))
    page.locator(STAGE).wait_for()
    return page


def at(page, x: float, y: float) -> tuple[float, float]:
    """The place in the window of a place in the photo, both in parts of one."""
    area = page.locator(STAGE).bounding_box()
    return area["x"] + x * area["width"], area["y"] + y * area["height"]


def drag(page, start, end):
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=4)
    page.mouse.up()


def press(page, action):
    with page.expect_navigation():
        page.locator(f'main button[name="action"][value="{action}"]').last.click()


def only_box(photo) -> tuple[int, ...]:
    photo.refresh_from_db()
    (box,) = photo.boxes
    return box.x, box.y, box.width, box.height


def near(found, expected, by=15) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, expected, strict=True))


def test_by_mouse_a_box_is_drawn_moved_sized_saved_removed(browser_context, photo):
    page = open_page(photo, browser_context)
    drag(page, (0.1, 0.1), (0.4, 0.5))
    expect(page.get_by_text("Speichern Sie, um sie hier zu sehen")).to_be_visible()
    drag(page, (0.25, 0.3), (0.35, 0.4))
    drag(page, (0.5, 0.6), (0.6, 0.8))
    press(page, "save")
    assert near(only_box(photo), (200, 200, 400, 600))
    expect(page.locator(BOX)).to_have_count(1)
    page.locator(BOX).focus()
    page.keyboard.press("Delete")
    expect(page.locator(BOX)).to_have_count(0)
    press(page, "save")
    photo.refresh_from_db()
    assert photo.boxes == []


def test_a_row_that_is_emptied_takes_no_other_box_along(browser_context, photo):
    page = open_page(photo, browser_context)
    for start in (0.1, 0.4, 0.7):
        drag(page, (start, start), (start + 0.1, start + 0.1))
    page.locator(".anliegen-redaction__numbers > summary").click()
    for name in ("x", "y", "width", "height"):
        page.fill(f"[name=boxes-1-{name}]", "")
    page.fill("[name=boxes-0-x]", "400")
    press(page, "save")
    expect(page.get_by_text("Speichern Sie, um sie hier zu sehen")).to_be_visible()
    page.fill("[name=boxes-0-x]", "10")
    press(page, "save")
    photo.refresh_from_db()
    assert [round(box.x, -2) for box in photo.boxes] == [100, 700]


def test_by_keyboard_a_box_is_added_moved_sized_and_the_photo_released(browser_context, photo):
    page = open_page(photo, browser_context)
    page.get_by_role("button", name="Rechteck", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    said = page.locator("[data-anliegen-redaction-target=said]")
    expect(said).to_have_text("Rechteck 1: 38 % von links, 41 % von oben, 21 % breit, 17 % hoch")
    page.locator("main button[value=release]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert only_box(photo) == (380, 410, 210, 170)
    assert photo.is_released


def test_by_touch_a_tap_puts_a_box_and_a_finger_moves_it(browser_context, photo):
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(photo, browser_context, **options)
    page.locator(STAGE).scroll_into_view_if_needed()
    page.touchscreen.tap(*at(page, 0.3, 0.5))
    expect(page.locator(BOX)).to_have_count(1)
    slide(page, at(page, 0.3, 0.5), at(page, 0.6, 0.7))
    press(page, "save")
    assert near(only_box(photo), (540, 660, 120, 80))


def slide(page, start, end):
    """One finger, as the browser itself sends it."""
    session = page.context.new_cdp_session(page)
    send = lambda kind, points: session.send(  # noqa: E731
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
    )
    middle = tuple((one + other) / 2 for one, other in zip(start, end, strict=True))
    send("touchStart", [{"x": start[0], "y": start[1]}])
    for x, y in (middle, end):
        send("touchMove", [{"x": x, "y": y}])
    send("touchEnd", [])


def test_with_numbers_alone_and_without_a_script(browser_context, photo):
    page = open_page(photo, browser_context, java_script_enabled=False)
    page.locator(".anliegen-redaction__numbers > summary").click()
    for name, value in (("x", "10"), ("y", "20"), ("width", "30"), ("height", "40")):
        page.fill(f"[name=boxes-0-{name}]", value)
    press(page, "save")
    assert only_box(photo) == (100, 200, 300, 400)
    press(page, "right")
    assert only_box(photo) == (400, 100, 400, 300)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_has_no_barriers_with_and_without_boxes(browser_context, photo, width):
    page = open_page(photo, browser_context, viewport={"width": width, "height": 900})
    assert not faults(page)
    page.get_by_role("button", name="Rechteck", exact=True).click()
    page.locator(".anliegen-redaction__numbers > summary").click()
    assert not faults(page)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
