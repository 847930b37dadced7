"""What a citizen answered, as words."""

from typing import Any

from django.utils.translation import gettext as _


def in_words(answer: Any, words: dict[str, str] | None = None) -> str:
    """An answer to a question of a category; ``words`` translates its choices.

    Several answers to one question stand in a row.
    """
    words = words or {}
    if isinstance(answer, list):
        return ", ".join(words.get(str(part), str(part)) for part in answer)
    answer = str(answer)
    return {"on": _("Yes"), "off": _("No")}.get(answer) or words.get(answer, answer)
