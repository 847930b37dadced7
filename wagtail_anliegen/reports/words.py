"""The words by which staff find a report: folded, and cut so that parts of compounds are found.

“Laterne” is looked for in “Straßenlaternen”, “strasse” in “Straße”, “Bäume” in “Baum”. An index of
whole words finds none of these; so a word is written into the index with all its endings
(“laternen”, “aternen”, …), and the search asks for what begins with the word that was typed. It
works the same on every database and needs no dictionary.
"""

import re

from wagtail_anliegen.geo.names import without_accents


_WORD = re.compile(r"\w+")
#: As German writes what a keyboard lacks; both spellings become one.
_GERMAN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SPELLED_OUT = re.compile(r"ae|oe|(?<!q)ue")
#: Ends of a word that only bend it; the longest first.
_BENDING = re.compile(r"(?<=\w{4})(?:ern|en|em|er|es|e|n|s)$")
SHORTEST_PART = 3
MOST_WORDS = 20  # of a question; SQLite reads them nested
LONGEST_WORD = 40


def fold(text: str) -> list[str]:
    """The words of a text without capitals, accents and German spelling."""
    plain = without_accents(text.lower().translate(_GERMAN))
    plain = _SPELLED_OUT.sub(lambda found: found[0][0], plain)
    return _WORD.findall(plain.replace("_", " "))


def parts(text: str) -> str:
    """What the index holds: every word and its endings, each once."""
    found: dict[str, None] = {}
    for word in fold(text):
        word = word[:LONGEST_WORD]
        found[word] = None
        for start in range(1, len(word) - SHORTEST_PART + 1):
            found[word[start:]] = None
    return " ".join(found)


def beginnings(query: str) -> list[str]:
    """What words must begin with to fit what somebody typed; the first ones must all be there."""
    words = list(dict.fromkeys(fold(query)))[:MOST_WORDS]
    return [_BENDING.sub("", word[:LONGEST_WORD]) for word in words]
