"""A fresh installation is usable, and a second city is a city of its own."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Locale, Site

from tests.factories import UserFactory, default_site, make_report, member_of
from wagtail_anliegen.categories.icons import ICONS
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db


@pytest.fixture
def other_site():
    return Site.objects.create(hostname="b.example.org", root_page=default_site().root_page)


def set_up(**options) -> None:
    call_command("setup_anliegen", verbosity=0, **options)


def names(language: str) -> list[str]:
    rows = Category.objects.filter(locale__language_code=language).order_by("sort_order")
    return list(rows.values_list("name", flat=True))


def test_a_new_site_begins_with_categories_in_its_languages():
    Locale.objects.create(language_code="en")
    set_up()
    assert len(names("de")) == len(names("en")) == 7
    assert names("en")[0] == "Roads and paths"
    assert names("en")[-1] == "Something else"
    assert all(Category.objects.values_list("description", flat=True))
    assert set(Category.objects.values_list("icon", flat=True)) <= set(ICONS)


def test_what_editors_changed_or_deleted_stays_so():
    set_up()
    first, *others = Category.objects.order_by("sort_order")
    first.name, first.is_active = "Wege", False
    first.save()
    for category in others:
        category.delete()
    set_up()
    left = Category.objects.get()
    assert (left.name, left.is_active) == ("Wege", False)


def test_a_permission_that_a_role_group_lacks_is_named_and_not_given():
    set_up()
    group = Group.objects.get(permissions__codename="handle_report")
    group.permissions.remove(Permission.objects.get(codename="publish_report"))
    out = StringIO()
    set_up(stdout=out)
    assert out.getvalue().strip() == f"Group left as it is: {group.name}, without publish_report"
    assert not group.permissions.filter(codename="publish_report").exists()


def test_a_second_run_has_nothing_to_say():
    set_up()
    out = StringIO()
    set_up(stdout=out)
    assert out.getvalue() == ""


def test_the_central_inbox_of_a_second_city_has_a_group_of_its_own(other_site):
    set_up()
    set_up(site="b.example.org")
    ours, theirs = (
        Department.objects.get(site=site, is_central=True) for site in (default_site(), other_site)
    )
    assert ours.group != theirs.group
    assert "b.example.org" in theirs.group.name
    report = make_report(site=other_site)
    assert not Report.objects.visible_to(member_of(ours)).exists()
    assert Report.objects.visible_to(member_of(theirs)).get() == report


def test_members_of_a_group_that_is_there_already_do_not_come_into_the_central_inbox():
    stranger = UserFactory()
    for name in ("Central inbox", "Zentraler Eingang"):
        stranger.groups.add(Group.objects.create(name=name))
    set_up()
    assert not Department.objects.get(is_central=True).group.user_set.exists()
