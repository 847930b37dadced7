"""Takes reports over from a CSV file of an older system."""

import csv
import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override
from wagtail.models import Locale

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.routing.rules import NoCentralInbox
from wagtail_anliegen.setup.old_reports import OldReports, Takeover
from wagtail_anliegen.setup.old_rows import Mapping


class Command(BaseCommand):
    help = "Takes reports over from a CSV file; again: no change. Sends no mail."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON file: what words are called here")
        parser.add_argument("--refused", type=Path, help="CSV file to write: line, number, reason")
        parser.add_argument("--site", help="hostname of the site (default: the default site)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args, **options):
        site = find_site(options["site"])
        with override(Locale.get_default().language_code):
            try:
                mapping = self._mapping(options["mapping"])
                outcome = OldReports(site, mapping).take(
                    options["file"], dry_run=options["dry_run"]
                )
            except (OSError, NoCentralInbox) as error:
                raise CommandError(str(error)) from error
            except ValidationError as error:
                raise CommandError("\n".join(error.messages)) from error
        self._say(outcome, options["refused"])

    def _mapping(self, path: Path | None) -> Mapping:
        if path is None:
            return Mapping()
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            raise CommandError(f"{path} is no JSON file: {error}") from error
        return Mapping.read(data)

    def _say(self, outcome: Takeover, path: Path | None) -> None:
        if path:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";")
                writer.writerow(["line", "number", "reason"])
                writer.writerows(outcome.refused)
        else:
            for line, number, reason in outcome.refused:
                self.stderr.write(f"Line {line} ({number}): {reason}")
        self.stdout.write(
            f"{outcome.new} new, {outcome.known} known already, {len(outcome.refused)} refused"
        )
