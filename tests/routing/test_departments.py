"""Who may decide whose reports a department sees."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.management.commands.setup_anliegen import ROLES
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db


def send(client, department, **data):
    """Fill in the form of a department, or of a new one (None)."""
    name, args = ("edit", [department.pk]) if department else ("add", [])
    url = reverse(f"wagtail_anliegen_departments:{name}", args=args)
    return client.post(url, {"mail_frequency": "at_once", **data})


@pytest.fixture
def own():
    return DepartmentFactory(name="Eigenes")


@pytest.fixture
def editor(client, own):
    """Somebody who reads the reports of one department and maintains them all."""
    user = member_of(own, role="reader")
    user.user_permissions.add(*Permission.objects.filter(codename__in=ROLES["editor"]))
    client.force_login(user)
    return user


@pytest.mark.parametrize("wish", ["group", "parent"])
def test_an_editor_does_not_give_himself_the_reports_of_another_department(
    client, editor, own, wish
):
    other = central_inbox()
    make_report()
    data = {"name": "Umbenannt", "group": other.group_id, "is_central": "on"}
    values = {"group": own.group_id, "parent": own.pk}
    send(client, other, **{**data, wish: values[wish]})
    other.refresh_from_db()
    assert other.name == "Umbenannt"
    assert not Report.objects.visible_to(editor).exists()


def test_an_editor_does_not_make_his_department_the_central_inbox(client, editor, own):
    send(client, own, name=own.name, is_central="on")
    own.refresh_from_db()
    assert not own.is_central


def test_an_editor_gives_a_new_department_a_new_group_and_a_place_in_the_tree(client, editor, own):
    send(client, None, name="Neu", parent=own.pk, group=own.group_id)
    made = Department.objects.get(name="Neu")
    assert made.parent == own
    assert made.group != own.group


def test_whoever_may_change_groups_changes_the_group_and_the_place_in_the_tree(client, editor, own):
    editor.user_permissions.add(Permission.objects.get(codename="change_group"))
    other = DepartmentFactory()
    send(client, other, name=other.name, group=own.group_id, parent=own.pk)
    other.refresh_from_db()
    assert (other.group, other.parent) == (own.group, own)
