"""How alike two texts are, from 0 to 1: plain Python, so that every database can do it."""

import re

from wagtail_anliegen.geo.names import spelled_out


#: Characters that are read of each text; what matters stands at the beginning.
READ = 600
_WORD = re.compile(r"[a-z0-9]{3,}")
_USUAL = frozenset(
    "aber alle als auch auf aus bei bin bis bitte danke das dass dem den der des die dies diese "
    "dieser dort ein eine einem einen einer eines fuer gegen gibt gruesse gruessen guten haben "
    "hallo hat hier ich ihnen ihr ihre immer ist jetzt kann kein keine liebe man mehr mein meine "
    "mich mit morgen nach nicht noch nur oder seit sehr sein sich sie sind tag und uns unser "
    "vielen vom von vor war was weil wenn werden wie wieder wird wir wurde zum zur ueber "
    "about and are bin but for from has have hello here not please some thank thanks that the "
    "there this was with you".split()
)


def fingerprint(text: str) -> frozenset[str]:
    """The words that tell something, each in pieces of three letters.

    Pieces find the lamp in the street lamp, which German writes as one word.
    """
    plain = spelled_out(text[:READ]).encode("ascii", "ignore").decode()
    words = {word for word in _WORD.findall(plain) if word not in _USUAL}
    return frozenset(
        word[start : start + 3] for word in words for start in range(max(1, len(word) - 2))
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """What two fingerprints share, of both together and of the shorter one.

    So a note may be like a long letter; a word or two are no proof and count less.
    """
    shorter = min(len(one), len(other))
    if not shorter:
        return 0.0
    shared = len(one & other)
    dice = 2 * shared / (len(one) + len(other))
    return (dice + shared / max(shorter, 12)) / 2
