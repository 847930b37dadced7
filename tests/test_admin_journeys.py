"""Every page that we add to the admin: nobody is shut out, on a desk or on a phone."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.authorisation.addresses import walk
from tests.factories import UserFactory, default_site, make_report
from tests.maintaining import faults, page_of
from wagtail_anliegen.setup.test_mode import start_test_mode


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def screens(user) -> list[str]:
    """Whole pages among our addresses that name no object."""
    client = Client()
    client.force_login(user)
    names = {
        name for name, _arguments in walk() if name.startswith(("wagtail_anliegen", "anliegen"))
    }
    found = []
    for name in sorted(names):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        response = client.get(url)
        if url.startswith("/admin/") and b"<main" in getattr(response, "content", b""):
            found.append(url)
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_ours_has_barriers_or_scrolls_sideways(browser_context, width):
    call_command("setup_anliegen", verbosity=0)
    make_report(address="Donaudampfschifffahrtsgesellschaftskapitänsweg 1")
    start_test_mode(default_site(), address="probe@example.org")
    user = UserFactory(is_superuser=True, is_staff=True)
    urls = screens(user)
    assert len(urls) > 20
    page = page_of(user, browser_context, viewport={"width": width, "height": 900})
    found = {}
    for url in urls:
        page.goto(url, wait_until="load")
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        found[url] = [*faults(page), *([f"{wide} px too wide"] if wide > 1 else [])]
    assert not {url: problems for url, problems in found.items() if problems}
