"""Wagtail's workflow asks the department of the report."""

import pytest
from django.core.management import call_command
from wagtail.models import TaskState

from tests.factories import DepartmentFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework.actions import forward
from wagtail_anliegen.moderation.review import NotReviewable, release, request_changes
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed():
    call_command("setup_anliegen", verbosity=0)


def test_nothing_is_public_before_a_person_released_it():
    report = make_report()
    assert report.workflow_in_progress
    assert not Report.objects.public().exists()
    release(report, user=member_of(report.department))
    assert Report.objects.public().get() == report


def test_the_editors_words_are_public_and_the_citizens_stay():
    report = make_report(description="Ruft mich an: 0123 456789")
    released = release(report, user=member_of(report.department), public_text="Bitte anrufen.")
    assert released.public_text == "Bitte anrufen."
    assert released.description == "Ruft mich an: 0123 456789"


def test_releasing_does_not_undo_a_reroute():
    report, other = make_report(), DepartmentFactory()
    dispatcher = member_of(report.department)
    forward(report, department=other, reason="Dort richtig", user=dispatcher)
    released = release(report, user=member_of(other))
    assert released.live
    assert released.department == other


def test_another_department_may_not_review():
    report = make_report()
    stranger = member_of(DepartmentFactory())
    with pytest.raises(NotReviewable):
        release(report, user=stranger)
    assert not TaskState.objects.reviewable_by(stranger).exists()


def test_the_review_follows_the_report_to_its_new_department():
    report, other = make_report(), DepartmentFactory()
    forward(report, department=other, reason="", user=member_of(report.department))
    assert TaskState.objects.reviewable_by(member_of(other)).count() == 1


def test_a_category_that_is_never_public_stays_hidden_when_released():
    report = make_report()
    Report.objects.filter(pk=report.pk).update(publishable=False)
    release(report, user=member_of(report.department))
    assert not Report.objects.public().exists()


def test_changes_can_be_asked_for():
    report = make_report()
    request_changes(report, user=member_of(report.department), comment="Name im Text")
    assert not report.workflow_in_progress


def test_the_log_is_only_for_those_who_may_see_the_report():
    report = make_report()
    assert ReportLogEntry.objects.viewable_by_user(member_of(central_inbox())).exists()
    assert not ReportLogEntry.objects.viewable_by_user(member_of(DepartmentFactory())).exists()
    assert "Hier liegt" not in ReportLogEntry.objects.filter(report=report).first().label
