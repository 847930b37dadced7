"""The technical and organisational measures (Art. 32 GDPR), each as the settings have it now.

A row never claims what is off: it then says so as an open point. What the software does whatever
the settings say names the test that proves it.
"""

from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.privacy.models import RetentionRule
from wagtail_anliegen.reports.limits import FACTORS

from . import outside, safeguards
from .safeguards import Row, always, asked, switched
from .structure import Blank, Bullets, Section, Table, Text


def sections(site: Site) -> tuple[Section, ...]:
    return (
        Section(
            _("How to read this"),
            (
                Text(
                    _(
                        "Settings were read when this was drawn up. “Built in” is what the "
                        "software always does; the tests named as proof are part of its source "
                        "and can be run by anybody."
                    )
                ),
            ),
        ),
        _section(_("Access to the system"), _signing_in()),
        _section(_("Access to data"), _access()),
        _section(_("Encryption on the way"), _transport(site)),
        _section(_("Pseudonyms and as little data as possible"), _little(site)),
        _section(_("Photos and files"), _files()),
        _section(_("Integrity: who did what"), _integrity()),
        _section(_("Availability"), _availability(site)),
        _section(_("Erasing"), _erasing(site)),
        Section(_("Organisation"), (Bullets(tuple(_organisation())),)),
    )


def _section(heading: str, rows: list[Row]) -> Section:
    head = (_("Measure"), _("State"), _("Proof"))
    return Section(heading, (Table(head, tuple(rows)),))


def _signing_in() -> list[Row]:
    rules = safeguards.password_rules()
    return [
        switched(
            _("Rules for passwords"),
            bool(rules),
            on=_("rules: %(number)s") % {"number": len(rules)},
            off=_("no rules for passwords"),
            proof="AUTH_PASSWORD_VALIDATORS",
        ),
        (
            _("Passwords are stored as a hash"),
            safeguards.password_hasher(),
            "PASSWORD_HASHERS",
        ),
        switched(
            _("Second factor when signing in"),
            bool(safeguards.second_factor()),
            on=safeguards.second_factor(),
            off=_("no second factor in this installation; does a central sign-in ask for one?"),
            proof="INSTALLED_APPS",
        ),
        *_installation(),
    ]


def _installation() -> list[Row]:
    return [
        switched(
            _("Error pages without details"),
            not safeguards.debug(),
            on=_("DEBUG is off"),
            off=_("DEBUG is on: error pages show data and settings to everybody"),
            proof="DEBUG",
        ),
        switched(
            _("Long secret key"),
            safeguards.key_is_long(),
            on=_("long and random enough"),
            off=_("SECRET_KEY is short or was made for trying out"),
            proof="security.W009",
        ),
        switched(
            _("Answers to known host names only"),
            safeguards.hosts_are_named(),
            on=_("named one by one"),
            off=_("every host name is answered, or none is named"),
            proof="ALLOWED_HOSTS",
        ),
    ]


def _access() -> list[Row]:
    return [
        always(
            _("Staff see the reports of their departments only; what is not theirs is “not found”"),
            "tests/test_authorisation.py::test_no_address_of_a_report_shows_it_to_others",
        ),
        always(
            _("Confidential reports need a permission of their own"),
            "tests/test_authorisation.py::test_no_address_of_a_report_shows_it_to_others",
        ),
        always(
            _("Links for people outside lead to one report and end by themselves"),
            "tests/casework/test_external.py::test_a_link_that_leads_nowhere_does_not_tell_why",
        ),
        (
            _("Accounts that may see everything"),
            _("active accounts: %(number)s") % {"number": safeguards.superusers()},
            "is_superuser",
        ),
        *_neighbours(),
    ]


def _neighbours() -> list[Row]:
    if not safeguards.several_sites():
        return []
    words = _(
        "reports are apart, but whoever maintains categories, departments or rules "
        "may do so for every site"
    )
    proof = "docs/reference/permissions.md"
    return [asked(_("Cities that share the installation"), words, proof)]


