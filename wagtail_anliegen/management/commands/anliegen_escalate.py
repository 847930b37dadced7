"""For cron, once a day in the morning."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.casework.escalation.ladder import escalate


class Command(BaseCommand):
    help = "Tells whoever the escalation levels name about late reports, each level once."

    def handle(self, *args, **options):
        mails = escalate()
        if options["verbosity"]:
            self.stdout.write(f"Wrote {mails} mails.")
