"""For cron, every few minutes or once a day."""

from django.core.management.base import BaseCommand

from wagtail_anliegen.casework.delegation.engine import grow_older, work_off


class Command(BaseCommand):
    help = "Lets the rules of delegation act: on what is old enough, and on what was left over."

    def handle(self, *args, **options):
        # Before and after: what a rule about age does may set off another rule.
        acted = work_off() + grow_older() + work_off()
        if options["verbosity"]:
            self.stdout.write(f"Rules acted {acted} times.")
