"""For cron, once an hour or once a day."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.intake.sweep import sweep


class Command(BaseCommand):
    help = "Removes expired unfinished reports and photos that belong to nothing."

    def handle(self, *args, **options):
        swept = sweep()
        if options["verbosity"]:
            self.stdout.write(
                f"Removed {swept.drafts} unfinished reports, {swept.photos} photos, "
                f"{swept.files} files."
            )
