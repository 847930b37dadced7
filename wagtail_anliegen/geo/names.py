"""Makes street names comparable, whatever way a person writes them."""

import re
import unicodedata


_SUFFIX = re.compile(r"(?:strasse|str\.?)(?=\W|$)")


def search_name(name: str) -> str:
    """``"Große Bahnhofstr."`` and ``"grosse bahnhofstrasse"`` become the same."""
    text = name.casefold().replace("ß", "ss").replace("ä", "ae").replace("ö", "oe")
    text = text.replace("ü", "ue")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _SUFFIX.sub("str", text)
    return re.sub(r"[^a-z0-9]+", " ", text).strip()
