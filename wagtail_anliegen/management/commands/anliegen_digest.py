"""For cron, once a working day in the morning."""

from django.core.management.base import BaseCommand, CommandError

from wagtail_anliegen.notifications.digest import send_digests


class Command(BaseCommand):
    help = "Queues the digests of mailboxes and people. Again on the same day: no second mail."

    def handle(self, *args, **options):
        morning = send_digests()
        if options["verbosity"]:
            self.stdout.write(f"Wrote {morning.written} digests.")
        if morning.failed:
            raise CommandError(f"{morning.failed} digests failed, see the log; run it again.")
