"""Tells people what comes back to their desks today: for cron, once a working day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from wagtail_anliegen.casework.reminders import remind


class Command(BaseCommand):
    help = "Queues a mail for each follow-up that is due. Again on the same day: no second mail."

    def handle(self, *args, **options):
        self.stdout.write(f"{remind(timezone.localdate())} reminded")
