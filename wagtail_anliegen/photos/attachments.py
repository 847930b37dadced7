"""Files that staff attach to internal notes: checked, renamed, and kept beside the photos."""

import hashlib
import re
import unicodedata
import uuid
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.conf import conf
from wagtail_anliegen.reports.models import Note

from .scanning import Scanned, look
from .storage import private_storage


FOLDER = "attachments"
NAME_LENGTH = 120


@dataclass(frozen=True)
class Kind:
    """What a file of this ending begins with and, if it is an archive, has to hold."""

    content_type: str
    begins: tuple[bytes, ...]
    holds: str = ""


_ZIP, _OFFICE = (b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": Kind("image/webp", (b"RIFF",)),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", _ZIP, "word/document.xml"),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _ZIP, "xl/workbook.xml"),
    "pptx": Kind(f"{_OFFICE}.presentationml.presentation", _ZIP, "ppt/presentation.xml"),
    "odt": Kind(f"{_OPEN}.text", _ZIP, "content.xml"),
    "ods": Kind(f"{_OPEN}.spreadsheet", _ZIP, "content.xml"),
    "odp": Kind(f"{_OPEN}.presentation", _ZIP, "content.xml"),
}
#: More parts than an office document has, and more bytes than it unpacks to.
MOST_PARTS, MOST_UNPACKED = 20_000, 1024**3
#: What runs when a document is opened: macros of Word, Excel and LibreOffice, controls.
_RUNS = re.compile(r"vbaproject|vbadata|activex/|macrosheets/|^basic/|^scripts/", re.IGNORECASE)
_SAME = {"jpeg": "jpg"}
ACCEPT = ",".join(f".{ending}" for ending in [*KINDS, *_SAME])
_OURS = re.compile(rf"{FOLDER}/([0-9a-f]{{2}})/\1[0-9a-f]{{30}}\.({'|'.join(KINDS)})")


def attachment_path(instance, filename: str) -> str:
    """A generated name; of the given one only an allowed ending is left."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}.{instance.ending}"


def is_attachment_path(name: str) -> bool:
    """Whether ``attachment_path`` can have made this name."""
    return bool(_OURS.fullmatch(name))


class NoteAttachment(Scanned):
    """A file of an internal note; ``name`` is only shown, never used as a path."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="attachments")
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=attachment_path, max_length=200
    )
    name = models.CharField(_("file name"), max_length=NAME_LENGTH)
    ending = models.CharField(max_length=8, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self):
        return f"#{self.note_id}"

    @property
    def content_type(self) -> str:
        return KINDS[self.ending].content_type

    def delete_files(self) -> None:
        """Remove the file from storage."""
        self.file.delete(save=False)


def check_file(upload) -> str:
    """The ending of an uploaded file, once its size and its content are found to fit it.

    Raises ``ValidationError``.
    """
    ending = PurePath(upload.name).suffix.lower().lstrip(".")
    ending = _SAME.get(ending, ending)
    if ending not in KINDS:
        raise ValidationError(
            gettext("“%(name)s” is none of these: %(endings)s.")
            % {"name": clean_name(upload.name), "endings": get_text_list([*KINDS], gettext("or"))}
        )
    if upload.size > conf.MAX_ATTACHMENT_BYTES:
        limit = conf.MAX_ATTACHMENT_BYTES // 1024 // 1024
        raise ValidationError(
            gettext("“%(name)s” is larger than %(limit)s MB.")
            % {"name": clean_name(upload.name), "limit": limit}
        )
    if not _is_what_it_says(upload, KINDS[ending]):
        raise ValidationError(
            gettext("“%(name)s” is not what its name says, or holds macros.")
            % {"name": clean_name(upload.name)}
        )
    return ending


def _is_what_it_says(upload, kind: Kind) -> bool:
    upload.seek(0)
    head = upload.read(16)
    if not head.startswith(kind.begins):
        return False
    if kind.content_type == "image/webp":
        return head[8:12] == b"WEBP"
    if not kind.holds:
        return True
    if _directory_size(upload) > MOST_PARTS * 200:
        return False
    upload.seek(0)
    try:
        parts = zipfile.ZipFile(upload).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    # Nothing is ever unpacked here, but somebody will open it.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return False
    names = [part.filename for part in parts]
    return kind.holds in names and not any(_RUNS.search(name) for name in names)


def _directory_size(upload) -> int:
    """What the end of an archive says of its list of parts: reading a long one takes seconds."""
    upload.seek(max(0, upload.size - 65_557))
    end = upload.read()
    at = end.rfind(b"PK\x05\x06")
    return int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0


def clean_name(name: str) -> str:
    """A name to show: without folders, control characters and marks that turn the line round."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip()
    stem, dot, ending = name.rpartition(".")
    room = NAME_LENGTH - len(dot + ending)
    return f"{stem[:room]}{dot}{ending}"[:NAME_LENGTH] if dot else name[:NAME_LENGTH]


@dataclass(frozen=True)
class CheckedFile:
    """An uploaded file that is acceptable, and what the virus scanner said."""

    upload: File
    ending: str
    scan: str

    @property
    def content(self) -> bytes:
        self.upload.seek(0)
        return self.upload.read()


def look_at(upload) -> CheckedFile:
    """The file once nothing is wrong with it. Raises ``ValidationError``."""
    ending = check_file(upload)
    upload.seek(0)
    try:
        return CheckedFile(upload, ending, look(upload.read()))
    except ValidationError as error:
        raise ValidationError(
            gettext("“%(name)s”: %(reason)s")
            % {"name": clean_name(upload.name), "reason": " ".join(error.messages)},
            code=error.code,
        ) from error


def attach(note: Note, file: File | CheckedFile) -> NoteAttachment:
    """Keep a file with a note. Raises ``ValidationError`` when it is not acceptable.

    One that is not a ``CheckedFile`` waits for the virus scanner meanwhile, so check it before
    anything is locked. Of a transaction that fails later the file is left over, until
    ``anliegen_sweep``.
    """
    checked = file if isinstance(file, CheckedFile) else look_at(file)
    content = checked.content
    attachment = NoteAttachment(
        note=note,
        name=clean_name(checked.upload.name),
        ending=checked.ending,
        size=len(content),
        scan=checked.scan,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    kept = attachment.file
    kept.name = kept.field.generate_filename(attachment, "")
    try:
        kept.name = kept.storage.save(kept.name, ContentFile(content))
        with transaction.atomic():
            attachment.save()
    except BaseException:
        with suppress(OSError):
            attachment.delete_files()
        raise
    return attachment
