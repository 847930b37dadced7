"""For cron, every night: erases what is older than the editors' periods allow."""

from django.core.management.base import BaseCommand
from wagtail.models import Site

from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.privacy.retention import due, run, words_of


class Command(BaseCommand):
    help = (
        "Erases what is older than the retention periods allow. It may be stopped at any moment; "
        "the next run goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("--site", help="hostname of the site (default: all sites)")
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")
        parser.add_argument("--limit", type=int, help="stop after so many rows of a site")

    def handle(self, *args, **options):
        sites = [find_site(options["site"])] if options["site"] else Site.objects.all()
        for site in sites:
            if options["dry_run"]:
                self._say_what_is_due(site)
            else:
                self._run(site, options)

    def _say_what_is_due(self, site):
        for each in due(site):
            self.stdout.write(f"{site}: {each.count()} due: {words_of(each.rule)}")

    def _run(self, site, options):
        def progress(each, done):
            if options["verbosity"] > 1:
                self.stdout.write(f"{site}: {done} done: {words_of(each.rule)}")

        gone = run(site, limit=options["limit"], progress=progress)
        if options["verbosity"]:
            self.stdout.write(
                f"{site}: erased {gone.reports} times in reports, {gone.files} files, "
                f"{gone.mails} mails."
            )
