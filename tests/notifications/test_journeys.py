"""Staff look up what became of a mail."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import central_inbox, make_report, member_of
from tests.maintaining import faults, page_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_refused_mail_is_found_read_and_sent_again(browser_context, width):
    user = member_of(central_inbox())
    for codename in ("view_outgoingmessage", "change_outgoingmessage"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    report = make_report(contact=Contact(email="buergerin@example.org"))
    OutgoingMessage.objects.update(state="failed", last_error="550 no such user")

    page = page_of(user, browser_context, viewport={"width": width, "height": 900})
    page.goto(reverse("wagtailadmin_home"))
    assert not faults(page)
    page.goto(reverse("anliegen_mails_modeladmin_index"), wait_until="networkidle")
    assert not faults(page)
    page.get_by_role("link", name=report.reference).first.click()
    expect(page.locator("main")).to_contain_text("550 no such user")
    assert not faults(page)
    page.locator("main").get_by_role("link", name="Erneut senden").click()
    assert not faults(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(".messages .success")
    assert OutgoingMessage.objects.filter(state="queued").count() == 1
