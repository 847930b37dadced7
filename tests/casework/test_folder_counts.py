"""A folder's count is of what lies in it, for whoever asks and at the time of asking."""

from datetime import timedelta

import pytest
from django import forms
from django.core.management import call_command
from django.utils import timezone, translation

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework import actions, filter_choices
from wagtail_anliegen.casework.folders import FOLDERS, counted
from wagtail_anliegen.casework.participation import involve
from wagtail_anliegen.routing.absences import Absence


pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report()


@pytest.fixture
def parks(report):
    return DepartmentFactory(name="Grünflächen")


def again(user):
    """The person of the next request."""
    return type(user).objects.get(pk=user.pk)


def counts(user) -> dict[str, int]:
    """What stands at the folders; it has to be what lies in them."""
    shown = {item["folder"].code: item["count"] for item in counted(again(user))}
    assert shown == {code: FOLDERS[code].reports(again(user)).count() for code in FOLDERS}
    return {code: count for code, count in shown.items() if count}


def test_who_leaves_a_department_is_counted_nothing_at_once(report):
    user = member_of(report.department)
    assert counts(user)["new"] == 1
    user.groups.clear()
    assert counts(user) == {}


def test_what_becomes_confidential_is_counted_to_those_who_may_know(report):
    user = member_of(report.department)
    assert counts(user)["all"] == 1
    type(report).objects.update(confidential=True)
    assert counts(user) == {}


def test_what_others_ask_a_department_is_counted_as_long_as_it_is_open(report, parks):
    user, dispatcher = member_of(parks), member_of(central_inbox())
    assert counts(user) == {}
    asked = involve(report, department=parks, question="Steht da ein Baum?", user=dispatcher)
    assert counts(user) == {"asked": 1, "all": 1}
    asked.done_at = timezone.now()
    asked.save()
    assert counts(user) == {}


def test_who_stands_in_is_counted_the_reports_of_the_other_on_that_day(report):
    away, user = member_of(report.department), member_of(report.department)
    actions.assign(report, handler=away, user=user)
    assert "mine" not in counts(user)
    today = timezone.localdate()
    absence = Absence.objects.create(user=away, substitute=user, starts_on=today, ends_on=today)
    assert counts(user)["mine"] == 1
    absence.starts_on = absence.ends_on = today - timedelta(days=1)
    absence.save()
    assert "mine" not in counts(user)


@pytest.mark.parametrize("kind", ["RadioSelect", "CheckboxSelectMultiple"])
def test_choices_that_are_drawn_once_are_the_same_as_djangos(kind):
    choices = [("", translation.gettext_lazy("All")), ("yes", translation.gettext_lazy("Yes"))]
    once, usual = (getattr(where, kind)(choices=choices) for where in (filter_choices, forms))
    for language in ("de", "en", "de"):
        for value in ([], ["yes"], []):
            with translation.override(language):
                assert once.render("x", value) == usual.render("x", value)
                assert once.render("y", value, {"id": "y"}) == usual.render("y", value, {"id": "y"})
