"""The public page of a report: everything released, nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from tests.factories import (
    CategoryFactory,
    central_inbox,
    days_ago,
    days_ahead,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.actions import add_note, change_status
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.moderation.review import release
from wagtail_anliegen.photos.store import release_photo, store_photo
from wagtail_anliegen.reports.models import Report

from .test_pages import map_page  # noqa: F401  a fixture


pytestmark = pytest.mark.django_db


def page_of(client, reference, **headers):
    return client.get(reverse("wagtail_anliegen:report", args=[reference]), headers=headers)


def status_code(client, address, **headers):
    response = client.get(address, headers=headers)
    response.getvalue()  # reading a file to its end closes it
    return response.status_code


def read(client, report):
    response = page_of(client, report.reference)
    assert response.status_code == 200
    return response.content.decode()


def test_it_tells_category_place_text_department_and_number(client):
    category = CategoryFactory(name="Schlagloch")
    report = make_public_report(
        category=category, address="Lindenweg 1", description="Sehr tief.", received_at=days_ago(2)
    )
    html = read(client, report)
    for words in ("Schlagloch", "Lindenweg 1", "Sehr tief.", report.reference):
        assert words in html
    assert report.department.name in html


def test_nothing_internal_and_nothing_of_the_person_is_on_it(client):
    report = make_public_report(
        description="CANARY-TEXT",
        location_note="CANARY-NOTE",
        contact=Contact(name="CANARY-NAME", email="canary@example.org", phone="CANARY-1"),
        answers=[{"code": "a", "question": "CANARY-QUESTION", "answer": "CANARY-ANSWER"}],
    )
    Report.objects.filter(pk=report.pk).update(public_text="Ein Loch.")
    clerk = member_of(report.department)
    add_note(report, text="CANARY-INTERNAL", user=clerk)
    Report.objects.filter(pk=report.pk).update(handler=clerk)
    html = read(client, report)
    assert "Ein Loch." in html
    assert "canary" not in html.casefold()
    assert clerk.username not in html
    assert report.secret_token not in html


def test_its_history_has_the_public_answers(client):
    report = make_public_report()
    clerk = member_of(report.department)
    change_status(
        report,
        status="planned",
        text="Wir kommen am Montag.",
        user=clerk,
        expected_on=days_ahead(1),
    )
    html = read(client, report)
    assert "Wir kommen am Montag." in html
    assert "◆" in html
    assert clerk.username not in html


def test_a_question_to_the_person_is_not_for_everybody(client):
    report = make_public_report()
    clerk = member_of(report.department)
    change_status(report, status="waiting_for_reporter", text="Frau CANARY, wo genau?", user=clerk)
    assert "CANARY" not in read(client, report)


def test_why_it_was_once_rejected_is_not_for_everybody(client):
    report = make_public_report()
    clerk = member_of(report.department)
    change_status(report, status="rejected", text="CANARY", user=clerk)
    assert page_of(client, report.reference).status_code == 404
    change_status(report, status="in_progress", text="", user=clerk)
    release(report, user=clerk)
    assert "CANARY" not in read(client, report)


def test_what_was_rejected_is_public_again_only_when_somebody_releases_it_again(client):
    report = make_public_report()
    clerk = member_of(report.department)
    change_status(report, status="rejected", text="Beleidigend", user=clerk)
    change_status(report, status="in_review", text="", user=clerk)
    assert page_of(client, report.reference).status_code == 404
    release(report, user=clerk)
    assert page_of(client, report.reference).status_code == 200


def test_missing_and_hidden_reports_look_the_same(client):
    hidden = [
        make_report(),
        make_public_report(category=CategoryFactory(is_public=False)),
        make_public_report(category=CategoryFactory(is_confidential=True)),
    ]
    missing = page_of(client, "2001-000001")
    assert missing.status_code == 404
    assert page_of(client, "2001\0").content == missing.content
    for report in hidden:
        response = page_of(client, report.reference)
        assert response.status_code == 404
        assert response.content == missing.content


def test_another_sites_report_is_missing_here(client):
    other = Site.objects.create(hostname="other.example", root_page=Page.objects.get(depth=1))
    central_inbox(other)
    make_public_report(address="HERE")
    theirs = make_public_report(site=other, address="THERE")
    # Each site counts for itself, so both have the same number.
    assert "HERE" in read(client, theirs)
    there = page_of(client, theirs.reference, host="other.example").content.decode()
    assert "THERE" in there
    assert "HERE" not in there.replace("THERE", "")


def test_a_photo_is_on_it_only_after_its_release(client, photo_bytes):
    shown, hidden = store_photo(photo_bytes("red")), store_photo(photo_bytes("blue"))
    report = make_public_report(photos=[shown.pk, hidden.pk])
    release_photo(shown, user=member_of(report.department))
    html = read(client, report)
    assert str(shown.uuid) in html
    assert str(hidden.uuid) not in html
    assert status_code(client, shown.get_url()) == 200
    assert status_code(client, hidden.get_url()) == 404


def test_a_released_photo_of_a_hidden_report_is_not_served(client, photo_bytes):
    photo = store_photo(photo_bytes("red"))
    report = make_report(photos=[photo.pk])
    release_photo(photo, user=member_of(report.department))
    assert status_code(client, photo.get_url()) == 404


def test_a_photo_is_not_served_by_another_site(client, photo_bytes):
    Site.objects.create(hostname="other.example", root_page=Page.objects.get(depth=1))
    photo = store_photo(photo_bytes("red"))
    report = make_public_report(photos=[photo.pk])
    release_photo(photo, user=member_of(report.department))
    assert status_code(client, photo.get_url()) == 200
    assert status_code(client, photo.get_url(), host="other.example") == 404


def test_a_joined_report_leads_to_the_one_that_goes_on(client):
    leading, report = make_public_report(), make_public_report()
    Report.objects.filter(pk=report.pk).update(status="duplicate", leading_report=leading)
    assert leading.get_absolute_url() in read(client, report)


def test_a_joined_report_says_nothing_of_a_hidden_leading_one(client):
    leading, report = make_report(), make_public_report()
    Report.objects.filter(pk=report.pk).update(status="duplicate", leading_report=leading)
    assert leading.reference not in read(client, report)


def test_it_leads_back_to_the_map_and_to_its_other_languages(client, map_page):  # noqa: F811
    report = make_public_report()
    html = read(client, report)
    assert f'href="{map_page.get_url()}"' in html
    assert 'hreflang="en"' in html
    assert f'rel="canonical" href="http://localhost{report.get_absolute_url()}"' in html


def test_markup_in_the_text_stays_text(client):
    report = make_public_report(description="<script>alert(1)</script>", address="<b>Weg</b>")
    html = read(client, report)
    assert "<script>alert" not in html
    assert "<b>Weg" not in html


def test_a_report_without_a_place_has_no_map(client):
    assert "anliegen-place-map" not in read(client, make_public_report())
    assert "anliegen-place-map" in read(client, make_public_report(latitude=51.6, longitude=7.8))


def test_reading_sets_no_cookie_and_asks_few_questions(client, django_assert_max_num_queries):
    report = make_public_report()
    clerk = member_of(report.department)
    for _number in range(5):
        change_status(
            report,
            status="planned",
            text=f"Am {timezone.now()}",
            user=clerk,
            expected_on=days_ahead(1),
        )
        change_status(report, status="in_progress", text="", user=clerk)
    with django_assert_max_num_queries(13):
        response = page_of(client, report.reference)
    assert not response.cookies
