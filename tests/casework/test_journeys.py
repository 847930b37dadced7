"""A morning at the desk: check, release, answer, forward; by mouse and by keyboard."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import DepartmentFactory, DistrictFactory, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(photo_bytes):
    call_command("setup_anliegen", verbosity=0)
    DistrictFactory()
    photo = store_photo(photo_bytes())
    return make_report(
        description="Die Laterne ist aus. Ruft mich an: 0123 456789",
        address="Lindenweg 1",
        latitude=51.65,
        longitude=7.85,
        contact=Contact(name="Kim Muster", email="kim@example.org"),
        photos=[photo.pk],
        language="de",
    )


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def press(page, verb):
    with page.expect_navigation():
        page.locator(f'button[name="action"][value="{verb}"]').last.click()


def open_action(page, verb):
    page.locator(f"#anliegen-{verb} > summary").click()


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_an_editor_releases_answers_and_forwards_and_the_citizen_is_told(
    browser_context, report, clerk
):
    other = DepartmentFactory(name="Stadtwerke")
    page = page_of(clerk, browser_context)
    page.goto(reverse("wagtailadmin_home"))
    page.locator(".anliegen-summary__link").first.click()
    page.get_by_role("link", name=report.reference).click()

    page.fill("[name=release-public_text]", "Die Laterne ist aus.")
    press(page, "release_accept")
    expect(page.locator(".messages .success")).to_be_visible()
    assert fresh(report).is_public
    assert fresh(report).public_text == "Die Laterne ist aus."

    page.goto(case(report))  # the folder had no other, and says so
    page.get_by_role("link", name="Prüfen und freigeben").click()
    press(page, "release")
    assert fresh(report).photos.get().is_released

    open_action(page, "answer")
    page.fill("[name=answer-text]", "Wir sehen morgen nach.")
    press(page, "answer")

    open_action(page, "forward")
    page.select_option("[name=forward-department]", label="Stadtwerke")
    page.fill("[name=forward-reason]", "Das ist deren Laterne.")
    press(page, "forward")
    assert fresh(report).department == other
    expect(page.locator(".anliegen-timeline")).to_contain_text("Das ist deren Laterne.")

    told = OutgoingMessage.objects.filter(recipient="kim@example.org", kind="status")
    assert told.filter(body__contains="Wir sehen morgen nach.").count() == 1
    assert OutgoingMessage.objects.filter(recipient=other.email, kind="notice").count() == 1


def test_a_missing_text_is_shown_where_it_is_missing_and_has_the_focus(
    browser_context, report, clerk
):
    page = page_of(clerk, browser_context)
    page.goto(case(report))
    open_action(page, "status")
    page.select_option("[name=status-status]", Status.RESOLVED)
    press(page, "status")
    expect(page.locator("#anliegen-status .error-message")).to_be_visible()
    expect(page.locator("[name=status-text]")).to_be_focused()
    assert not faults(page)


def test_a_report_is_released_and_accepted_with_the_keyboard_alone(browser_context, report, clerk):
    page = page_of(clerk, browser_context)
    page.goto(reverse("wagtail_anliegen_reports:list"))
    page.keyboard.press("Tab")
    reach(page, f"document.activeElement.textContent.includes('{report.reference}')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{case(report)}**")
    reach(page, "document.activeElement.name === 'release-public_text'")
    reach(page, "document.activeElement.value === 'release_accept'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")
    assert fresh(report).handler == clerk


def reach(page, condition, at_most=60):
    for _turn in range(at_most):
        if page.evaluate(condition):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get there: {condition}")


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_inbox_and_case_have_no_barriers_at_any_width(browser_context, report, clerk, width):
    page = page_of(clerk, browser_context, viewport={"width": width, "height": 900})
    page.goto(reverse("wagtail_anliegen_reports:list"))
    assert not faults(page)
    assert not sideways(page)
    page.goto(case(report))
    page.wait_for_selector(".leaflet-marker-icon")
    assert not faults(page)
    assert not sideways(page)
    for action in page.locator("main details.anliegen-action").all():
        action.locator("> summary").click()
    assert not faults(page)
    assert not sideways(page)


def sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


def test_the_inbox_filters_without_loading_the_page_anew(browser_context, report, clerk):
    done = make_report(description="Etwas anderes")
    page = page_of(clerk, browser_context)
    page.goto(reverse("wagtail_anliegen_reports:list"))
    expect(page.get_by_role("link", name=done.reference)).to_be_visible()
    page.fill("[name=q]", "laterne")
    page.get_by_role("link", name=done.reference).wait_for(state="detached")
    expect(page.get_by_role("link", name=report.reference)).to_be_visible()
