"""With several cities in one installation, each choice says whose it is."""

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


pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def _things():
    for make in (CategoryFactory, DepartmentFactory, DistrictFactory):
        make(name="Gleich")


@pytest.fixture
def other_site():
    root = default_site().root_page
    site = Site.objects.create(hostname="b.example.org", site_name="Stadt B", root_page=root)
    for make in (CategoryFactory, DepartmentFactory, DistrictFactory):
        make(name="Gleich", site=site)
    return site


def labels(form, field) -> set[str]:
    return {str(label).strip() for value, label in form.fields[field].choices if value}


FORMS = [
    ("wagtail_anliegen_rules:add", "form", ["category", "district", "department"]),
    ("wagtail_anliegen_rules:dry_run", "form", ["category"]),
    ("wagtail_anliegen_departments:add", "form", ["parent"]),
    ("wagtail_anliegen_categories:add", "form", ["parent"]),
]


@pytest.mark.parametrize(("address", "form", "fields"), FORMS)
def test_with_two_sites_each_choice_names_its_own(admin, other_site, address, form, fields):
    shown = admin.get(reverse(address)).context[form]
    for field in fields:
        assert labels(shown, field) == {"Gleich (localhost)", "Gleich (Stadt B)"}


@pytest.mark.parametrize(("address", "form", "fields"), FORMS)
def test_with_one_site_no_choice_names_it(admin, address, form, fields):
    shown = admin.get(reverse(address)).context[form]
    for field in fields:
        assert labels(shown, field) == {"Gleich"}


@pytest.mark.parametrize(
    "address", ["wagtail_anliegen_rules:index", "wagtail_anliegen_reports:list"]
)
def test_with_two_sites_the_choices_of_filters_name_theirs(admin, other_site, address):
    filters = admin.get(reverse(address)).context["filters"]
    for field in ("category", "district", "department"):
        assert labels(filters.form, field) == {"Gleich (localhost)", "Gleich (Stadt B)"}


def test_the_form_of_a_thing_offers_its_own_site_only(admin, other_site):
    rule = RoutingRuleFactory(site=other_site, department__site=other_site)
    form = admin.get(reverse("wagtail_anliegen_rules:edit", args=[rule.pk])).context["form"]
    assert labels(form, "category") == {"Gleich"}
