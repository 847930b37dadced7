"""The process is data, and nothing gets around it."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from tests.factories import (
    StatusWordingFactory,
    UserFactory,
    days_ahead,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import (
    CLOSED,
    OPEN,
    PROCESS,
    TRANSITIONS,
    IllegalTransition,
    Missing,
    Need,
    Status,
)


pytestmark = pytest.mark.django_db
EVERYTHING = {
    "forwarded_to": "Netzbetrieb",
    "expected_on": days_ahead(3),
    "rejection_reason": "other",
}


def brought_to(status) -> Report:
    """A report in this state, however it came there."""
    report = make_report()
    Report.objects.filter(pk=report.pk).update(status=status)
    return Report.objects.get(pk=report.pk)


def test_every_state_can_be_left_and_every_closed_one_reopened():
    for code in Status:
        assert TRANSITIONS[code]
        assert code not in TRANSITIONS[code]
    for code in CLOSED:
        assert TRANSITIONS[code] & OPEN


def test_everything_but_the_beginning_can_be_reached():
    reached = {after for before in Status for after in TRANSITIONS[before] if before in OPEN}
    assert reached == set(Status) - {Status.RECEIVED}


def test_what_a_state_needs_are_fields_of_the_report():
    for need in set(Need.values) - {Need.TEXT}:
        Report._meta.get_field(need)


@pytest.mark.parametrize("before", Status)
def test_saving_a_report_moves_it_along_the_process_only(before):
    user = UserFactory()
    for after in set(Status) - {before}:
        report = brought_to(before)
        leading = make_report()
        for name, value in EVERYTHING.items():
            setattr(report, name, value)
        report.handler, report.status = user, after
        report.leading_report = leading if after == Status.DUPLICATE else None
        if after in TRANSITIONS[before]:
            report.save()
            assert Report.objects.get(pk=report.pk).status == after
        else:
            with pytest.raises(IllegalTransition):
                report.save()


@pytest.mark.parametrize(
    ("status", "need"),
    [(code, need) for code, need in product(Status, Need) if need in PROCESS[code].needs],
)
def test_no_state_is_entered_without_what_it_needs(status, need):
    report = make_report()
    clerk = member_of(report.department)
    facts = {name: value for name, value in EVERYTHING.items() if name != need}
    text = "" if need == Need.TEXT else "Ein Text."
    if need == Need.REJECTION_REASON:
        return  # without one it is “another reason, see the text”
    if status == Status.DUPLICATE and need == Need.TEXT:
        return  # merging writes it, see test_merging
    if need == Need.HANDLER:
        report.status = status
        with pytest.raises(Missing):
            report.save()
        return
    with pytest.raises(Missing) as missing:
        actions.change_status(report, status=status, text=text, user=clerk, **facts)
    assert missing.value.need == need
    assert Report.objects.get(pk=report.pk).status == Status.RECEIVED


def test_whoever_begins_to_work_on_it_handles_it():
    report = make_report()
    clerk = member_of(report.department)
    actions.change_status(report, status=Status.IN_PROGRESS, text="", user=clerk)
    assert report.handler == clerk


def test_nothing_can_be_said_that_no_state_asks_for():
    report = make_report()
    clerk = member_of(report.department)
    with pytest.raises(TypeError):
        actions.change_status(report, status="in_review", text="", user=clerk, live=True)


def test_citizens_read_the_words_of_their_editors(client):
    report = make_public_report()
    StatusWordingFactory(
        status="received", words="Ist angekommen", explanation="Wir lesen es bis Freitag."
    )
    assert "Ist angekommen" in client.get(report.get_absolute_url()).content.decode()
    own = client.get(report.secret_path).content.decode()
    assert "Ist angekommen" in own
    assert "Wir lesen es bis Freitag." in own


def test_words_in_one_language_leave_the_others_alone():
    report = make_public_report()
    StatusWordingFactory(status="received", language="de", words="Ist angekommen")
    assert report.look.words == "Ist angekommen"
    with override("en"):
        assert report.look.words == "Received"


def test_citizens_read_who_has_it_now_and_for_when_it_is_planned(client):
    report = make_public_report()
    clerk = member_of(report.department)
    facts = {"forwarded_to": "Netzbetrieb Nord", "text": "Bitte warten."}
    actions.change_status(report, status="forwarded", user=clerk, **facts)
    for address in (report.get_absolute_url(), report.secret_path):
        assert "Netzbetrieb Nord" in client.get(address).content.decode()
    day = days_ahead(12)
    actions.change_status(report, status="planned", text="", user=clerk, expected_on=day)
    for address in (report.get_absolute_url(), report.secret_path):
        page = client.get(address).content.decode()
        assert date_format(day) in page
        assert "Netzbetrieb Nord" not in page


def test_the_page_draws_every_state_and_every_transition(client):
    report = make_report()
    client.force_login(member_of(report.department))
    page = client.get(reverse("wagtail_anliegen_reports:process")).content.decode()
    for code in Status:
        assert str(Status(code).label) in page
        assert str(PROCESS[code].look.words) in page
    assert page.count("✓</span><span") == sum(len(then) for then in TRANSITIONS.values())
