"""What is kept of a report, counted, and how long: for the person and for staff."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.reports.models import Report

from .models import RetentionRule, What
from .retention import rules_for


@dataclass(frozen=True)
class Kept:
    """A kind of data, how much of it there is in words, and how long it stays."""

    what: str
    how_much: str
    how_long: str


def kept_of(report: Report) -> list[Kept]:
    """Contact data, photos, and the report with all that was written to it."""
    rules = {rule.what: rule for rule in rules_for(report)}
    reporter = getattr(report, "reporter", None)
    photos, written = report.photos.count(), report.replies.count()
    rows = []
    if reporter:
        given = {
            _("name"): reporter.name,
            _("e-mail address"): reporter.email,
            _("telephone number"): reporter.phone,
        }
        words = ", ".join(label for label, value in given.items() if value)
        rows.append(Kept(_("Your contact data"), words, _how_long(What.CONTACT, rules)))
    words = [_("your text"), _("your answers") if report.answers else "", _place(report)]
    if written:
        words.append(ngettext("%(n)s message", "%(n)s messages", written) % {"n": written})
    rows.append(Kept(_("Your report"), ", ".join(filter(None, words)), _how_long(None, rules)))
    if photos:
        words = ngettext("%(n)s photo", "%(n)s photos", photos) % {"n": photos}
        rows.append(Kept(_("Photos"), words, _how_long(What.PHOTOS, rules)))
    return rows


def _place(report: Report) -> str:
    return _("the place") if report.address or report.latitude is not None else ""


def _how_long(what: str | None, rules: dict[str, RetentionRule]) -> str:
    """Whichever period ends first: that of the whole report takes everything along."""
    found = [rules.get(key) for key in (what, What.REPORT)]
    days = [rule.days for rule in found if rule and rule.days is not None]
    if not days:
        return _("until it is no longer needed")
    return ngettext(
        "until %(days)s day after your report is closed",
        "until %(days)s days after your report is closed",
        min(days),
    ) % {"days": min(days)}
