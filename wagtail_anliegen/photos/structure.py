"""Looks at how a file is put together before a decoder does.

A few hundred kilobytes of empty segments, chunks or scans can keep a decoder busy for minutes,
whatever the size of the picture.
"""

import re
import struct


MAX_SEGMENTS = 1_000
MAX_SCANS = 100
MAX_FILLING = 4_096
MAX_CHUNKS = 20_000

_PNG = b"\x89PNG\r\n\x1a\n"
_MARKER = re.compile(rb"(?<=\xff)[^\x00\xd0-\xd7\xff]")
_START_OF_SCAN, _END = 0xDA, 0xD9


class TooManyParts(ValueError):
    """No camera writes such a file."""


def check_structure(content: bytes) -> None:
    """Raise ``TooManyParts`` for a JPEG or PNG that would keep its decoder busy for long."""
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
    elif content.startswith(_PNG):
        _check_png(content)


def _check_jpeg(content: bytes) -> None:
    at, segments, scans, filling = 2, 0, 0, 0
    while marker := _MARKER.search(content, at):
        code = content[marker.start()]
        if not scans:  # afterwards the picture itself lies between the markers
            filling += marker.start() - 1 - at
        if code == _END:
            return
        segments += 1
        scans += code == _START_OF_SCAN
        if segments > MAX_SEGMENTS or scans > MAX_SCANS or filling > MAX_FILLING:
            raise TooManyParts
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2])


def _check_png(content: bytes) -> None:
    at = len(_PNG)
    for _chunk in range(MAX_CHUNKS):
        if at + 8 > len(content):
            return
        (length,) = struct.unpack_from(">I", content, at)
        at += length + 12
    raise TooManyParts
