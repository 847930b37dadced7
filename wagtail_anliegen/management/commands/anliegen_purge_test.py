"""Removes what a test phase left behind."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.setup.purge import purge_test_reports, what_to_purge


class Command(BaseCommand):
    help = "Removes the reports of a test mode with all that belongs to them, and nothing else."

    def add_arguments(self, parser):
        parser.add_argument("--site", help="hostname of the site (default: the default site)")
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args, **options):
        site = find_site(options["site"])
        purge = (what_to_purge if options["dry_run"] else purge_test_reports)(site)
        verb = "To remove" if options["dry_run"] else "Removed"
        self.stdout.write(
            f"{verb}: {purge.reports} test reports, {purge.photos} photos, {purge.mails} mails."
        )
        if purge.kept:
            self.stderr.write(f"Kept, since real reports hang on them: {', '.join(purge.kept)}")
