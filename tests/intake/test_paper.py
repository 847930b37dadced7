"""Blank forms and posters: what stands on them, and where they lead."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    UserFactory,
    central_inbox,
    member_of,
)
from tests.intake.walking import form_page
from tests.maintaining import faults, page_of
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.paper import form_url, in_words


pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return CategoryFactory(name="Laterne", code="laterne", hazard_notice="Kabel nie berühren!")


@pytest.fixture
def editor(category):
    return member_of(central_inbox(), role="editor")


def sheet(client, category, name="form") -> str:
    return client.get(
        reverse(f"wagtail_anliegen_paper:{name}", args=[category.pk])
    ).content.decode()


def test_a_blank_form_asks_what_the_online_form_asks(client, editor, category):
    city = AnliegenSettings.for_site(category.site)
    city.city_name, city.help_phone = "Stadt Musterstadt", "0123 456"
    city.privacy_notice = "<p>Nur dafür.</p>"
    city.save()
    CategoryQuestionFactory(
        category=category, label="Was ist kaputt?", field_type="radio", choices="Mast\nLampe"
    )
    client.force_login(editor)
    text = sheet(client, category)
    for words in ("Stadt Musterstadt", "0123 456", "Nur dafür.", "Laterne", "Was ist kaputt?"):
        assert words in text
    for words in ("Mast", "Lampe", "Kabel nie berühren!", "112", "Wo ist es?"):
        assert words in text


def test_a_form_asks_for_place_and_name_only_where_the_category_does(client, editor, category):
    Category.objects.filter(pk=category.pk).update(needs_place=False, contact="forbidden")
    client.force_login(editor)
    text = sheet(client, category)
    assert "Wo ist es?" not in text
    assert "Wie erreichen wir Sie?" not in text


def test_the_code_leads_to_the_form_with_this_category(client, editor, category):
    assert form_url(category) == ""
    client.force_login(editor)
    assert "data:image/svg" not in sheet(client, category, "poster")
    page = form_page()
    assert form_url(category) == f"{page.full_url}?category=laterne"
    poster = sheet(client, category, "poster")
    assert "data:image/svg" in poster
    assert in_words(page.full_url) in poster
    response = client.get(page.url, {"category": "laterne"})
    assert "category=laterne" in response.content.decode()


def test_a_translated_category_prints_in_its_language(client, editor, category):
    english = category.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    english.name = "Street light"
    english.save()
    client.force_login(editor)
    text = sheet(client, english)
    assert '<html lang="en">' in text
    assert "Where is it?" in text


def test_the_list_and_the_form_of_categories_lead_to_the_paper(client, editor, category):
    client.force_login(editor)
    for page in (
        reverse("wagtail_anliegen_categories:list"),
        reverse("wagtail_anliegen_categories:edit", args=[category.pk]),
    ):
        text = client.get(page).content.decode()
        for name in ("form", "poster"):
            assert reverse(f"wagtail_anliegen_paper:{name}", args=[category.pk]) in text


def test_it_is_not_for_people_who_have_nothing_to_do_with_reports(client, category):
    client.force_login(UserFactory(permissions=["access_admin"]))
    url = reverse("wagtail_anliegen_paper:form", args=[category.pk])
    assert client.get(url).status_code == 302


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_poster_is_one_page_and_a_form_has_no_barriers(browser_context, category):
    form_page()
    page = page_of(member_of(central_inbox()), browser_context)
    for name in ("form", "poster"):
        page.goto(reverse(f"wagtail_anliegen_paper:{name}", args=[category.pk]))
        assert faults(page) == []
        page.emulate_media(media="print")
        expect(page.locator(".paper-hint")).to_be_hidden()
        assert b"/Count 1" in page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="screen")
