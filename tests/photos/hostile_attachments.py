"""Odd and hostile files that somebody might attach to a note, made by code.

Each entry is (file name, maker, verdict): ``True`` is accepted, ``False`` refused, ``None`` either.
"""

import io
import struct
import zipfile
import zlib

from tests.photos import hostile
from tests.photos.hostile import SCRIPT


def archive(*members: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in members:
            file.writestr(name, contents.get(name, b"<xml/>"))
    return out.getvalue()


def document(*more: str) -> bytes:
    return archive("[Content_Types].xml", "word/document.xml", *more)


def bomb(megabytes: int) -> bytes:
    """A Word document whose text unpacks to so much; it is a thousandth of that itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        with file.open("word/document.xml", "w", force_zip64=True) as member:
            for _part in range(megabytes):
                member.write(bytes(1024 * 1024))
    return out.getvalue()


def bomb_that_lies() -> bytes:
    """Says in its directory that it unpacks to one byte."""
    content = bytearray(bomb(50))
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 1)
    return bytes(content)


def overlapping() -> bytes:
    """Many entries that point at one and the same packed part."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(10_000_000)) + packer.flush()
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10**7, 1, 0)
    out, entries = head + b"x" + packed, b""
    for number in range(2_000):
        name = b"word/document.xml" if not number else b"word/%05d.xml" % number
        entries += struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10**7),
            *(len(name), 0, 0, 0, 0, 0, 0),
        )
        entries += name
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2_000, 2_000, len(entries), len(out), 0)
    return out + entries + end


def many_members(count: int) -> bytes:
    """A directory of empty files, as many as fit."""
    entry = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    entries = (entry + b"x") * count
    start = b"PK\x03\x04" + bytes(26)
    end = struct.pack(
        "<4sHHHHIIH",
        *(b"PK\x05\x06", 0, 0, min(count, 0xFFFE), min(count, 0xFFFE)),
        *(len(entries), len(start), 0),
    )
    return start + entries + end


def pdf_and_zip() -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF\n")
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("evil.html", SCRIPT)
    return out.getvalue()


def _files():
    yield "Brief.docx", document, True
    yield "Plan.pdf", lambda: b"%PDF-1.7\n%%EOF\n", True

    # What unpacks to a lot.
    yield "Bombe.docx", lambda: bomb(1_500), False
    yield "Lüge.docx", bomb_that_lies, None
    yield "Überlappend.docx", overlapping, False
    yield "Viele.docx", lambda: many_members(400_000), False
    yield "Bombe.zip", lambda: bomb(10), False

    # What runs.
    for member in (
        "word/vbaProject.bin",
        "word/VBAPROJECT.BIN",
        "word/vbaData.xml",
        "word/activeX/activeX1.bin",
    ):
        yield "Makro.docx", lambda m=member: document(m), False
    for member in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"):
        yield "Makro.xlsx", lambda m=member: archive("xl/workbook.xml", m), False
    for member in ("Basic/Standard/Module1.xml", "Scripts/python/evil.py"):
        yield "Makro.odt", lambda m=member: archive("content.xml", m), False
    yield "Makro.docm", document, False
    yield "Makro.xlsm", lambda: archive("xl/workbook.xml"), False
    yield "Alt.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), False
    yield "Umbenannt.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), False

    # Two things at once.
    yield "Beides.pdf", pdf_and_zip, True  # begins as a PDF, and is only ever saved
    yield "Beides.docx", pdf_and_zip, False
    yield "Seite.pdf", lambda: b"<html>" + SCRIPT + b"%PDF-1.7", False
    yield "Seite.pdf", lambda: b" %PDF-1.7" + SCRIPT, False
    yield "Bild.jpg", lambda: hostile.jpeg() + SCRIPT, True
    yield "Bild.png", hostile.html_with_png_start, True  # begins as one, and is only ever saved
    yield "Bild.webp", lambda: b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT, True

    # Not what the name says.
    yield "Bild.jpg", hostile.svg, False
    yield "Bild.png", hostile.jpeg, False
    yield "Bild.pdf", lambda: b"MZ" + bytes(500), False
    yield "Tabelle.xlsx", document, False
    yield "Brief.docx", lambda: archive("evil.exe"), False
    yield "Brief.docx", lambda: document()[:-30], False
    yield "Brief.docx", lambda: b"", False
    yield "Brief.docx", lambda: b"PK\x03\x04", False
    for name in ("Seite.html", "Bild.svg", "los.exe", "los.js", "los.bat", "los.lnk", "x.iso"):
        yield name, lambda: SCRIPT, False
    for name in ("Plan.pdf.exe", "Plan.pdf ", "Plan.pdf.", "Plan", ".pdf.html", "Plan.p\u202edf"):
        yield name, lambda: b"%PDF-1.7", False

    # Names that want to be somewhere else or to look like something else.
    for name in (
        "../../../etc/passwd.pdf",
        "..\\..\\windows\\system32\\x.pdf",
        "/etc/cron.d/x.pdf",
        "C:\\autoexec.pdf",
        "Rechnung\u202efdp.exe.pdf",
        "Plan\r\nSet-Cookie: x=1.pdf",
        "Plan\x1b[31m.pdf",
        '"><script>alert(1)<script>.pdf',
        "a" * 5_000 + ".pdf",
        "Plan.PDF",
        "\u200b\u200d.pdf",
        "CON.pdf",
        "%2e%2e%2fpasswd.pdf",
    ):
        yield name, lambda: b"%PDF-1.7", True


ATTACHMENTS = list(_files())
