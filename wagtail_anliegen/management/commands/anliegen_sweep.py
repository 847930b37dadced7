"""For cron, once an hour or once a day."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.conf import conf
from wagtail_anliegen.intake.sweep import sweep
from wagtail_anliegen.photos.rescanning import scan_files
from wagtail_anliegen.planner import refresh_statistics


class Command(BaseCommand):
    help = (
        "Removes expired unfinished reports and photos that belong to nothing; "
        "has the virus scanner look at what waits for it; lets SQLite look at its tables anew."
    )

    def handle(self, *args, **options):
        swept = sweep()
        scanned = scan_files() if conf.SCANNER else None
        refresh_statistics()
        if options["verbosity"]:
            self.stdout.write(
                f"Removed {swept.drafts} unfinished reports, {swept.photos} photos, "
                f"{swept.files} files."
            )
        if scanned and scanned.trouble:
            self.stderr.write(f"The virus scanner does not answer: {scanned.trouble}")
        elif scanned and options["verbosity"]:
            self.stdout.write(
                f"Scanned {scanned.clean + scanned.infected} files that waited, "
                f"{scanned.infected} of them infected and removed."
            )
