"""How long things are kept: the editors' periods, what is fixed, and what has no period yet."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.privacy.models import RetentionRule, What
from wagtail_anliegen.reports.external import MOST_DAYS, USUAL_DAYS

from .structure import Blank, Open, Table


BEGINS = {
    What.CONTACT: gettext_lazy("the report was closed"),
    What.ORIGINALS: gettext_lazy("the photo was released"),
    What.PHOTOS: gettext_lazy("the report was closed"),
    What.REPORT: gettext_lazy("the report was closed"),
    What.MAILS: gettext_lazy("the mail was written"),
    What.LOOKS: gettext_lazy("the look"),
}
#: From so many days on a period is called long, so that somebody thinks about it once more.
LONG = {What.CONTACT: 365, What.REPORT: 3 * 365, What.PHOTOS: 3 * 365, What.LOOKS: 2 * 365}


def rules_of(site: Site) -> list[RetentionRule]:
    return list(RetentionRule.objects.filter(site=site).select_related("category"))


def without_period(site: Site) -> list[str]:
    """What is not erased by itself wherever no rule of its own says so."""
    general = {
        rule.what
        for rule in rules_of(site)
        if rule.is_active and rule.days is not None and not rule.category_id and not rule.status
    }
    if What.REPORT in general:  # it takes these along
        general |= {What.CONTACT, What.PHOTOS, What.ORIGINALS}
    return [str(what.label) for what in What if what not in general]


def long_periods(site: Site) -> list[str]:
    """Periods that are switched on and longer than ``LONG``, or without an end, in words."""
    return [
        f"{rule.get_what_display()}: {words_of_days(rule.days)}"
        for rule in rules_of(site)
        if rule.is_active and (rule.days is None or rule.days > LONG.get(rule.what, 3 * 365))
    ]


def words_of_days(days: int | None) -> str:
    if days is None:
        return _("kept without an end")
    return ngettext("after %(days)s day", "after %(days)s days", days) % {"days": days}


def table_of_rules(site: Site) -> Table:
    """The editors' periods in words, those that are not switched on too."""
    return Table(
        head=(_("What"), _("Category"), _("Closed as"), _("Erased"), _("Counts from"), _("State")),
        rows=tuple(_row(rule) for rule in rules_of(site)),
    )


def _row(rule: RetentionRule) -> tuple[str, ...]:
    state = _("switched on") if rule.is_active else Open(_("not switched on: erases nothing"))
    if rule.is_active and rule.days is None:
        state = Blank(_("why it is kept without an end"))
    return (
        str(rule.get_what_display()),
        rule.category.name if rule.category else _("all"),
        str(rule.get_status_display()) if rule.status else _("any"),
        words_of_days(rule.days),
        str(BEGINS.get(rule.what, "")),
        state,
    )


def table_of_fixed(site: Site) -> Table:
    """What ends by itself or by other settings, and what the city alone decides."""
    city = AnliegenSettings.for_site(site)
    hours = city.draft_hours
    rows = (
        (
            _("Unfinished reports"),
            ngettext("after %(n)s hour", "after %(n)s hours", hours) % {"n": hours},
        ),
        (
            _("Links for people outside"),
            _("valid %(days)s days unless staff choose otherwise, at most %(most)s")
            % {"days": USUAL_DAYS, "most": MOST_DAYS},
        ),
        (
            _("Messages on the status page"),
            ngettext(
                "possible until %(n)s day after closing",
                "possible until %(n)s days after closing",
                city.message_days,
            )
            % {"n": city.message_days},
        ),
        (
            _("Counters against automatic sending"),
            _("one hour each; the daily value that they are mixed with is discarded after a day"),
        ),
    )
    return Table(head=(_("What"), _("Period")), rows=(*rows, *_undecided()))


def _undecided() -> tuple[tuple[str, str], ...]:
    """What the city has to think of: no setting has anything to do with it."""
    return (
        (
            _("History of a report (who did what)"),
            Open(_("has no period of its own; names stay until the account is removed")),
        ),
        (
            _("Register of deletions (figures only)"),
            Open(_("has no period; it is the proof that data was erased")),
        ),
        (_("Accounts of staff"), Blank(_("when accounts are switched off and removed"))),
        (_("Backups"), Blank(_("how long they are kept, and how erased data is kept from return"))),
        (_("Log files of web server and mail server"), Blank(_("what they hold and how long"))),
    )
