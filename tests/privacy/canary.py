"""A report with a canary in every field that can hold one, and the search for it everywhere."""

import io
import sqlite3
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from tests.factories import member_of
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.asking import ask
from wagtail_anliegen.casework.external import invite
from wagtail_anliegen.casework.follow_ups import set_follow_up
from wagtail_anliegen.casework.notes import reword_note
from wagtail_anliegen.conf import conf
from wagtail_anliegen.intake.submit import Contact, Submission, submit_report
from wagtail_anliegen.moderation.review import request_changes
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.external.receiving import receive as receive_external
from wagtail_anliegen.tracking.replying import receive


#: In each canary, whatever else stands in it; as one word, so that the search index has it too.
WORD = "kanarienvogel"


def canary(where: str) -> str:
    return f"{WORD}{where}"


def photo_with_canary() -> bytes:
    """A JPEG whose metadata hold the canary, as a camera writes them."""
    out = io.BytesIO()
    image = Image.new("RGB", (320, 200), "teal")
    exif = image.getexif()
    exif[0x010E] = canary("exif")
    image.save(out, "JPEG", exif=exif, comment=canary("comment").encode())
    return out.getvalue()


def pdf() -> SimpleUploadedFile:
    content = b"%PDF-1.7 " + canary("attachment").encode()
    return SimpleUploadedFile(f"{canary('filename')}.pdf", content)


def report_with_canaries(category) -> Report:
    """A report with a whole life behind it, each of whose words holds a canary."""
    report = submit_report(
        Submission(
            key=canary("key"),
            site=category.site,
            category=category,
            language="de",
            description=canary("description"),
            latitude=51.65,
            longitude=7.85,
            address=canary("address"),
            location_note=canary("place"),
            answers=[{"code": "x", "question": "Was?", "answer": canary("answer")}],
            contact=Contact(
                name=canary("name"), email=f"{canary('mail')}@example.org", phone=canary("phone")
            ),
            photos=[store_photo(photo_with_canary()).pk],
        )
    )
    clerk = member_of(report.department)
    note = actions.add_note(report, text=canary("note"), user=clerk, files=[pdf()])
    reword_note(report, note=note, text=canary("reworded"), user=clerk)
    actions.answer(report, text=canary("reply-of-the-city"), user=clerk)
    request_changes(report, user=clerk, comment=canary("workflow"))
    ask(report, text=canary("question"), user=clerk)
    actions.release_report(
        report, public_text=canary("public"), address=canary("public-address"), user=clerk
    )
    set_follow_up(report, due_on=report.created_at.date(), reason=canary("follow-up"), user=clerk)
    invite(
        report,
        user=clerk,
        name=canary("firm"),
        email=f"{canary('firm')}@example.org",
        message=canary("request"),
        text=canary("case"),
        address=canary("site"),
        with_contact=True,
    )
    receive(report, kind=Reply.Kind.MESSAGE, text=canary("reply"), key="reply")
    link = report.external_links.get()
    receive_external(link, kind="message", text=canary("from-outside"), key="outside")
    return Report.objects.get(pk=report.pk)


def places_with_canary() -> list[str]:
    """Where the canary is still found: tables of the dump, files, bytes of the database."""
    return [*_in_database(), *files_with_canary()]


def files_with_canary(*, remove: bool = False) -> list[str]:
    """Files of ours that hold the canary; what an earlier test left can be removed."""
    files = [path for path in Path(conf.PRIVATE_ROOT).rglob("*") if path.is_file()]
    found = [path for path in files if WORD.encode() in path.read_bytes().lower()]
    for path in found if remove else ():
        path.unlink()
    return [path.name for path in found]


def _in_database() -> list[str]:
    return _in_sqlite() if connection.vendor == "sqlite" else _in_postgresql()


def _in_sqlite() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    name = connection.settings_dict["NAME"]
    with sqlite3.connect(name) as copy:
        # Blobs stand in a dump as hexadecimal digits.
        found = [line[:120] for line in copy.iterdump() if _has_it(line)]
    if WORD.encode() in Path(name).read_bytes().lower():
        found.append("the bytes of the database file")
    return found


def _has_it(line: str) -> bool:
    line = line.lower()
    return WORD in line or WORD.encode().hex() in line


def _in_postgresql() -> list[str]:
    found = []
    for table in connection.introspection.table_names():
        quoted = connection.ops.quote_name(table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {quoted} AS t WHERE lower(t::text) LIKE %s", [f"%{WORD}%"]
            )
            if count := cursor.fetchone()[0]:
                found.append(f"{table}: {count}")
    return found
