"""The words by which a report is found, and that nothing is left of it in the index."""

import pytest
from django.core.management import call_command
from modelsearch.conf import get_app_config

from tests.factories import CategoryFactory, central_inbox, make_report, member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.reports import search
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.words import beginnings, fold


pytestmark = pytest.mark.django_db


def found(query) -> set[int]:
    return set(search.keys_with(query, Report) or [])


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Die Straßenlaterne flackert", "laterne"),
        ("Die Straßenlaterne flackert", "STRASSE"),
        ("Die Straßenlaterne flackert", "Laternen"),
        ("Zwei Bäume sind um", "baum"),
        ("Ein Baum ist um", "Bäume"),
        ("Sperrmüll am Weg", "muell"),
        ("Sperrmuell am Weg", "Müll"),
        ("Café am Markt", "cafe"),
        ("Die Ampel am Markt", "markt ampel"),
        ("Herr O'Neill’s Garten", "o'neill"),
    ],
)
def test_what_is_typed_finds_what_was_written(written, typed):
    report = make_report(description=written)
    make_report(description="Etwas ganz anderes")
    assert found(typed) == {report.pk}


@pytest.mark.parametrize("typed", ["laternx", "markt laterne", "' OR 9", 'a" OR b*', "laterne & !"])
def test_what_is_not_there_is_not_found_and_signs_do_no_harm(typed):
    make_report(description="Die Ampel am Markt", category=CategoryFactory(name="Ampel"))
    assert not found(typed)


@pytest.mark.parametrize("typed", ["", "  ", "…", "-'\""])
def test_signs_alone_are_no_question(typed):
    assert search.keys_with(typed, Report) is None


def test_answers_notes_and_places_are_found_too():
    report = make_report(
        category=CategoryFactory(name="Winterdienst"), location_note="hinter dem Kiosk"
    )
    clerk = member_of(central_inbox())
    actions.add_note(report, text="Fremdfirma bestellt", user=clerk)
    actions.answer(report, text="Morgen wird gestreut.", user=clerk)
    for word in ("winterdienst", "kiosk", "fremdfirma", "gestreut", report.reference):
        assert found(word) == {report.pk}, word


def test_contact_data_is_not_in_the_index():
    from wagtail_anliegen.intake.submit import Contact

    make_report(contact=Contact(name="Kim Mustermensch", email="kim@example.org"))
    assert not found("mustermensch")
    assert not found("kim")


def test_the_index_follows_what_is_changed():
    report = make_report(description="Alt", address="Lindenweg 1")
    clerk = member_of(central_inbox())
    actions.correct_place(
        report, latitude=None, longitude=None, address="Birkenallee 2", user=clerk
    )
    assert not found("lindenweg")
    assert found("birkenallee") == {report.pk}


def test_an_erased_report_leaves_nothing_behind():
    report = make_report(description="Laterne")
    entries = get_app_config().get_model("IndexEntry").objects
    before = entries.count()
    Report.objects.filter(pk=report.pk).delete()
    assert not found("laterne")
    assert entries.count() == before - 1


def test_a_report_is_accepted_even_if_the_index_fails(monkeypatch, caplog):
    monkeypatch.setattr(search, "parts", lambda text: 1 / 0)
    report = make_report(description="Geheime Worte")
    assert Report.objects.filter(pk=report.pk).exists()
    assert report.reference in caplog.text
    assert "Geheime" not in caplog.messages[0]


def test_the_whole_index_can_be_built_anew():
    report = make_report(description="Straßenlaterne")
    get_app_config().get_model("IndexEntry").objects.all().delete()
    assert not found("laterne")
    call_command("update_index", verbosity=0)
    assert found("laterne") == {report.pk}


def test_a_word_is_folded_the_same_way_in_text_and_question():
    assert fold("Grüße, GRUESSE, Grusse") == ["grusse"] * 3
    assert beginnings("Laternen") == beginnings("Laterne") == ["latern"]
