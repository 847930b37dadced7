"""Finds words by which somebody may be recognised: a hint for whoever reads, never a decision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class WordKind(models.TextChoices):
    EMAIL = "email", _("e-mail address")
    IBAN = "iban", _("bank account")
    PHONE = "phone", _("phone number")
    PLATE = "plate", _("number plate")
    NAME = "name", _("name")


@dataclass(frozen=True)
class PersonalWord:
    """``start`` and ``end`` are places in the text, as in a slice."""

    kind: WordKind
    text: str
    start: int
    end: int


# Each repetition is bounded, so that no text takes longer than its length.
_WORD = r"[A-ZÄÖÜ][a-zäöüß]{1,30}(?:-[A-ZÄÖÜ][a-zäöüß]{1,30})?"
_NAME = rf"{_WORD}(?:[ ]{_WORD})?"
_TITLE = r"(?:(?:Dr|Prof)\.[ ]?){0,2}"
#: In this order: what is part of an earlier one is not found again.
_PATTERNS = (
    (WordKind.EMAIL, r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    (WordKind.IBAN, r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
    # Written from its area code on, or after a word that says what it is.
    (WordKind.PHONE, r"(?<![\w.+])(?:\+\d{2}|00\d{2}|0)[ ()/.\d-]{5,20}\d\b"),
    (
        WordKind.PHONE,
        r"(?i:\b(?:tel|telefon|handy|mobil|fon|phone)\b)[.: ]{0,3}(\d[ /\d-]{3,20}\d)",
    ),
    (WordKind.PLATE, r"\b(?!DIN\b|ISO\b)[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?\b"),
    (
        WordKind.NAME,
        rf"\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Fam\.|Nachbar(?:n|s|in)?|Mr\.?|Mrs\.?|Ms\.?) "
        rf"({_TITLE}{_NAME})",
    ),
    (WordKind.NAME, rf"(?i:\b(?:heiß(?:e|t|en)|name ist|name is)) ({_TITLE}{_NAME})"),
    (WordKind.NAME, rf"(?i:\b(?:grüßen|grüße|gruß|regards))[,!]?\s{{1,4}}({_TITLE}{_NAME})"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})")
_DIGITS = range(6, 16)


def personal_words(text: str) -> list[PersonalWord]:
    """What may tell who somebody is, in the order of the text; none overlaps another."""
    found: list[PersonalWord] = []
    for kind, pattern in _COMPILED:
        for word in _words(kind, pattern, text):
            if all(word.end <= other.start or other.end <= word.start for other in found):
                found.append(word)
    return sorted(found, key=lambda word: word.start)


def _words(kind, pattern, text: str) -> Iterator[PersonalWord]:
    for match in pattern.finditer(text):
        part = 1 if match.lastindex else 0
        if _is_one(kind, match.group(part)):
            yield PersonalWord(kind, match.group(part), *match.span(part))


def _is_one(kind, words: str) -> bool:
    if kind == WordKind.IBAN:
        return _has_check_digits(words.replace(" ", ""))
    if kind == WordKind.PHONE:
        digits = sum(sign.isdigit() for sign in words)
        return digits in _DIGITS and not _DAY.match(words)
    return True


def _has_check_digits(iban: str) -> bool:
    """ISO 13616: letters count from 10 on, the first four signs go to the end, modulo 97 is 1."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def marked(text: str) -> SafeString:
    """The text as HTML, with a mark around each of these words that says what it may be."""
    pieces, place = [], 0
    for word in personal_words(text):
        pieces.append(escape(text[place : word.start]))
        pieces.append(format_html('<mark title="{}">{}</mark>', word.kind.label, word.text))
        place = word.end
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308  every piece was escaped above
