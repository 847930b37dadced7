"""The risks for those concerned, weighed by how this site is configured."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings

from . import outside, periods, safeguards
from .held import categories_of
from .structure import Open


class Level(models.IntegerChoices):
    LOW = 1, gettext_lazy("low")
    MEDIUM = 2, gettext_lazy("medium")
    HIGH = 3, gettext_lazy("high")


@dataclass(frozen=True)
class Risk:
    """What may happen to whom; ``because`` is what the configuration has to do with it."""

    words: str
    because: str
    likelihood: Level
    severity: Level
    measures: str

    @property
    def level(self) -> Level:
        """Both together: high where the product is six or more, low where it is two or less."""
        product = self.likelihood * self.severity
        return Level.HIGH if product >= 6 else Level.MEDIUM if product >= 3 else Level.LOW


def risks_of(site: Site) -> list[Risk]:
    categories = categories_of(site)
    return [
        _photos(site),
        _words(),
        _places(categories),
        _confidential(categories),
        _contact(categories),
        _links(),
        _periods(site),
        _inside(),
        _attack(),
        _foreign(site),
        _loss(),
    ]


def _photos(site: Site) -> Risk:
    at_most = AnliegenSettings.for_site(site).max_photos
    because = _("photos per report, at most: %(number)s") % {"number": at_most}
    likelihood = Level.LOW if not at_most or outside.detectors() else Level.MEDIUM
    if at_most and not outside.detectors():
        because = Open(
            _("photos per report, at most: %(number)s; only people look for faces")
            % {"number": at_most}
        )
    return Risk(
        _("Third parties, number plates or private plots are recognised in photos"),
        because,
        likelihood,
        Level.MEDIUM,
        _("Each photo is released singly; covered areas; no metadata; original stays private"),
    )


def _words() -> Risk:
    return Risk(
        _("Somebody writes about neighbours, health, offences or other third parties"),
        _("each report has free text"),
        Level.MEDIUM,
        Level.MEDIUM,
        _("What was written stays internal; staff word what is public; personal words are marked"),
    )


def _places(categories: list[Category]) -> Risk:
    public = [each for each in categories if each.needs_place and _is_public(each)]
    return Risk(
        _("The exact place of a public report leads to a plot, a person or their habits"),
        _("public categories that ask for a place: %(number)s") % {"number": len(public)},
        Level.MEDIUM if public else Level.LOW,
        Level.MEDIUM,
        _("Release by people; the place can be corrected; categories can be kept from the public"),
    )


def _is_public(category: Category) -> bool:
    seen = category.visibility
    return seen["publishable"] and not seen["confidential"]


def _confidential(categories: list[Category]) -> Risk:
    secret = [each for each in categories if each.visibility["confidential"]]
    return Risk(
        _("Confidential reports become known to those whom they are about, or to colleagues"),
        _("confidential categories: %(number)s") % {"number": len(secret)},
        Level.LOW,
        Level.HIGH if secret else Level.MEDIUM,
        _("Permission of their own; mails name the number only; never public; looks are noted"),
    )


def _contact(categories: list[Category]) -> Risk:
    required = [each for each in categories if each.contact == Category.Contact.REQUIRED]
    because = _("categories that demand contact data: %(number)s") % {"number": len(required)}
    return Risk(
        _("People do not report because they have to give their name, or suffer for a report"),
        because,
        Level.MEDIUM if required else Level.LOW,
        Level.MEDIUM,
        _("Contact data is never public, lies apart and can be erased alone"),
    )


def _links() -> Risk:
    return Risk(
        _("A link gets into wrong hands: that of the reporting person, or that of a firm"),
        _("links by mail are part of the procedure"),
        Level.LOW,
        Level.MEDIUM,
        _("Long secret links; contact data masked; links of firms end and can be withdrawn"),
    )


def _periods(site: Site) -> Risk:
    missing, long = periods.without_period(site), periods.long_periods(site)
    because, likelihood = _("all periods are set"), Level.LOW
    if long:
        because = Open(_("long periods – %(list)s") % {"list": "; ".join(long)})
        likelihood = Level.MEDIUM
    if missing:
        because = Open(_("without a general period: %(list)s") % {"list": ", ".join(missing)})
        likelihood = Level.HIGH
    return Risk(
        _("Data is kept longer than it is needed"),
        because,
        likelihood,
        Level.MEDIUM,
        _("Periods for each kind of data and category; nightly run; register of deletions"),
    )


def _inside() -> Risk:
    factor = safeguards.second_factor()
    number = safeguards.superusers()
    because = _("accounts that see everything: %(number)s; second factor: %(name)s") % {
        "number": number,
        "name": factor,
    }
    if not factor:
        because = Open(
            _("accounts that see everything: %(number)s; no second factor") % {"number": number}
        )
    return Risk(
        _("Staff, or somebody with the password of one, look at what is not their work"),
        because,
        Level.LOW if factor else Level.MEDIUM,
        Level.MEDIUM,
        _("Permissions by department; history; looks at contact data and originals are noted"),
    )


def _attack() -> Risk:
    scanner = outside.scanner()
    because = _("uploads are searched for malware: %(name)s") % {"name": scanner}
    return Risk(
        _("Somebody gets in through the form or an upload"),
        because if scanner else Open(_("uploads are not searched for malware")),
        Level.LOW if scanner else Level.MEDIUM,
        Level.HIGH,
        _("Photos are written anew; files are private; limits; see the measures"),
    )


def _foreign(site: Site) -> Risk:
    hosts = outside.foreign_hosts(site)
    because = _("no foreign host is asked")
    if hosts:
        because = Open(_("asked are: %(hosts)s") % {"hosts": ", ".join(hosts)})
    return Risk(
        _("A third party learns who looks at which place, or who works for the city"),
        because,
        Level.MEDIUM if hosts else Level.LOW,
        Level.MEDIUM,
        _("Scripts, fonts, icons and search of addresses come from the city's own host"),
    )


def _loss() -> Risk:
    return Risk(
        _("Reports are lost or changed unnoticed"),
        _("the application cannot see whether there are backups"),
        Level.LOW,
        Level.LOW,
        _("Reports and mails in one transaction; history; anliegen_verify after a restore"),
    )
