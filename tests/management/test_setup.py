"""A fresh installation is usable, and a second city is a city of its own."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Site

from tests.factories import UserFactory, default_site, make_report, member_of
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db


@pytest.fixture
def other_site():
    return Site.objects.create(hostname="b.example.org", root_page=default_site().root_page)


def set_up(**options) -> None:
    call_command("setup_anliegen", verbosity=0, **options)


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
