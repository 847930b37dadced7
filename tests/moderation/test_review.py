"""Wagtail's workflow asks the department of the report."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, WorkflowTask

from tests.factories import (
    DepartmentFactory,
    GroupFactory,
    central_inbox,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.actions import change_status, forward
from wagtail_anliegen.moderation.review import (
    NotReviewable,
    end_review,
    release,
    request_changes,
    waiting_step,
    withdraw,
)
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


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


# --- four eyes --------------------------------------------------------------


@pytest.fixture
def press():
    """Somebody of the press office, whose step comes after the department's."""
    office = GroupFactory()
    task = GroupApprovalTask.objects.create(name="Pressestelle")
    task.groups.add(office)
    WorkflowTask.objects.create(workflow=Report.get_default_workflow(), task=task, sort_order=1)
    user = member_of(central_inbox())
    user.groups.add(office)
    return user


def clerk_of(report):
    """Somebody of the department, who is not of the press office."""
    return member_of(report.department)


def public_text() -> str:
    return Report.objects.public().get().public_text


def test_with_a_second_step_nothing_is_public_before_both_released(press):
    report = make_report()
    release(report, user=clerk_of(report))
    assert not Report.objects.public().exists()
    with pytest.raises(NotReviewable):
        release(report, user=clerk_of(report))
    release(report, user=press)
    assert Report.objects.public().get() == report


def test_a_text_that_one_department_changes_later_goes_through_every_step_again(press):
    report = make_report()
    release(report, user=clerk_of(report), public_text="Beide")
    release(report, user=press)
    release(report, user=clerk_of(report), public_text="Einer allein")
    assert public_text() == "Beide"
    release(report, user=press)
    assert public_text() == "Einer allein"


def test_what_was_rejected_and_opened_again_goes_through_every_step_again(press):
    report = make_report()
    clerk = clerk_of(report)
    release(report, user=clerk)
    change_status(report, status=Status.REJECTED, text="Nein.", user=clerk)
    change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    release(report, user=clerk, public_text="Nie gesehen")
    assert not Report.objects.public().exists()
    release(report, user=press)
    assert public_text() == "Nie gesehen"


def test_what_was_withdrawn_goes_through_every_step_again(press):
    report = make_report()
    clerk = clerk_of(report)
    release(report, user=clerk)
    release(report, user=press)
    withdraw(report, user=clerk)
    release(report, user=clerk)
    assert not Report.objects.public().exists()
    release(report, user=press)
    assert Report.objects.public().exists()


def test_after_a_request_for_changes_by_the_second_step_the_first_can_hand_it_in_again(press):
    report = make_report()
    clerk = clerk_of(report)
    release(report, user=clerk, public_text="Zu lang")
    request_changes(report, user=press, comment="Kürzer")
    release(report, user=clerk, public_text="Kurz")
    assert not Report.objects.public().exists()
    release(report, user=press)
    assert public_text() == "Kurz"


def test_a_review_whose_first_step_is_for_others_begins_and_waits_for_them(press):
    report = make_report()
    end_review(report, user=press)
    WorkflowTask.objects.exclude(task__name="Pressestelle").delete()
    release(report, user=clerk_of(report))
    assert waiting_step(report) == "Pressestelle"
    assert not Report.objects.public().exists()


def test_a_workflow_without_a_step_publishes_nothing_by_itself():
    WorkflowTask.objects.all().delete()
    report = make_report()
    assert not Report.objects.public().exists()
    release(report, user=clerk_of(report))
    assert Report.objects.public().get() == report


def test_the_next_reader_of_the_case_sees_the_text_that_waits(client, press):
    report = make_report()
    release(report, user=clerk_of(report), public_text="Erste")
    release(report, user=press)
    release(report, user=clerk_of(report), public_text="Zweite")
    client.force_login(press)
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    page = client.get(url)
    assert page.context["forms"]["release"]["public_text"].value() == "Zweite"
    data = {"action": "release", "seen": Report.objects.get().updated_at.isoformat()}
    client.post(url, {**data, "release-public_text": "Zweite"})
    assert public_text() == "Zweite"


def test_whoever_released_one_of_two_steps_reads_what_it_waits_for(client, press):
    report = make_report()
    client.force_login(clerk_of(report))
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    data = {"action": "release", "seen": Report.objects.get().updated_at.isoformat()}
    page = client.post(url, {**data, "release-public_text": "Loch"}, follow=True)
    assert "Pressestelle" in str(list(page.context["messages"])[0])
    assert not page.context["can_decide"]
    assert 'value="release"' not in page.content.decode()
