"""For cron, once a night."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.reports.turnaround import measure


class Command(BaseCommand):
    help = "Measures how long the reports of each category really take."

    def handle(self, *args, **options):
        categories = measure()
        if options["verbosity"]:
            self.stdout.write(f"Measured {categories} categories.")
