"""Makes names and words comparable, whatever way a person writes them."""

import re
import unicodedata


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SUFFIX = re.compile(r"(?:strasse|str\.?)(?=\W|$)")


def search_name(name: str) -> str:
    """``"Große Bahnhofstr."`` and ``"grosse bahnhofstrasse"`` become the same."""
    text = _SUFFIX.sub("str", spelled_out(name))
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def spelled_out(text: str) -> str:
    """Without capitals and accents; ä, ö, ü and ß as two letters."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return without_accents(composed.translate(_LETTERS))


def without_accents(text: str) -> str:
    """The bare letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
