"""The documents are read on a desk and on a phone, and the printed page without barriers too."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import CategoryFactory, CategoryQuestionFactory, UserFactory, default_site
from tests.maintaining import RULES, faults, page_of
from wagtail_anliegen.privacy.documents.drawing_up import KINDS
from wagtail_anliegen.privacy.models import RetentionRule, What


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_document_is_opened_read_and_taken_along(browser_context, width):
    from axe_playwright_python.sync_playwright import Axe

    call_command("setup_anliegen", verbosity=0)
    site = default_site()
    category = CategoryFactory(name="Donaudampfschifffahrtsgesellschaftskapitänswege")
    CategoryQuestionFactory(category=category, label="Wie tief ist das Loch ungefähr?")
    rules = RetentionRule.objects.filter(site=site, what=What.CONTACT)
    rules.update(days=90, is_active=True)
    user = UserFactory(is_superuser=True, is_staff=True)
    page = page_of(user, browser_context, viewport={"width": width, "height": 900})
    page.goto(reverse("wagtail_anliegen_documents:index"))
    assert faults(page) == []
    assert page.locator(".anliegen-document-card").count() == len(KINDS)
    for name in KINDS:
        page.goto(reverse("wagtail_anliegen_documents:document", args=[site.pk, name]))
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width + 1
        with page.expect_download() as download:
            page.locator(f'a[href$="/{name}.html"]').click()
        taken = Path(download.value.path()).read_text()
        printed = page.context.new_page()
        printed.set_viewport_size({"width": width, "height": 900})
        printed.set_content(taken)
        assert Axe().run(printed, options=RULES).response["violations"] == []
        assert printed.evaluate("document.documentElement.scrollWidth") <= width + 1
        printed.close()
