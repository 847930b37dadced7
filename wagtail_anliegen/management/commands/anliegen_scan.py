"""For cron, every few minutes, where a virus scanner is set."""

from django.core.management.base import BaseCommand, CommandError

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.rescanning import give_up, scan_files


class Command(BaseCommand):
    help = (
        "Has the virus scanner look at photos and attachments that came while it did not answer; "
        "removes what it finds. Ends with 1 if the scanner does not answer."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="also files that were scanned before, or came when there was no scanner",
        )
        parser.add_argument(
            "--give-up",
            action="store_true",
            help="there is no scanner any more: let out what waits for it, unscanned",
        )

    def handle(self, *args, **options):
        if options["give_up"]:
            if conf.SCANNER:
                raise CommandError("ANLIEGEN_SCANNER is set: take it away first.")
            self.stdout.write(f"Let {give_up()} files out that nobody scanned.")
            return
        if not conf.SCANNER:
            raise CommandError("ANLIEGEN_SCANNER is not set.")
        found = scan_files(again=options["again"])
        if options["verbosity"]:
            self.stdout.write(
                f"{found.clean} files are clean, {found.infected} were infected and removed, "
                f"{found.waiting} wait."
            )
        if found.trouble:
            raise CommandError(f"The virus scanner does not answer: {found.trouble}")
