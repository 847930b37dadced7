"""What may tell who somebody is, in a text; and what only looks like it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_anliegen.reports.personal_words import WordKind, marked, personal_words


def found(text) -> list[tuple[str, str]]:
    return [(word.kind.value, word.text) for word in personal_words(text)]


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Ruft mich an: 0123 456789, danke", "phone", "0123 456789"),
        ("unter +49 (0)123 / 45 67 89 erreichbar", "phone", "+49 (0)123 / 45 67 89"),
        ("Handy 0151-23456789.", "phone", "0151-23456789"),
        ("Tel.: 456 789", "phone", "456 789"),
        ("schreibt an kim.muster+x@example.org!", "email", "kim.muster+x@example.org"),
        ("Überweist auf DE02 1203 0000 0000 2020 51 bitte", "iban", "DE02 1203 0000 0000 2020 51"),
        ("Das Auto LF-XX 123 steht seit Wochen", "plate", "LF-XX 123"),
        ("Kennzeichen B AB 1234E", "plate", "B AB 1234E"),
        ("Bei Frau Muster im Garten", "name", "Muster"),
        ("Herrn Dr. Kim Muster-Beispiel fragen", "name", "Dr. Kim Muster-Beispiel"),
        ("mein Name ist Kim Muster und", "name", "Kim Muster"),
        ("Der Fahrer heißt Kim Muster und", "name", "Kim Muster"),
        ("gehört meinem Nachbarn Kim Muster.", "name", "Kim Muster"),
        ("Mit freundlichen Grüßen\nKim Muster", "name", "Kim Muster"),
    ],
)
def test_these_are_found(text, kind, word):
    assert (kind, word) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Seit dem 01.02.2026 liegt es dort",
        "Am 03.04.26 um 08:30 Uhr",
        "In 01067 steht ein Papierkorb",
        "Die B 96 und die A 4 sind gesperrt",
        "Ein Zettel in DIN A 4",
        "Anliegen 2026-000123 noch einmal",
        "Der Weg ist 0,5 m breit und 12345678 lang",
        "DE12 3456 7890 1234 5678 90 hat falsche Prüfziffern",
        "Frau und Herr sind keine Namen, Frau-Holle-Weg auch nicht",
        "viele Grüße",
        "10.000 Menschen @ diesem Ort",
        "",
    ],
)
def test_these_are_not(text):
    assert found(text) == []


def test_each_word_is_found_once_and_in_order():
    text = "Frau Muster, 0123 456789, kim@example.org, LF-XX 123"
    assert [kind for kind, _word in found(text)] == ["name", "phone", "email", "plate"]


@given(st.text())
def test_marks_change_nothing_of_the_text_and_let_no_html_through(text):
    shown = marked(text)
    assert html.unescape(re.sub(r'<mark title="[^"<>]*">|</mark>', "", shown)) == text
    assert "<" not in re.sub(r'<mark title="[^"<>]*">|</mark>', "", shown)


@given(st.text(alphabet="0 +-./()AB@a.ü\n"))
def test_whatever_comes_nothing_overlaps(text):
    place = 0
    for word in personal_words(text):
        assert place <= word.start < word.end
        assert text[word.start : word.end] == word.text
        place = word.end


def test_a_mark_says_what_it_may_be():
    assert f'title="{WordKind.PHONE.label}">0123 456789</mark>' in marked("Ruft 0123 456789 an")
