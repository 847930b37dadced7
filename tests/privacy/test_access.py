"""The access copy: all of one report, nothing of another, and no internal word by the link."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import CategoryFactory, UserFactory, make_report, member_of
from tests.privacy import canary as canaries
from tests.privacy.canary import canary, files_with_canary, report_with_canaries
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.merging import merge
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import deliver_due
from wagtail_anliegen.privacy.access import copy_of
from wagtail_anliegen.privacy.handing_out import hand_out
from wagtail_anliegen.privacy.inventory import INVENTORY
from wagtail_anliegen.privacy.telling import TELLINGS
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.looks import Look, note_look


pytestmark = pytest.mark.django_db
#: Metadata of a photo, which are never kept; and the number of an attempt, a hash in earnest.
NEVER_KEPT = {"exif", "comment", "key", "x"}
SOURCE = Path(canaries.__file__).read_text()
WORDS = set(re.findall(r"""canary\(["']([\w-]+)["']\)""", SOURCE)) - NEVER_KEPT
INTERNAL = {
    "note",
    "reworded",
    "workflow",
    "follow-up",
    "firm",
    "request",
    "case",
    "site",
    "from-outside",
    "attachment",
    "filename",
}


@pytest.fixture
def category():
    call_command("setup_anliegen", verbosity=0)
    return CategoryFactory()


@pytest.fixture(autouse=True)
def _no_files_of_other_tests():
    files_with_canary(remove=True)
    yield
    files_with_canary(remove=True)


def unpacked(report, *, complete, **values) -> dict[str, bytes]:
    with (
        hand_out(report, complete=complete, **values) as packed,
        zipfile.ZipFile(packed) as archive,
    ):
        return {name: archive.read(name) for name in archive.namelist()}


def found_in(content: bytes, words) -> set[str]:
    text = content.decode()
    return {word for word in words if re.search(rf"{re.escape(canary(word))}(?![\w-])", text)}


def test_every_word_of_the_report_is_in_the_complete_copy(category):
    report = report_with_canaries(category)
    deliver_due()
    files = unpacked(report, complete=True)
    assert len(WORDS) > 20, "or else this looks for nothing"
    assert WORDS - found_in(files["data.json"], WORDS) == {"attachment"}
    assert WORDS - found_in(files["data.html"], WORDS) == {"attachment"}
    attached = [content for name, content in files.items() if name.endswith(".pdf")]
    assert [canary("attachment").encode() in content for content in attached] == [True]


def test_the_copy_by_the_link_has_what_the_person_gave_and_was_told_and_no_internal_word(category):
    report = report_with_canaries(category)
    files = unpacked(report, complete=False)
    told = found_in(files["data.json"], WORDS)
    assert told >= {"description", "place", "answer", "name", "mail", "phone", "reply"}
    assert told >= {"reply-of-the-city", "question", "public"}
    everything = b"".join(files.values())
    assert not {word for word in INTERNAL if canary(word).encode() in everything}
    assert sum(name.endswith(".jpg") for name in files) == 3, "the original and both views"


def test_nothing_of_another_report_is_in_it_even_if_both_were_merged(category):
    mine = make_report(category=category, description="Das ist meins.")
    other = report_with_canaries(category)
    clerk = member_of(mine.department)
    merge(mine, [other], user=clerk)
    actions.add_note(mine, text="Vermerk", user=clerk)
    for complete in (True, False):
        files = unpacked(mine, complete=complete)
        assert b"Das ist meins." in files["data.json"]
        assert not [name for name, text in files.items() if canaries.WORD.encode() in text]


def test_names_of_colleagues_stay_out(category):
    report = make_report(category=category, contact=Contact(email="kim@example.org"))
    clerk = member_of(report.department)
    clerk.first_name, clerk.last_name, clerk.email = "Rike", "Sachbearbeit", "rike@city.example"
    clerk.save()
    other = UserFactory(username="dritter")
    actions.accept(report, user=clerk)
    actions.add_note(report, text="Vermerk", user=clerk)
    actions.assign(report, handler=None, user=clerk)
    actions.assign(report, handler=clerk, user=member_of(report.department))
    note_look(report, user=clerk, at=Look.What.CONTACT)
    note_look(report, user=other, at=Look.What.CONTACT)
    text = unpacked(report, complete=True)["data.json"].decode()
    for word in ("Rike", "Sachbearbeit", "rike@", clerk.username, "dritter"):
        assert word not in text
    looks = json.loads(text)["looks"]
    assert report.department.name in [look["by"] for look in looks]


def test_the_keys_for_other_programs_stay_whatever_the_language(category):
    report = make_report(category=category, contact=Contact(name="Kim"))
    plain = json.loads(unpacked(report, complete=True, language="en")["data.json"])
    assert plain["format"] == "wagtail-anliegen/1"
    assert plain["contact"] == [{"name": "Kim"}]
    assert plain["report"][0]["status"] == "received"
    german = json.loads(unpacked(report, complete=True, language="de")["data.json"])
    assert german.keys() == plain.keys()


def test_the_page_needs_nothing_from_elsewhere(category):
    page = unpacked(make_report(category=category), complete=True)["data.html"].decode()
    assert not re.findall(r"""(?:src|href)=["'](?!files/)""", page)
    assert "url(" not in page
    assert "&#" not in page.partition("<style>")[2].partition("</style>")[0]


def test_every_table_of_the_inventory_is_told():
    assert {holding.model for holding in INVENTORY if holding.fields} == TELLINGS.keys()
    keys = [telling.key for telling in TELLINGS.values()]
    assert len(keys) == len(set(keys))


def test_handing_out_stands_in_the_log_without_a_value(category):
    report = make_report(category=category, contact=Contact(name="Kim"))
    hand_out(report, complete=True, how="passport").close()
    entry = ReportLogEntry.objects.filter(action="anliegen.hand_out").get()
    assert entry.data == {"how": "passport"}


def test_a_file_that_is_missing_does_not_keep_the_rest_back(category, photo_bytes):
    from wagtail_anliegen.photos.store import store_photo

    photo = store_photo(photo_bytes())
    report = make_report(category=category, photos=[photo.pk])
    photo.thumbnail.storage.delete(photo.thumbnail.name)
    files = unpacked(report, complete=False)
    assert sum(name.endswith(".jpg") for name in files) == 2


def test_making_a_copy_changes_nothing(category):
    report = make_report(category=category)
    before = report.updated_at
    copy_of(report, complete=True)
    report.refresh_from_db()
    assert report.updated_at == before
