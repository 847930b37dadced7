"""Loads the demo town, or prints who may log in."""

import csv

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.test.utils import override_settings
from wagtail.models import Site

from example_site.home.desk import load_desk
from example_site.home.loading import PASSWORD, load_structure
from example_site.home.models import HomePage
from example_site.town import catalogue
from wagtail_anliegen.geo.models import Street
from wagtail_anliegen.geo.names import search_name


#: Role → what to look at as such a person.
SHOWN = {
    "dispatcher": "sees all reports, forwards what has no department",
    "clerk": "works on the reports of one department",
    "lead": "the same, as the head of the department",
    "readonly": "looks, but cannot change",
    "confidential": "also sees complaints about staff",
    "privacy": "hands out and erases personal data, keeps periods",
    "editor": "keeps categories, questions, departments, districts, rules",
}


class Command(BaseCommand):
    help = "Loads the fictional town of Lerchenfurt with a year of reports."

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="only print the logins")
        parser.add_argument("--address", default="127.0.0.1:8000", help="where it is served")
        parser.add_argument("--no-reports", action="store_true", help="structure only")

    def handle(self, *args, **options):
        if options["logins"]:
            self._listen_on(options["address"])
            self._print_logins(options["address"])
            return
        with override_settings(ANLIEGEN_NUDGE=False):
            self._load(with_reports=not options["no_reports"])

    def _load(self, *, with_reports):
        """Safe to call again: what is there stays, and an interrupted load goes on."""
        if not HomePage.objects.exists():
            self.stdout.write("Building Lerchenfurt; this takes two or three minutes, once.")
            with transaction.atomic():
                self._load_streets(load_structure())
        site = Site.objects.get(is_default_site=True)
        if with_reports:
            # Draws pictures, which a mere look at the logins should not wait for.
            from example_site.home.history import load_history

            count = load_history(site, tell=self.stdout.write)
            load_desk(site)
            self.stdout.write(f"{count} reports loaded.")

    def _load_streets(self, site):
        with (settings.BASE_DIR / "town" / "streets.csv").open(encoding="utf-8") as file:
            Street.objects.bulk_create(
                Street(
                    site=site,
                    name=row["street"],
                    search_name=search_name(row["street"]),
                    latitude=float(row["latitude"]),
                    longitude=float(row["longitude"]),
                )
                for row in csv.DictReader(file)
            )

    def _listen_on(self, address):
        """Links in mails and QR codes name the port that the town is served on."""
        hostname, _colon, port = address.partition(":")
        Site.objects.filter(is_default_site=True).update(hostname=hostname, port=port or 80)
        Site.clear_site_root_paths_cache()

    def _print_logins(self, address):
        self.stdout.write(f"\n  The town:    http://{address}/")
        self.stdout.write(f"  Its admin:   http://{address}/admin/")
        self.stdout.write(f"  Its mails:   {settings.VAR_DIR / 'mails'}, one file each")
        self.stdout.write(f"\n  Password of everybody: {PASSWORD}\n")
        rows = [("admin", "superuser", "sees and may everything")]
        for role, what in SHOWN.items():
            person = next(person for person in catalogue.STAFF if person.role == role)
            rows.append((person.username, role, f"{what} ({person.department})"))
        for username, role, what in rows:
            self.stdout.write(f"  {username:20}{role:14}{what}")
        self.stdout.write("")
