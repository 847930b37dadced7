"""Prints the record of processing, the measures or the draft of an impact assessment."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.privacy.documents.drawing_up import KINDS, draw_up
from wagtail_anliegen.privacy.documents.views import FORMATS


class Command(BaseCommand):
    help = "Draws up a data-protection document of a site from its configuration."

    def add_arguments(self, parser):
        parser.add_argument("--site", help="hostname of the site (default: the default site)")
        parser.add_argument(
            "--document", choices=list(KINDS), default="record", help="default: %(default)s"
        )
        parser.add_argument(
            "--format", choices=list(FORMATS), default="md", help="default: %(default)s"
        )

    def handle(self, *args, **options):
        draw, _content_type = FORMATS[options["format"]]
        document = draw_up(find_site(options["site"]), options["document"])
        self.stdout.write(draw(document), ending="")
