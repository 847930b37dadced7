"""Editors see the form and the map in Wagtail's preview before anybody else does."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from tests.factories import UserFactory, default_site
from tests.intake.walking import text
from wagtail_anliegen.contrib.pages.models import ReportFormPage, ReportMapPage


pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("model", [ReportFormPage, ReportMapPage])
def test_a_draft_of_a_page_can_be_looked_at(editor, model):
    page = model(title="Nur ein Entwurf", slug="entwurf", live=False)
    default_site().root_page.add_child(instance=page)
    shown = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert shown.status_code == 200
    assert "Nur ein Entwurf" in text(shown)


@pytest.mark.parametrize("model", [ReportFormPage, ReportMapPage])
def test_a_page_can_be_looked_at_before_it_is_saved(editor, model):
    url = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["wagtail_anliegen_pages", model._meta.model_name, default_site().root_page.pk],
    )
    data = {
        "title": "Noch nicht gespeichert",
        "slug": "neu",
        "intro": rich_text("<p>Sagen Sie es uns.</p>"),
        "thanks": rich_text(""),
    }
    assert editor.post(url, nested_form_data(data)).json()["is_valid"]
    shown = editor.get(url, {"mode": ""})
    assert shown.status_code == 200
    assert "Sagen Sie es uns." in text(shown)
