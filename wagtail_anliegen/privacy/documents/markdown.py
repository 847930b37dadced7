"""A document as Markdown, which word processors import."""

import re

from django.utils.translation import gettext as _

from .structure import Block, Document, Open, Section


#: Whatever could be read as a mark-up, in names that editors chose.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_SPACE = re.compile(r"\s+")


def as_markdown(document: Document) -> str:
    parts = [f"# {_plain(document.title)}", _plain(document.subtitle), _counts(document)]
    if document.open_points:
        parts += [f"## {_('Open points')}", *_open_points(document)]
    for section in document.sections:
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _counts(document: Document) -> str:
    numbers = {"open": len(document.open_points), "blanks": len(document.blanks)}
    return (
        "**" + _("Open points: %(open)s · to be filled in by the city: %(blanks)s") % numbers + "**"
    )


def _open_points(document: Document) -> list[str]:
    return [
        "\n".join(f"- {_plain(heading)}: {_plain(words)}" for words in points)
        for heading, points in document.open_by_section
    ]


def _section(section: Section) -> list[str]:
    return [f"## {_plain(section.heading)}", *map(_block, section.blocks)]


def _block(block: Block) -> str:
    if block.kind == "table":
        lines = [block.head, ["---"] * len(block.head), *block.rows]
        head, rule, *rows = lines
        cells = [map(_plain, head), rule, *(map(_words, row) for row in rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in cells)
    if block.kind == "bullets":
        return "\n".join(f"- {_words(item)}" for item in block)
    return "\n\n".join(map(_words, block))


def _words(words: str) -> str:
    if not isinstance(words, Open):
        return _plain(words)
    mark = _("To be filled in by the city") if words.is_blank else _("Open")
    return f"**{mark}:** {_plain(words)}"


def _plain(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", str(words)).strip())
