"""The entry in Wagtail's menu: as many clicks as there is to choose from."""

import json
import re

import pytest
from django.urls import reverse

from tests.factories import central_inbox, member_of


pytestmark = pytest.mark.django_db
PROPS = re.compile(r'id="wagtail-sidebar-props" type="application/json">(.*?)</script>', re.S)


def entry(client, *, role: str) -> dict:
    """What Wagtail's sidebar is told about our entry."""
    client.force_login(member_of(central_inbox(), role=role))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    modules = json.loads(PROPS.search(page)[1])["modules"]
    items = next(m for m in modules if m["_type"].endswith("MainMenuModule"))["_args"][0]
    return next(item for item in items if item["_args"][0]["name"] == "anliegen")


def test_who_has_only_the_inbox_gets_there_with_one_click(client):
    link = entry(client, role="reader")
    assert link["_type"].endswith(".LinkMenuItem")
    assert link["_args"][0]["url"] == reverse("wagtail_anliegen_reports:list")


def test_who_has_more_to_choose_from_gets_a_list(client):
    assert entry(client, role="editor")["_type"].endswith(".SubMenuItem")
