"""Takes districts over from a GeoJSON file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from wagtail_anliegen.geo.district_files import (
    Change,
    name_properties,
    plan_districts,
    save_districts,
)
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.geo.shapes import read_feature_collection
from wagtail_anliegen.management.sites import find_site


class Command(BaseCommand):
    help = "Takes districts over from a GeoJSON file, whole or not at all; removes none."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--level", type=int, choices=District.Level.values, default=1)
        parser.add_argument("--name-property", help="property of a feature that is its name")
        parser.add_argument("--site", help="hostname of the site (default: the default site)")

    def handle(self, *args, **options):
        site = find_site(options["site"])
        try:
            features = read_feature_collection(options["file"].read_bytes())
            names = name_properties(features)
            if not (options["name_property"] or names):
                raise CommandError("No property tells the features apart, so none can be a name.")
            plan = plan_districts(
                site,
                features,
                level=options["level"],
                name_property=options["name_property"] or names[0],
            )
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        save_districts(plan)
        self.stdout.write(
            ", ".join(f"{plan.count(change)} {change.value}" for change in Change)
            + f", {len(plan.kept)} not in the file"
        )
