"""Whoever writes learns by which words people may be recognised: a hint, never a hurdle."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import CategoryFactory
from tests.intake.walking import ADDRESS, BASE, Citizen
from wagtail_anliegen.intake.models import ReportDraft


CALL_ME = "Ein Sofa. Ruft 0123 456789 an."
WORDS = f"{BASE}words/"


@pytest.fixture
def writing(citizen):
    """Somebody who reports what may become public, at the step with the text."""
    citizen.choose(CategoryFactory(code="litter"))
    citizen.place()
    return citizen


def ask(citizen, text=CALL_ME):
    return citizen.client.post(WORDS, {"text": text})


def test_the_words_of_a_text_are_named_with_what_they_may_be(writing):
    text = f"{CALL_ME} Oder kim@example.org. Noch einmal: 0123 456789"
    assert ask(writing, text).json() == {
        "words": [
            {"text": "0123 456789", "kind": "phone number"},
            {"text": "kim@example.org", "kind": "e-mail address"},
        ]
    }
    assert ask(writing, "Ein Sofa.").json() == {"words": []}
    assert ask(writing, "").json() == {"words": []}


def test_what_was_asked_is_stored_nowhere(writing):
    before = ReportDraft.objects.values().get()
    answer = ask(writing)
    assert ReportDraft.objects.values().get() == before
    assert answer["Cache-Control"] == "no-store, private"
    assert not answer.cookies
    assert "456789" not in str(cache._cache)


@pytest.mark.parametrize("closed", [{"is_public": False}, {"is_confidential": True}])
def test_nobody_is_warned_where_no_report_becomes_public(citizen, closed):
    citizen.choose(CategoryFactory(code="tax", **closed))
    citizen.place()
    assert ask(citizen).json() == {"words": []}
    assert "anliegen-personal-words" not in citizen.get("details/").content.decode()


def test_what_may_become_public_is_looked_at_while_it_is_written(writing):
    assert f'data-url="{WORDS}"' in writing.get("details/").content.decode()


def test_nobody_asks_without_a_draft_of_their_own_and_none_from_another_page(writing):
    assert Client().post(WORDS, {"text": CALL_ME}).json() == {"words": []}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(WORDS, {"text": CALL_ME}).status_code == 403
    assert writing.client.get(WORDS).status_code == 405


def test_the_next_step_is_promised_only_where_there_is_one(writing):
    assert "what we ask in the next step" in writing.get("details/").content.decode()
    nameless = Citizen(Client())
    nameless.choose(CategoryFactory(code="nameless", contact="forbidden"))
    nameless.place()
    shown = nameless.get("details/").content.decode()
    assert "Your text may become public" in shown
    assert "what we ask in the next step" not in shown


def test_a_program_that_asks_without_end_is_told_to_wait(writing, settings, monkeypatch):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 1
    monkeypatch.setattr("wagtail_anliegen.reports.limits.FACTORS", {"words": 1})
    assert writing.client.defaults["REMOTE_ADDR"] == ADDRESS
    assert ask(writing).status_code == 200
    refused = ask(writing)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_a_text_without_end_is_answered_all_the_same(writing):
    assert ask(writing, "0123 456789 " * 50_000).status_code == 200
