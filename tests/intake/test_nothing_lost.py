"""Drafts, sending twice, shortages, and what protects the form."""

import errno
import json
import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.factories import CategoryFactory, CategoryQuestionFactory
from tests.intake.walking import BASE, Citizen, jpeg, leads_to, text
from wagtail_anliegen.intake.drafts import COOKIE
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.storage import private_storage
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db


class FullDisk(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


def age(draft, hours):
    ReportDraft.objects.filter(pk=draft.pk).update(
        updated_at=timezone.now() - timedelta(hours=hours)
    )


# --- drafts -----------------------------------------------------------------------


def test_who_only_reads_gets_no_cookie(citizen):
    CategoryFactory()
    assert not citizen.get().cookies
    assert COOKIE not in citizen.get("category/").cookies


def test_the_cookie_is_not_for_scripts_and_not_for_other_sites(citizen):
    cookie = citizen.choose(CategoryFactory()).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert ReportDraft.objects.get().token in cookie.value


def test_no_one_in_between_keeps_the_steps(citizen):
    category = CategoryFactory()
    citizen.walk(category)
    for step in ("category/", "place/", "details/", "contact/", "check/"):
        assert citizen.get(step)["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("step", ["place/", "details/", "contact/", "check/"])
def test_a_step_reached_too_early_leads_to_the_first_open_one(citizen, step):
    category = CategoryFactory()
    assert leads_to(citizen.get(step), "category/")
    citizen.choose(category)
    if step != "place/":
        assert leads_to(citizen.get(step), "place/")


def test_a_closed_browser_finds_its_report_again_or_drops_it(citizen):
    category = CategoryFactory(name="Müll")
    citizen.choose(category)
    citizen.place()
    start = citizen.get()
    assert "You have an unfinished report" in text(start)
    assert 'href="/en/melden/details/"' in start.content.decode()
    assert leads_to(citizen.post("discard/"), "")
    assert not ReportDraft.objects.exists()
    assert "unfinished" not in text(citizen.get())


def test_an_old_draft_is_gone_and_that_is_said(citizen):
    citizen.choose(CategoryFactory())
    age(ReportDraft.objects.get(), hours=25)
    assert leads_to(citizen.place(), "")
    assert "we keep it for a short time only" in text(citizen.get())
    assert "we keep it for a short time only" not in text(citizen.get())


def test_a_forged_cookie_is_no_cookie(citizen, client):
    citizen.walk(CategoryFactory())
    client.cookies[COOKIE] = ReportDraft.objects.get().token
    assert leads_to(citizen.get("check/"), "")


def test_another_category_keeps_what_was_typed_and_asks_its_own_questions(citizen):
    first, second = CategoryFactory(), CategoryFactory()
    CategoryQuestionFactory(category=second, code="frage", required=True)
    citizen.walk(first)
    assert leads_to(citizen.choose(second), "details/")
    assert "Hier liegt etwas." in text(citizen.get("details/"))


# --- sending ----------------------------------------------------------------------


def test_pressing_twice_is_one_report(citizen, another_window):
    citizen.walk(CategoryFactory(), email="kim@example.org")
    citizen.send()
    again = another_window.post("check/", fingerprint="whatever")
    assert leads_to(again, "sent/")
    assert leads_to(another_window.place(), "sent/")
    assert Report.objects.count() == 1


def test_two_windows_that_press_at_the_same_moment_are_one_report(citizen):
    """The second request read the draft before the first one had closed it."""
    citizen.walk(CategoryFactory())
    citizen.send()
    first = Report.objects.get()
    draft = ReportDraft.objects.get()
    category = first.category_id
    draft.report, draft.data = (
        None,
        {
            "category": category,
            "place": {"address": "Lindenweg 1"},
            "details": {"category": category, "complete": True, "description": "x", "answers": []},
            "contact": {"name": "", "email": "", "phone": ""},
        },
    )
    draft.save()
    assert leads_to(citizen.send(), "sent/")
    assert Report.objects.get() == first
    assert first.reference in text(citizen.get("sent/"))


def test_what_another_window_changed_is_shown_before_it_is_sent(citizen, another_window):
    citizen.walk(CategoryFactory())
    shown = citizen.get("check/")
    another_window.place(address="Ganz woanders 9")
    fingerprint = shown.context["fingerprint"]
    refused = citizen.post("check/", fingerprint=fingerprint)
    assert "changed in another window" in text(refused)
    assert "Ganz woanders 9" in text(refused)
    assert not Report.objects.exists()
    assert leads_to(citizen.send(), "sent/")


def test_what_another_window_changes_in_the_moment_of_sending_is_not_lost(citizen, another_window):
    """Its text would be thanked for and be in no report."""
    citizen.walk(CategoryFactory())
    windows = [another_window]

    def change_first(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and windows:
            windows.pop().place(address="Ganz woanders 9")
        return execute(sql, params, many, context)

    fingerprint = citizen.get("check/").context["fingerprint"]
    with connection.execute_wrapper(change_first):
        refused = citizen.post("check/", fingerprint=fingerprint)
    assert "changed in another window" in text(refused)
    assert not Report.objects.exists()
    assert leads_to(citizen.send(), "sent/")
    assert Report.objects.get().address == "Ganz woanders 9"


def test_answers_to_another_categorys_questions_are_not_taken(citizen, another_window):
    first, second = CategoryFactory(), CategoryFactory()
    citizen.choose(first)
    citizen.place()
    another_window.choose(second)
    refused = citizen.details(first)
    assert "changed in another window" in text(refused)
    assert "details" not in ReportDraft.objects.get().data


def test_after_sending_the_draft_forgets_what_was_typed(citizen):
    citizen.walk(CategoryFactory(), email="kim@example.org")
    citizen.send()
    assert ReportDraft.objects.get().data == {}


def test_reporting_something_else_begins_anew(citizen):
    category = CategoryFactory()
    citizen.walk(category)
    citizen.send()
    assert leads_to(citizen.choose(category), "place/")
    assert ReportDraft.objects.count() == 2
    citizen.walk(category)
    citizen.send()
    assert Report.objects.count() == 2


def test_the_thanks_are_for_the_browser_that_sent(citizen):
    citizen.walk(CategoryFactory())
    citizen.send()
    assert leads_to(Citizen(Client()).get("sent/"), "")


def test_on_a_shared_device_the_next_person_need_not_see_the_link(citizen):
    citizen.walk(CategoryFactory())
    citizen.send()
    token = Report.objects.get().secret_token
    shown = citizen.get("sent/").content.decode()
    assert token in shown
    assert f'action="{BASE}discard/"' in shown
    citizen.post("discard/")
    assert leads_to(citizen.get("sent/"), "")
    assert "Your unfinished report" not in text(citizen.get())
    assert Report.objects.count() == 1


# --- photos -----------------------------------------------------------------------


@pytest.fixture
def at_details(citizen):
    category = CategoryFactory()
    citizen.choose(category)
    citizen.place()
    citizen.category = category
    return citizen


def add(citizen, *uploads, **values):
    return citizen.post(
        "details/", category=citizen.category.code, action="add", photos=list(uploads), **values
    )


def test_a_button_that_names_no_photo_removes_none(at_details):
    add(at_details, jpeg())
    for name in ("x", "00000000-0000-0000-0000-000000000000", "\0"):
        at_details.post("details/", category=at_details.category.code, remove=name)
        assert Photo.objects.count() == 1


def test_what_nobody_types_is_neither_kept_nor_an_error(at_details):
    category = at_details.category
    CategoryQuestionFactory(category=category, label="Viel", field_type="multiline")
    CategoryQuestionFactory(category=category, label="Zahl", field_type="number")
    numbers = {"q-viel": "x" * 500_000, "q-zahl": "1" * 50_000}
    refused = at_details.details(category, description="a\0b" + "c" * 500_000, **numbers)
    assert refused.status_code == 200
    kept = ReportDraft.objects.get().data["details"]
    assert not kept["complete"]
    assert len(json.dumps(kept)) < 100_000
    assert kept["typed"]["description"].startswith("abc")


def test_photos_are_added_and_removed_without_losing_the_text(at_details):
    assert leads_to(add(at_details, jpeg(), jpeg(), description="Schon getippt"), "details/#photos")
    shown = at_details.get("details/")
    assert "Schon getippt" in text(shown)
    first, second = Photo.objects.order_by("pk")
    assert at_details.client.get(f"{BASE}photos/{first.uuid}/")["Content-Type"] == "image/jpeg"
    at_details.post(
        "details/", category=at_details.category.code, remove=str(first.uuid), description="Noch da"
    )
    assert list(Photo.objects.all()) == [second]
    assert "Noch da" in text(at_details.get("details/"))


def test_photos_chosen_last_are_not_forgotten_and_reach_the_report(at_details):
    at_details.details(at_details.category, photos=[jpeg()])
    at_details.contact()
    assert f"{BASE}photos/" in at_details.get("check/").content.decode()
    at_details.send()
    assert Report.objects.get().photos.count() == 1


def test_more_photos_than_allowed_are_refused(at_details, form):
    refused = add(at_details, *[jpeg() for _ in range(7)])
    assert "A report can have 5 photos." in text(refused)
    assert ReportDraft.objects.get().photos.count() == 5


def test_what_is_no_photo_is_refused_and_the_text_stays(at_details):
    fake = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    refused = at_details.details(at_details.category, description="Mein Text", photos=[fake])
    assert "cannot be read as a photo" in text(refused)
    assert "Mein Text" in text(refused)


def test_a_script_adds_and_removes_photos_one_by_one(at_details):
    answer = at_details.client.post(f"{BASE}photos/", {"photo": jpeg()})
    assert answer.status_code == 200
    uuid = answer.json()["uuid"]
    assert at_details.client.get(answer.json()["url"]).status_code == 200
    assert at_details.client.post(f"{BASE}photos/{uuid}/").json() == {"left": 0}
    assert not Photo.objects.exists()
    assert at_details.client.post(f"{BASE}photos/").status_code == 400


def test_nobody_else_sees_the_photos_of_a_draft(at_details):
    url = at_details.client.post(f"{BASE}photos/", {"photo": jpeg()}).json()["url"]
    assert Client().get(url).status_code == 404
    assert Client().post(url).status_code in (404, 409)
    assert Client().post(f"{BASE}photos/", {"photo": jpeg()}).status_code == 409
    assert Photo.objects.count() == 1


# --- shortages --------------------------------------------------------------------


@pytest.fixture
def read_only():
    """The database takes nothing any more, as when its disk is full; reading goes on."""

    def refuse(execute, sql, params, many, context):
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(refuse)


def test_a_database_that_takes_nothing_is_503_and_the_text_is_still_there(at_details, read_only):
    with read_only():
        refused = at_details.details(at_details.category, description="Viel getippt")
    assert refused.status_code == 503
    assert refused["Retry-After"] == "30"
    assert "Viel getippt" in text(refused)
    assert "We cannot save this at the moment" in text(refused)
    assert leads_to(at_details.details(at_details.category, description="Viel"), "contact/")


def test_every_step_survives_a_shortage(citizen, read_only):
    category = CategoryFactory()
    with read_only():
        assert citizen.choose(category).status_code == 503
    citizen.choose(category)
    with read_only():
        refused = citizen.place(address="Am Bach 2")
        assert refused.status_code == 503
        assert "Am Bach 2" in refused.content.decode()
    citizen.place()
    citizen.details(category)
    with read_only():
        refused = citizen.contact(name="Kim")
        assert refused.status_code == 503
        assert 'value="Kim"' in refused.content.decode()
    citizen.contact()
    with read_only():
        assert citizen.send().status_code == 503
    assert not Report.objects.exists()
    assert leads_to(citizen.send(), "sent/")


def test_a_database_that_is_down_gets_what_was_typed_sent_again(at_details):
    def refuse(execute, sql, params, many, context):
        if "reportdraft" in sql:
            raise OperationalError("the database system is shutting down")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        refused = at_details.details(at_details.category, description="Viel getippt")
    assert refused.status_code == 503
    assert 'name="description" value="Viel getippt"' in refused.content.decode()


def test_without_room_for_the_photo_the_report_goes_on_without_it(at_details, monkeypatch):
    for name in ("original", "display", "thumbnail"):
        monkeypatch.setattr(Photo._meta.get_field(name), "storage", FullDisk())
    refused = at_details.details(at_details.category, description="Mein Text", photos=[jpeg()])
    assert refused.status_code == 503
    assert "go on without the photo" in text(refused)
    assert "Mein Text" in text(refused)
    answer = at_details.client.post(f"{BASE}photos/", {"photo": jpeg()})
    assert answer.status_code == 503
    assert "without it" in answer.json()["error"]
    assert not Photo.objects.exists()
    assert leads_to(at_details.details(at_details.category, description="Mein Text"), "contact/")


def test_a_site_without_a_central_inbox_keeps_the_report_until_it_has_one(citizen):
    citizen.walk(CategoryFactory())
    central = Department.objects.get(is_central=True)
    Department.objects.update(is_central=False)
    assert citizen.send().status_code == 503
    Department.objects.filter(pk=central.pk).update(is_central=True)
    assert leads_to(citizen.send(), "sent/")


# --- protection -------------------------------------------------------------------


def test_a_filled_trap_asks_to_send_once_more(citizen):
    citizen.walk(CategoryFactory())
    refused = citizen.send(website="https://spam.example")
    assert "press “Send report” once more" in text(refused)
    assert not Report.objects.exists()
    assert leads_to(citizen.send(), "sent/")


def test_a_trap_that_the_browser_fills_each_time_is_no_dead_end(citizen, settings):
    citizen.walk(CategoryFactory())
    filled = {"website": "https://kim.example"}
    assert 'name="again"' in citizen.send(**filled).content.decode()
    settings.ANLIEGEN_MIN_SECONDS = 60
    assert 'name="again"' in citizen.send(**filled, again="1").content.decode()
    settings.ANLIEGEN_MIN_SECONDS = 0
    assert leads_to(citizen.send(**filled, again="1"), "sent/")
    assert Report.objects.count() == 1


def test_a_report_whose_draft_could_not_be_closed_was_not_sent(citizen):
    """Or the text that is changed before the second try would be thanked for and be lost."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith('UPDATE "wagtail_anliegen_reportdraft"'):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    category = CategoryFactory()
    citizen.walk(category)
    with connection.execute_wrapper(refuse):
        assert citizen.send().status_code == 503
    assert not Report.objects.exists()
    citizen.details(category, description="Neuer Text")
    assert leads_to(citizen.send(), "sent/")
    assert Report.objects.get().description == "Neuer Text"


def test_who_is_too_fast_for_a_person_sends_once_more(citizen, settings):
    settings.ANLIEGEN_MIN_SECONDS = 60
    citizen.walk(CategoryFactory())
    refused = citizen.send()
    assert 'name="again"' in refused.content.decode()
    assert leads_to(citizen.send(again="1"), "sent/")


def test_too_many_reports_wait_and_lose_nothing(citizen, settings):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 1
    category = CategoryFactory()
    citizen.walk(category)
    citizen.send()
    citizen.walk(category)
    refused = citizen.send()
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "it is kept until then" in text(refused)
    assert "Hier liegt etwas." in text(refused)
    settings.ANLIEGEN_REPORTS_PER_HOUR = 10
    assert leads_to(citizen.send(), "sent/")


def test_photos_and_lookups_are_limited_too(at_details, settings):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 0
    refused = at_details.client.post(f"{BASE}photos/", {"photo": jpeg()})
    assert refused.status_code == 422
    assert "go on without this photo" in refused.json()["error"]
    assert at_details.client.get(f"{BASE}search/", {"q": "x"}).status_code == 429


# --- sweeping ---------------------------------------------------------------------


def test_sweeping_removes_old_drafts_and_their_photos_only(citizen, at_details):
    add(at_details, jpeg())
    old = ReportDraft.objects.get()
    age(old, hours=40)
    fresh_photo = store_photo(jpeg().read())
    old_photo = store_photo(jpeg().read())
    Photo.objects.filter(pk=old_photo.pk).update(created_at=timezone.now() - timedelta(days=2))
    call_command("anliegen_sweep", verbosity=0)
    assert not ReportDraft.objects.exists()
    assert list(Photo.objects.all()) == [fresh_photo]


def test_sweeping_leaves_reports_and_their_photos_alone(at_details):
    at_details.details(at_details.category, photos=[jpeg()])
    at_details.contact()
    at_details.send()
    age(ReportDraft.objects.get(), hours=40)
    Photo.objects.update(created_at=timezone.now() - timedelta(days=40))
    call_command("anliegen_sweep", verbosity=0)
    assert not ReportDraft.objects.exists()
    photo = Report.objects.get().photos.get()
    assert photo.original.storage.exists(photo.original.name)


def test_sweeping_removes_files_without_a_row(db):
    photo = store_photo(jpeg().read())
    path = photo.original.path
    Photo.objects.all().delete()
    call_command("anliegen_sweep", verbosity=0)
    assert os.path.exists(path), "it may belong to an upload that is just coming in"
    two_days_ago = time.time() - 48 * 3600
    os.utime(path, (two_days_ago, two_days_ago))
    call_command("anliegen_sweep", verbosity=0)
    assert not os.path.exists(path)


def test_sweeping_leaves_files_alone_that_are_not_ours(db):
    storage = private_storage()
    foreign = [
        "photos/mayor/portrait.tif",
        "photos/ab/notes.jpg",
        f"photos/ab/{'c' * 32}.jpg",
        "photos/readme.txt",
    ]
    for name in foreign:
        storage.save(name, ContentFile(b"not ours"))
        os.utime(storage.path(name), (0, 0))
    call_command("anliegen_sweep", verbosity=0)
    left = [name for name in foreign if storage.exists(name)]
    for name in left:
        storage.delete(name)
    assert left == foreign
