"""Writes the configuration of a site as one JSON file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.setup.export import export_configuration
from wagtail_anliegen.setup.schema import schema


class Command(BaseCommand):
    help = "Writes settings, departments, districts, categories and rules as one JSON file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="default: standard output")
        parser.add_argument("--site", help="hostname of the site (default: the default site)")
        parser.add_argument(
            "--schema", action="store_true", help="write the JSON Schema of the format instead"
        )

    def handle(self, *args, **options):
        document = (
            schema() if options["schema"] else export_configuration(find_site(options["site"]))
        )
        text = json.dumps(document, indent=1, ensure_ascii=False)
        if options["file"]:
            options["file"].write_text(f"{text}\n", encoding="utf-8")
        else:
            self.stdout.write(text)
