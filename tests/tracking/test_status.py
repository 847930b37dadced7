"""The private status page: all of one's own report behind the secret link, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from tests.factories import CategoryFactory, make_public_report, make_report, member_of
from wagtail_anliegen.casework.actions import add_note, change_status
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.moderation.review import request_changes, withdraw
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.contact import mask_email, mask_phone
from wagtail_anliegen.tracking.sentences import next_step, visibility


pytestmark = pytest.mark.django_db


def status_of(client, token, **headers):
    return client.get(reverse("wagtail_anliegen:status", args=[token]), headers=headers)


def read(client, report):
    response = status_of(client, report.secret_token)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_ones_own_words_before_anybody_checked_them(client):
    report = make_report(
        description="Meine Worte",
        address="Lindenweg 1",
        location_note="am Zaun",
        answers=[{"code": "size", "question": "Wie groß?", "answer": ["klein", "tief"]}],
    )
    html = read(client, report)
    for words in (report.reference, "Meine Worte", "Lindenweg 1", "am Zaun", "klein, tief"):
        assert words in html


def test_a_ticked_box_is_a_yes(client):
    report = make_report(answers=[{"code": "safe", "question": "Gesichert?", "answer": "on"}])
    assert re.search(r">\s*(Ja|Yes)\s*<", read(client, report))


def test_it_shows_the_whole_public_history_with_questions_and_reasons(client):
    report = make_report()
    clerk = member_of(report.department)
    change_status(report, status="waiting_for_reporter", text="Wo genau?", user=clerk)
    change_status(report, status="rejected", text="Das ist privat.", user=clerk)
    html = read(client, report)
    assert "Wo genau?" in html
    assert "Das ist privat." in html


def test_it_shows_no_internal_word_and_no_clerk(client):
    report = make_report()
    clerk = member_of(report.department)
    add_note(report, text="CANARY", user=clerk)
    change_status(report, status="in_progress", text="", user=clerk)
    Report.objects.filter(pk=report.pk).update(handler=clerk)
    html = read(client, report)
    assert "CANARY" not in html
    assert clerk.username not in html


def test_contact_data_is_masked(client):
    contact = Contact(name="Martha Musterfrau", email="martha@example.org", phone="02381 123456")
    html = read(client, make_report(contact=contact))
    assert "m•••@example.org" in html
    for secret in ("martha@", "Musterfrau", "02381"):
        assert secret not in html


@pytest.mark.parametrize(
    ("given", "shown"), [("a@b.de", "a•••@b.de"), ("@b.de", "•••@b.de"), ("odd", "•••@odd")]
)
def test_any_address_can_be_masked(given, shown):
    assert mask_email(given) == shown
    assert mask_phone("1") == "••• 1"


def test_a_wrong_link_looks_the_same_whatever_is_wrong_with_it(client):
    report = make_report()
    wrong = [report.secret_token[:-1], report.secret_token.swapcase(), "x", "y" * 5000]
    pages = {status_of(client, token).content for token in wrong}
    assert len(pages) == 1
    assert all(status_of(client, token).status_code == 404 for token in wrong)


def test_a_wrong_link_costs_the_same_questions_as_a_right_one_up_to_the_answer(client):
    def lookups(token):
        with CaptureQueriesContext(connection) as captured:
            status_of(client, token)
        return sum("link_hash" in query["sql"] and "WHERE" in query["sql"] for query in captured)

    report = make_report()
    assert lookups(report.secret_token) == lookups("wrong") == 1


def test_the_reference_and_the_hash_open_nothing(client):
    report = make_report()
    for token in (report.reference, report.link_hash, report.link_seed, str(report.uuid)):
        assert status_of(client, token).status_code == 404


def test_the_link_does_not_open_on_another_site(client):
    Site.objects.create(hostname="other.example", root_page=Page.objects.get(depth=1))
    report = make_report()
    assert status_of(client, report.secret_token, host="other.example").status_code == 404


@pytest.mark.parametrize("right", [True, False])
def test_the_address_is_kept_out_of_caches_search_engines_and_referrers(client, right):
    report = make_report()
    response = status_of(client, report.secret_token if right else "wrong")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_asking_in_another_way_tells_others_no_more(client):
    response = client.post(reverse("wagtail_anliegen:status", args=[make_report().secret_token]))
    assert response.status_code == 405
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"


def test_ones_own_photos_are_there_before_their_release(client, photo_bytes):
    photo = store_photo(photo_bytes("red"))
    report = make_report(photos=[photo.pk])
    address = reverse(
        "wagtail_anliegen:status_photo", args=[report.secret_token, photo.uuid, "thumbnail"]
    )
    assert address in read(client, report)
    response = client.get(address)
    assert response.status_code == 200
    assert response.getvalue().startswith(b"\xff\xd8")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_link_opens_no_other_photo_and_no_other_size(client, photo_bytes):
    own, foreign = store_photo(photo_bytes("red")), store_photo(photo_bytes("blue"))
    report = make_report(photos=[own.pk])
    make_report(photos=[foreign.pk])

    def status_code(token, photo, size):
        args = [token, photo.uuid, size]
        response = client.get(reverse("wagtail_anliegen:status_photo", args=args))
        response.getvalue()  # reading a file to its end closes it
        return response.status_code

    assert status_code(report.secret_token, own, "display") == 200
    assert status_code(report.secret_token, foreign, "display") == 404
    assert status_code("wrong", own, "display") == 404
    assert status_code(report.secret_token, own, "original") == 404


def test_a_public_report_links_to_what_everybody_sees(client):
    report = make_public_report()
    assert report.get_absolute_url() in read(client, report)
    hidden = make_report()
    assert hidden.get_absolute_url() not in read(client, hidden)


def test_it_says_why_others_cannot_see_the_report():
    call_command("setup_anliegen", verbosity=0)
    waiting = make_report()
    never = make_public_report(category=CategoryFactory(is_public=False))
    confidential = make_public_report(category=CategoryFactory(is_confidential=True))
    rejected = make_public_report()
    change_status(rejected, status="rejected", text="Nein", user=member_of(rejected.department))
    withdrawn = make_public_report()
    withdraw(withdrawn, user=member_of(withdrawn.department))
    changing = make_report()
    request_changes(changing, user=member_of(changing.department), comment="Name")
    hidden = [
        Report.objects.get(pk=report.pk)
        for report in (waiting, never, confidential, rejected, withdrawn, changing)
    ]
    reasons = [visibility(report) for report in hidden]
    assert not any(reason.is_public for reason in reasons)
    assert len({reason.text for reason in reasons}) == len(reasons)
    assert visibility(make_public_report()).is_public


def test_every_status_says_what_happens_next():
    report = make_report()
    sentences = set()
    for status in Report._meta.get_field("status").choices:
        report.status = status[0]
        sentences.add(next_step(report))
    assert len(sentences) >= 9
    assert all("%" not in sentence for sentence in sentences)


def test_the_promised_day_is_named_and_a_missed_one_admitted():
    report = make_report()
    report.due_on = timezone.localdate()
    promised = next_step(report)
    assert str(report.due_on.year) in promised
    report.due_on -= timedelta(days=1)
    assert next_step(report) != promised
    report.due_on = None
    assert str(timezone.localdate().year) not in next_step(report)
