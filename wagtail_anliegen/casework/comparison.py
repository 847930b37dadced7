"""What the editors changed in the citizen's words, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


_WORD = re.compile(r"\S+\s*")
#: The longest that ``difflib`` may take, in looks at a pair of words that are the same. Beyond it,
#: all between the first and the last difference counts as changed: a text that says the same word
#: a thousand times would keep it busy for a minute.
MOST_LOOKS = 10_000_000


def compared(before: str, after: str) -> SafeString:
    """``after`` as HTML, with what was taken out of ``before`` and what was put in marked.

    Nothing when both say the same. Blanks and new lines are those of ``after``, and no change.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    steps = list(_steps(_bare(old), _bare(new)))
    if all(same for same, *_ranges in steps):
        return SafeString()
    pieces = (
        _as_html(same, "".join(old[first:last]), "".join(new[start:end]))
        for same, first, last, start, end in steps
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _bare(words: list[str]) -> list[str]:
    return [word.rstrip() for word in words]


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether it is the same, and where it stands in both, in order."""
    shortest = min(len(old), len(new))
    head = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    left = shortest - head
    tail = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    ends = len(old) - tail, len(new) - tail
    yield True, 0, head, 0, head
    for same, *ranges in _middle(old[head : ends[0]], new[head : ends[1]]):
        yield same, *(head + place for place in ranges)
    yield True, ends[0], len(old), ends[1], len(new)


def _middle(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    if not old and not new:
        return []
    matcher = SequenceMatcher(None, old, new)
    # It may look at each pair once for every run of words that is the same in both.
    pairs = sum(len(matcher.b2j.get(word, ())) for word in old)
    if pairs * min(len(old), len(new)) > MOST_LOOKS:
        return [(False, 0, len(old), 0, len(new))]
    return [(name == "equal", *ranges) for name, *ranges in matcher.get_opcodes()]


def _as_html(same: bool, old: str, new: str) -> SafeString:
    if same:
        # The last word has no blank behind it, but what was taken out there needs one before it.
        blank = "" if new != new.rstrip() else old[len(old.rstrip()) :]
        return format_html("{}{}", new, blank)
    out = _marked("del", "deletion", _("taken out:"), old) if old else ""
    put_in = _marked("ins", "addition", _("put in:"), new) if new else ""
    return format_html("{}{}", out, put_in)


def _marked(tag: str, name: str, said: str, words: str) -> SafeString:
    """Wagtail's colours for a comparison, and words for those who do not see them."""
    return format_html(
        '<{tag}><span class="w-sr-only">{said} </span><span class="{name}">{words}</span>'
        '<span class="w-sr-only"> {end} </span></{tag}>',
        said=said,
        end=_("(end)"),
        tag=tag,
        name=name,
        words=words,
    )
