"""Takes a configuration file over, or says what it would do."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.setup.merge import Refused, apply, check
from wagtail_anliegen.setup.outcome import Change, Outcome
from wagtail_anliegen.setup.reading import read_document


class Command(BaseCommand):
    help = "Takes a configuration file over, whole or not at all; deletes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", help="hostname of the site (default: the default site)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args, **options):
        site = find_site(options["site"])
        try:
            document = read_document(options["file"].read_bytes())
            outcome = (check if options["dry_run"] else apply)(site, document)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except Refused as error:
            outcome = error.outcome
        if outcome.problems:
            raise CommandError("\n".join(map(str, outcome.problems)))
        self._say(outcome)

    def _say(self, outcome: Outcome) -> None:
        for entry in outcome.to_do:
            self.stdout.write(f"{entry.path}: {entry.title}: {entry.change.value}")
            for field in entry.fields:
                self.stdout.write(f"  {field.name}: {field.old} → {field.new}")
        for label, titles in outcome.kept:
            self.stdout.write(f"{label}, not in the file: {', '.join(titles)}")
        for note in outcome.notes:
            self.stderr.write(note)
        self.stdout.write(", ".join(f"{outcome.count(change)} {change.value}" for change in Change))
