"""What a rule names is not deleted behind its back."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    UserFactory,
    default_site,
)
from wagtail_anliegen.management.commands.setup_anliegen import ROLES
from wagtail_anliegen.routing.models import RoutingRule


pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(permissions=["access_admin", *ROLES["editor"]]))
    return client


@pytest.mark.parametrize(
    ("viewset", "name"),
    [
        ("wagtail_anliegen_categories", "category"),
        ("wagtail_anliegen_districts", "district"),
        ("wagtail_anliegen_departments", "department"),
    ],
)
def test_what_a_rule_names_is_not_deleted_and_the_rule_stays(editor, viewset, name):
    rule = RoutingRuleFactory(
        category=CategoryFactory(), district=DistrictFactory(), department=DepartmentFactory()
    )
    named = getattr(rule, name)
    response = editor.post(reverse(f"{viewset}:delete", args=[named.pk]), follow=True)
    assert type(named).objects.filter(pk=named.pk).exists()
    assert RoutingRule.objects.get() == rule
    assert str(named) in str(list(response.context["messages"])[0])
    rule.delete()
    editor.post(reverse(f"{viewset}:delete", args=[named.pk]))
    assert not type(named).objects.filter(pk=named.pk).exists()


def test_a_site_without_reports_can_go_with_its_rules():
    other = Site.objects.create(hostname="zwei.example.org", root_page=default_site().root_page)
    RoutingRuleFactory(
        site=other,
        category=CategoryFactory(site=other),
        district=DistrictFactory(site=other),
        department=DepartmentFactory(site=other),
    )
    other.delete()
    assert not RoutingRule.objects.exists()