def _transport(site: Site) -> list[Row]:
    seconds = safeguards.hsts_seconds()
    return [
        switched(
            _("Address of the website with HTTPS"),
            site.root_url.startswith("https://"),
            on=site.root_url,
            off=_("%(url)s: links in mails travel in the clear") % {"url": site.root_url},
            proof="wagtail_anliegen.W005",
        ),
        switched(
            _("Redirect from HTTP to HTTPS"),
            safeguards.redirects_to_https(),
            off=_("not by the application; does the web server do it?"),
            proof="SECURE_SSL_REDIRECT",
        ),
        switched(
            _("HTTPS demanded of browsers (HSTS)"),
            seconds > 0,
            on=_("%(seconds)s seconds") % {"seconds": seconds},
            off=_("not by the application; does the web server do it?"),
            proof="SECURE_HSTS_SECONDS",
        ),
        *(_cookie(name) for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")),
        *_between_machines(),
    ]


def _between_machines() -> list[Row]:
    mail = outside.mail_server()
    return [
        switched(
            _("Encrypted handing over of mails"),
            mail["tls"],
            on="TLS",
            off=_("without TLS: does the mail server stand on the same machine?"),
            proof="EMAIL_USE_TLS",
        ),
        _database(),
        (
            _("Encryption of the disks"),
            Blank(_("whether disks of database, photos and backups are encrypted")),
            "–",
        ),
    ]


def _cookie(name: str) -> Row:
    return switched(
        _("Cookies over HTTPS only"),
        safeguards.says(name),
        off=_("also without HTTPS"),
        proof=name,
    )


def _database() -> Row:
    vendor, host, is_safe = safeguards.database()
    words = _("%(vendor)s on this machine") % {"vendor": vendor}
    if host:
        words = _("%(vendor)s on another machine, encrypted") % {"vendor": vendor}
    return switched(
        _("Way to the database"),
        is_safe,
        on=words,
        off=_("%(vendor)s on another machine, encryption is not demanded") % {"vendor": vendor},
        proof="DATABASES",
    )


def _little(site: Site) -> list[Row]:
    hosts = outside.foreign_hosts(site)
    return [
        always(
            _("Contact data lies in a table of its own, apart from the report and its versions"),
            "tests/intake/test_submit.py::test_a_revision_holds_nothing_but_the_public_text",
        ),
        always(
            _("Of secret links the database holds only a hash"),
            "tests/intake/test_submit.py::"
            "test_the_receipt_carries_the_secret_link_which_the_database_does_not_hold",
        ),
        always(
            _("No network address is stored"),
            "tests/intake/test_protection.py::test_the_limiter_keeps_no_address",
        ),
        switched(
            _("Pages without foreign hosts"),
            not hosts,
            on=_("no foreign host is asked"),
            off=_("asked are: %(hosts)s") % {"hosts": ", ".join(hosts)},
            proof="tests/test_house.py::test_browser_code_asks_no_foreign_host",
        ),
        always(
            _("Words that look personal are marked before a text is released"),
            "tests/casework/test_case.py::"
            "test_words_that_tell_who_somebody_is_are_marked_and_named_before_the_release",
        ),
    ]


def _files() -> list[Row]:
    return [
        switched(
            _("Photos apart from what the web server serves"),
            safeguards.photos_are_private(),
            on=outside.storage_of_photos() or _("a directory outside of MEDIA_ROOT"),
            off=_("the directory lies inside of what the web server serves"),
            proof="wagtail_anliegen.E001",
        ),
        always(
            _("Photos are written anew from their pixels, without metadata"),
            "tests/photos/test_hostile.py::test_every_file_is_accepted_without_metadata_or_refused",
        ),
        always(
            _("What staff cover is gone from every picture that others see"),
            "tests/casework/test_photos.py::"
            "test_what_is_covered_is_gone_from_all_that_others_see_and_stays_in_the_original",
        ),
        *_programs(),
    ]


def _programs() -> list[Row]:
    scanner, detectors = outside.scanner(), outside.detectors()
    return [
        switched(
            _("Program that looks for faces and number plates"),
            bool(detectors),
            on=detectors,
            off=_("only people look for them"),
            proof="ANLIEGEN_DETECTORS",
        ),
        switched(
            _("Scanner for malware in uploads"),
            bool(scanner),
            on=scanner,
            off=_("no scanner is set; attachments of notes are kept as they came"),
            proof="ANLIEGEN_SCANNER",
        ),
    ]


def _integrity() -> list[Row]:
    return [
        always(
            _("Each change stands in the history with name and time"),
            "tests/casework/test_case.py::"
            "test_the_history_tells_everything_once_and_the_newest_first",
        ),
        always(
            _("Each look at contact data and originals is noted, once per person and day"),
            "tests/casework/test_photos.py::"
            "test_the_original_is_shown_turned_to_staff_and_the_look_is_noted_once_a_day",
        ),
        *_defences(),
    ]


def _defences() -> list[Row]:
    figures = safeguards.rates()
    rates = _("an hour and address: %(send)s reports, %(draft)s begun, %(photo)s photos") % {
        name: figures * FACTORS[name] for name in ("send", "draft", "photo")
    }
    return [
        switched(
            _("Protection against automatic sending"),
            safeguards.visitors_are_told_apart(),
            on=rates,
            off=_("visitors cannot be told apart behind the proxy, so nobody is counted"),
            proof="wagtail_anliegen.W003",
        ),
        switched(
            _("One count for all processes"),
            safeguards.cache_is_shared(),
            on=_("a shared cache"),
            off=_("the cache is not shared: each process counts alone, or none does"),
            proof="CACHES",
        ),
        switched(
            _("Content Security Policy"),
            bool(safeguards.policy()),
            on=safeguards.policy(),
            off=_("not by the application; does the web server send it?"),
            proof="MIDDLEWARE",
        ),
        *(_middleware(words, name) for words, name in safeguards.middleware_wanted()),
    ]


def _middleware(words: str, name: str) -> Row:
    return switched(
        words,
        safeguards.has_middleware(name),
        off=_("the middleware is missing"),
        proof=name,
    )


def _availability(site: Site) -> list[Row]:
    return [
        always(
            _("Mails wait in a table until they have gone out, however long the server is away"),
            "tests/notifications/test_delivery.py::test_a_server_that_is_away_loses_nothing",
        ),
        switched(
            _("Many reports at once"),
            safeguards.database_bears_load(),
            on=safeguards.database()[0],
            off=_("SQLite without transaction_mode IMMEDIATE refuses reports under load"),
            proof="wagtail_anliegen.W002",
        ),
        always(
            _("A restored backup can be checked: counts, checksums, numbers (anliegen_verify)"),
            "tests/management/test_verify.py::test_dump_wipe_restore_verify",
        ),
        switched(
            _("Real operation"),
            not safeguards.test_mode(site),
            on=_("the test mode is off"),
            off=_("the test mode is on"),
            proof=_("page “Test mode”"),
        ),
    ]


def _erasing(site: Site) -> list[Row]:
    active = RetentionRule.objects.filter(site=site, is_active=True).exclude(days=None).count()
    return [
        switched(
            _("Periods for erasing"),
            active > 0,
            on=_("periods that are switched on: %(number)s") % {"number": active},
            off=_("none is switched on: nothing is ever erased by itself"),
            proof=_("see the record of processing"),
        ),
        always(
            _("What is erased is gone from the whole database and from every file"),
            "tests/privacy/test_erasure.py::test_nothing_personal_is_left_anywhere_after_erasing",
        ),
        always(
            _("The register of deletions holds figures and nothing of the person"),
            "tests/privacy/test_erasure.py::"
            "test_the_register_holds_figures_and_nothing_of_the_person",
        ),
    ]


def _organisation() -> list[Blank]:
    return [
        Blank(_("instruction and training of staff, obligation to confidentiality")),
        Blank(_("how accounts are given and taken away, and how often that is checked")),
        Blank(_("backups: how often, where to, when a restore was last tried")),
        Blank(_("updates: who installs them, and how soon after a warning")),
        Blank(_("who reports a breach, and to whom (Art. 33 and 34 GDPR)")),
        Blank(_("access to rooms and machines")),
        Blank(_("when these measures were last reviewed, and when they will be next")),
    ]
