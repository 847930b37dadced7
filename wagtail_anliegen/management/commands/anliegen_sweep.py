"""For cron, once an hour or once a day."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.intake.sweep import sweep
from wagtail_anliegen.planner import refresh_statistics


class Command(BaseCommand):
    help = (
        "Removes expired unfinished reports and photos that belong to nothing; "
        "lets SQLite look at its tables anew."
    )

    def handle(self, *args, **options):
        swept = sweep()
        refresh_statistics()
        if options["verbosity"]:
            self.stdout.write(
                f"Removed {swept.drafts} unfinished reports, {swept.photos} photos, "
                f"{swept.files} files."
            )
