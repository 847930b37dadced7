"""Looks whether everything is there: after a restore, after moving, or just so."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Revision

from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanning import Scan
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.models import Report, Reporter, StatusUpdate
from wagtail_anliegen.reports.reference import TEST, ReferenceCounter
from wagtail_anliegen.reports.secrets import hash_of, token_for


SHOWN = 20
FILES = ("original", "display", "thumbnail")
COUNTED = (
    Report,
    Reporter,
    StatusUpdate,
    Photo,
    NoteAttachment,
    OutgoingMessage,
    ExternalLink,
    ExternalMessage,
)


class Command(BaseCommand):
    help = (
        "Checks that nothing is missing or damaged: files of photos and attachments and their "
        "checksums, the sequence of references, secret links, revisions. Changes nothing; exits "
        "with 1 if something is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("--without-files", action="store_true", help="do not read any files")

    def handle(self, *args, **options):
        for model in COUNTED:
            self.stdout.write(f"{model._meta.label_lower}: {model.objects.count()}")
        checks = {
            "references": reference_problems,
            "secret links": link_problems,
            "histories": history_problems,
            "revisions": revision_problems,
        }
        if not options["without_files"]:
            checks["photos"] = photo_problems
            checks["attachments"] = attachment_problems
        wrong = sum(self._check(name, problems) for name, problems in checks.items())
        if wrong:
            raise CommandError(f"{wrong} problems")
        self.stdout.write("Everything is there.")

    def _check(self, name: str, problems) -> int:
        count = 0
        for count, problem in enumerate(problems(), start=1):
            if count <= SHOWN:
                self.stderr.write(f"{name}: {problem}")
        if count > SHOWN:
            self.stderr.write(f"{name}: and {count - SHOWN} more")
        if not count:
            self.stdout.write(f"{name}: correct")
        return count


def reference_problems() -> Iterator[str]:
    """Numbers run from 1 to the counter of their site, year and series, each once."""
    given = defaultdict(list)
    for site, reference in Report.objects.order_by().values_list("site", "reference").iterator():
        is_test = reference.startswith(TEST)
        year, _dash, number = reference.removeprefix(TEST).partition("-")
        if not (year.isdecimal() and number.isdecimal()):
            yield f"{reference} of site {site} is no reference"
            continue
        given[site, is_test, int(year)].append(int(number))
    counters = {(c.site_id, c.is_test, c.year): c.last for c in ReferenceCounter.objects.all()}
    for key in sorted(given.keys() | counters.keys()):
        yield from _sequence_problems(*key, given[key], counters.get(key, 0))


def _sequence_problems(
    site: int, is_test: bool, year: int, numbers: list[int], last: int
) -> Iterator[str]:
    year = f"{TEST if is_test else ''}{year}"
    where = f"site {site}, {year}"
    known = set(numbers)
    if twice := len(numbers) - len(known):
        yield f"{where}: {twice} numbers were given twice"
    for number in range(1, last + 1):
        if number not in known:
            yield f"{where}: {year}-{number:06d} is missing"
    if known and max(known) > last:
        yield f"{where}: the counter is at {last}, but {year}-{max(known):06d} exists"


def link_problems() -> Iterator[str]:
    """The secret links that were sent can still be derived: the site's key is the same."""
    rows = Report.objects.order_by().values_list("reference", "link_seed", "link_hash")
    for reference, seed, expected in rows.iterator():
        if hash_of(token_for(seed, expected)) != expected:
            yield f"{reference}: its link does not fit SECRET_KEY or SECRET_KEY_FALLBACKS"
    links = ExternalLink.objects.alive().order_by("pk").select_related("report")
    for link in links.iterator():
        if hash_of(link.token) != link.token_hash:
            yield f"{link.report.reference}: the link for “{link.name}” does not fit any more"


def history_problems() -> Iterator[str]:
    """Every report has at least the entry of its arrival."""
    bare = Report.objects.filter(updates=None).order_by("pk").values_list("reference", flat=True)
    for reference in bare.iterator():
        yield f"{reference} has no history"


def revision_problems() -> Iterator[str]:
    """A revision holds what an editor edits, and nothing that erasure would have to find."""
    allowed = {"pk", *Report.editorial_fields}
    kind = ContentType.objects.get_for_model(Report)
    revisions = Revision.objects.filter(content_type=kind).order_by("pk")
    for pk, object_id, content in revisions.values_list("pk", "object_id", "content").iterator():
        if extra := sorted(content.keys() - allowed):
            yield f"revision {pk} of report #{object_id} also holds {', '.join(extra)}"


def photo_problems() -> Iterator[str]:
    """All files can be read that are still kept, and the original is still what it was.

    Of one in which a virus was found there are none.
    """
    for photo in Photo.objects.exclude(scan=Scan.INFECTED).order_by("pk").iterator():
        for name in FILES:
            if name == "original" and not photo.sha256:
                continue  # its period is over
            try:
                with getattr(photo, name).open() as file:
                    checksum = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, ValueError) as error:
                yield f"{photo.uuid}: {name} cannot be read ({type(error).__name__})"
                continue
            if name == "original" and checksum != photo.sha256:
                yield f"{photo.uuid}: the original is damaged"


def attachment_problems() -> Iterator[str]:
    """The file can be read, and is still what was attached."""
    for attachment in NoteAttachment.objects.exclude(scan=Scan.INFECTED).order_by("pk").iterator():
        try:
            with attachment.file.open() as file:
                checksum = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError) as error:
            yield f"attachment {attachment.pk} cannot be read ({type(error).__name__})"
            continue
        if checksum != attachment.sha256:
            yield f"attachment {attachment.pk} is damaged"
