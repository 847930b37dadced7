"""Primary keys as a browser sends them."""

#: More digits than this no database keeps as a key.
DIGITS = 18


def key_of(text: str) -> int | None:
    """The number that stands there; None for whatever else is sent."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None
