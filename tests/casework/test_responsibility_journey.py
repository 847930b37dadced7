"""Assigning, following up and refusing with the keyboard alone; without barriers."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.casework.test_journeys import case, fresh, open_action, reach, sideways
from tests.factories import DepartmentFactory, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.follow_ups import set_follow_up
from wagtail_anliegen.casework.participation import involve
from wagtail_anliegen.reports.followups import FollowUp


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    report = make_report(address="Lindenweg 1")
    dispatcher = member_of(report.department)
    parks = DepartmentFactory(name="Grünflächen")
    actions.forward(report, department=parks, reason="Ein Baum", user=dispatcher)
    return report


@pytest.fixture
def clerk(report):
    return member_of(report.department)


def unfold(page, verb):
    reach(page, f"document.activeElement.closest('#anliegen-{verb}') != null", at_most=120)
    page.keyboard.press("Enter")


def send(page, verb):
    reach(page, f"document.activeElement.value === '{verb}'", at_most=120)
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")


def test_a_report_is_assigned_followed_up_and_refused_with_the_keyboard(
    browser_context, report, clerk
):
    colleague = member_of(report.department)
    page = page_of(clerk, browser_context)

    page.goto(case(report))
    unfold(page, "assign")
    reach(page, "document.activeElement.name === 'assign-handler'")
    page.keyboard.type(colleague.username)
    send(page, "assign")
    assert fresh(report).handler == colleague

    page.goto(case(report))
    unfold(page, "follow_up")
    reach(page, "document.activeElement.name === 'follow_up-reason'")
    page.keyboard.type("Ist der Ast weg?")
    send(page, "follow_up")
    assert FollowUp.objects.get().person == clerk

    page.goto(case(report))
    send(page, "follow_up_done")
    assert not FollowUp.objects.open().exists()

    page.goto(case(report))
    unfold(page, "refuse")
    reach(page, "document.activeElement.name === 'refuse-reason'")
    page.keyboard.type("Der Baum steht auf Privatgrund.")
    send(page, "refuse")
    assert fresh(report).department.is_central


@pytest.mark.parametrize("width", [1280, 390])
def test_the_panels_have_no_barriers_at_any_width(browser_context, report, clerk, width):
    set_follow_up(report, due_on=timezone.localdate(), reason="Nachsehen", user=clerk)
    later = timezone.localdate() + timedelta(days=7)
    set_follow_up(report, due_on=later, reason="Noch einmal", person=clerk, user=clerk)
    involve(report, department=DepartmentFactory(), question="Eine Leitung?", user=clerk)
    page = page_of(clerk, browser_context, viewport={"width": width, "height": 900})
    page.goto(case(report))
    for verb in ("assign", "follow_up", "involve", "refuse"):
        open_action(page, verb)
    for summary in page.locator(".anliegen-follow-up__move > summary").all():
        summary.click()
    assert not faults(page)
    assert not sideways(page)
    page.goto(reverse("wagtail_anliegen_absences:add"))
    assert not faults(page)
    assert not sideways(page)
