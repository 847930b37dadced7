"""An editor makes a category with a question, in the browser."""

import pytest
from django.urls import reverse

from tests.factories import CategoryFactory
from tests.maintaining import editor_page, faults
from wagtail_anliegen.categories.models import Category


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_category_is_made_with_a_question_that_stops(browser_context):
    above = CategoryFactory(name="Straßen")
    page = editor_page(browser_context)
    page.goto(reverse("wagtail_anliegen_categories:list"))
    assert not faults(page)
    page.goto(reverse("wagtail_anliegen_categories:add"))
    assert not faults(page)
    page.fill("[name=name]", "Schlagloch")
    page.select_option("[name=parent]", str(above.pk))
    page.select_option("[name=icon]", "road")
    page.get_by_role("tab").nth(1).click()
    page.click("#id_questions-ADD")
    page.fill("[name=questions-0-label]", "Ist jemand verletzt?")
    page.select_option("[name=questions-0-field_type]", "dropdown")
    page.fill("[name=questions-0-choices]", "ja\nnein")
    page.fill("[name=questions-0-stop_answer]", "ja")
    page.fill("[name=questions-0-stop_text]", "Bitte rufen Sie 112.")
    assert not faults(page)
    page.click("main footer button[type=submit]")
    page.wait_for_url(f"**{reverse('wagtail_anliegen_categories:list')}?locale=de")
    page.get_by_text("Schlagloch").first.wait_for()
    category = Category.objects.get(code="schlagloch")
    assert (category.parent, category.icon) == (above, "road")
    assert category.questions.get().stop_answer == "ja"
