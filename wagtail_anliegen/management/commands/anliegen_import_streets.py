"""Takes streets over from a CSV file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from wagtail_anliegen.geo.street_files import import_streets
from wagtail_anliegen.management.sites import find_site


class Command(BaseCommand):
    help = "Takes streets over from a CSV file (street, latitude, longitude); again: no change."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", help="hostname of the site (default: the default site)")

    def handle(self, *args, **options):
        site = find_site(options["site"])
        try:
            report = import_streets(site, options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        for line, reason in report.refused:
            self.stderr.write(f"Line {line}: {reason}")
        self.stdout.write(
            f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, "
            f"{len(report.refused)} refused"
        )
