"""What a document is made of; how it looks is decided in ``markdown`` and ``printing``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar


class Open(str):
    """Words about something that is off, missing or undecided; never a claim."""

    is_open = True
    is_blank = False


class Blank(Open):
    """Words about something that the city alone knows and has to fill in."""

    is_blank = True


def _open_among(words: Iterable[str]) -> list[Open]:
    return [each for each in words if isinstance(each, Open)]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    kind: ClassVar = "text"
    words: str

    def __iter__(self) -> Iterator[str]:
        yield self.words

    @property
    def points(self) -> list[Open]:
        return _open_among(self)


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar = "bullets"
    items: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        yield from self.items

    @property
    def points(self) -> list[Open]:
        return _open_among(self)


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of a row is its heading."""

    kind: ClassVar = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Row by row each cell with the head of its column, for narrow screens."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def points(self) -> list[Open]:
        """What is open in it, each behind the heading of its row."""
        return [
            type(words)(f"{row[0]}: {words}") for row in self.rows for words in _open_among(row)
        ]


Block = Text | Bullets | Table


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]

    @property
    def points(self) -> list[Open]:
        """What is open in it, each point once."""
        return list(dict.fromkeys(point for block in self.blocks for point in block.points))


@dataclass(frozen=True)
class Document:
    """One of the documents of one site, in the language that was active."""

    name: str
    title: str
    #: The article of the GDPR that asks for it, whose it is, and of which day.
    subtitle: str
    language: str
    sections: tuple[Section, ...] = field(default=())

    @property
    def open_points(self) -> list[tuple[str, Open]]:
        """What is off, missing or undecided, with the heading where it stands."""
        return [point for point in self._points() if not point[1].is_blank]

    @property
    def blanks(self) -> list[tuple[str, Open]]:
        """What the city has to fill in, with the heading where it stands."""
        return [point for point in self._points() if point[1].is_blank]

    @property
    def open_by_section(self) -> list[tuple[str, list[Open]]]:
        """The open points, heading by heading."""
        grouped = groupby(self.open_points, key=lambda point: point[0])
        return [(heading, [words for _heading, words in points]) for heading, points in grouped]

    def _points(self) -> Iterator[tuple[str, Open]]:
        for section in self.sections:
            for words in section.points:
                yield section.heading, words
