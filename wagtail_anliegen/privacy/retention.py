"""Erases what is older than the editors' periods allow: at night, in small steps, again and again.

Each step is a transaction of its own, and what is due is read from what is still there. So a run
may be stopped at any moment, and the next one goes on.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Report, Reporter
from wagtail_anliegen.reports.search import forget_removed
from wagtail_anliegen.reports.states import CLOSED

from .erasure import Erasure, Gone, Held, erase, erase_looks, erase_mails, erase_original
from .models import Cause, Deletion, LegalHold, RetentionRule, What


logger = logging.getLogger(__name__)

BATCH = 200
#: No period ends for what somebody holds, nor for what a person wants kept and not used (Art. 18).
KEPT_ASIDE = {"legal_hold": None, "restricted_at": None}
State = OutgoingMessage.State


@dataclass(frozen=True)
class Due:
    """What a rule says is to go now; ``rows`` are reports, photos, mails or looks."""

    rule: RetentionRule
    rows: QuerySet

    def count(self) -> int:
        return self.rows.count()


def due(site: Site, *, only_active: bool = True) -> Iterator[Due]:
    """What each rule of a site would erase now, in the order of the rules."""
    rules = RetentionRule.objects.filter(site=site).select_related("category")
    rules = list(rules.filter(is_active=True) if only_active else rules)
    for rule in rules:
        if rule.days is not None:
            yield Due(rule, _DUE[rule.what](rule, rules))


def run(
    site: Site, *, limit: int | None = None, progress: Callable[[Due, int], None] = lambda *_: None
) -> Gone:
    """Erase what is due, at most ``limit`` rows; ``progress`` hears how many of a rule are done."""
    total, left = Gone(), limit
    for each in due(site):
        if left is not None and left <= 0:
            break
        gone, done = _carry_out(each, left, progress)
        total += gone
        left = None if left is None else left - done
    forget_removed()
    return total


def _carry_out(each: Due, left: int | None, progress) -> tuple[Gone, int]:
    rule = each.rule
    deed = Erasure(rule.site, rule.what, Cause.PERIOD, rule=words_of(rule))
    gone, done, last = Gone(), 0, 0
    while left is None or done < left:
        size = BATCH if left is None else min(BATCH, left - done)
        rows = list(each.rows.filter(pk__gt=last).order_by("pk")[:size])
        if not rows:
            break
        gone += _STEPS[rule.what](rows, deed)
        # Beyond what could not be erased, so that one stubborn row does not stop all others.
        done, last = done + len(rows), rows[-1].pk
        progress(each, done)
    return gone, done


def words_of(rule: RetentionRule) -> str:
    """The rule as it stands in the register: “contact data, Street lamps, after 90 days”."""
    parts = [str(rule.get_what_display())]
    if rule.category:
        parts.append(rule.category.name)
    if rule.status:
        parts.append(str(rule.get_status_display()))
    return ", ".join([*parts, period_in_words(rule)])


def period_in_words(rule: RetentionRule) -> str:
    """“after 90 days”, or that it is kept."""
    if rule.days is None:
        return _("never: it is kept")
    words = ngettext("after %(days)s day", "after %(days)s days", rule.days)
    return words % {"days": rule.days}


def rules_for(report: Report) -> list[RetentionRule]:
    """The active rule of each kind that counts for a report, as it stands now."""
    rules = RetentionRule.objects.filter(site=report.site_id, is_active=True)
    rules = list(rules.select_related("category"))
    line = _lines(report.site_id)[report.category_id]
    status = "" if report.is_open else report.status
    found = (
        _deciding([rule for rule in rules if rule.what == what], line, status) for what in What
    )
    return [rule for rule in found if rule]


# --- what is due ---------------------------------------------------------------


def _before(rule: RetentionRule) -> datetime:
    return timezone.now() - timedelta(days=rule.days or 0)


def _closed(rule: RetentionRule, rules: list[RetentionRule]) -> QuerySet[Report]:
    """Reports that were closed long enough ago, and for which no other rule is more specific."""
    reports = Report.objects.filter(
        site=rule.site_id, erased_at=None, closed_at__lte=_before(rule), **KEPT_ASIDE
    )
    return reports.filter(_reach(rule, rules))


def _reach(rule: RetentionRule, rules: list[RetentionRule]) -> Q:
    """Which reports this rule is the most specific one for, by category and state."""
    rivals = [each for each in rules if each.what == rule.what]
    if len(rivals) == 1 and not rule.category_id and not rule.status:
        return Q()
    lines = _lines(rule.site_id)
    reach = Q(pk__in=[])
    for status in sorted(CLOSED):
        mine = [key for key, line in lines.items() if _deciding(rivals, line, status) == rule]
        if mine:
            reach |= Q(category__in=mine, status=status)
    return reach


def _lines(site: int) -> dict[int, list[int]]:
    """Each category of a site with those above it, from the leaf up."""
    parents = dict(Category.objects.filter(site=site).values_list("pk", "parent"))
    lines = {}
    for category in parents:
        line, above = [], category
        while above is not None and above not in line:
            line.append(above)
            above = parents.get(above)
        lines[category] = line
    return lines


def _deciding(rules: list[RetentionRule], line: list[int], status: str) -> RetentionRule | None:
    fitting = [
        rule for rule in rules if rule.category_id in (None, *line) and rule.status in ("", status)
    ]
    return min(fitting, key=lambda rule: _rank(rule, line), default=None)


def _rank(rule: RetentionRule, line: list[int]) -> tuple[int, bool]:
    depth = len(line) if rule.category_id is None else line.index(rule.category_id)
    return depth, not rule.status


def _contacts(rule, rules) -> QuerySet[Report]:
    known = Reporter.objects.filter(report=OuterRef("pk"))
    return _closed(rule, rules).filter(Exists(known))


def _photos(rule, rules) -> QuerySet[Report]:
    kept = Photo.objects.filter(report=OuterRef("pk"))
    return _closed(rule, rules).filter(Exists(kept))


def _originals(rule, rules) -> QuerySet[Photo]:
    photos = Photo.objects.filter(report__site=rule.site_id, released_at__lte=_before(rule))
    photos = photos.exclude(original="")
    photos = photos.filter(**{f"report__{name}": value for name, value in KEPT_ASIDE.items()})
    rivals = [each for each in rules if each.what == rule.what]
    if len(rivals) == 1 and not rule.category_id:
        return photos
    lines = _lines(rule.site_id)
    mine = [key for key, line in lines.items() if _deciding(rivals, line, "") == rule]
    return photos.filter(report__category__in=mine)


def _mails(rule, rules) -> QuerySet[OutgoingMessage]:
    held = LegalHold.objects.filter(report=OuterRef("report"))
    mails = OutgoingMessage.objects.filter(created_at__lte=_before(rule)).exclude(Exists(held))
    of_reports = mails.filter(report__site=rule.site_id)
    return (of_reports | mails.filter(site=rule.site_id)).exclude(state=State.QUEUED)


def _looks(rule, rules) -> QuerySet[Look]:
    held = LegalHold.objects.filter(report=OuterRef("report"))
    looks = Look.objects.filter(report__site=rule.site_id, created_at__lte=_before(rule))
    return looks.exclude(Exists(held))


_DUE = {
    What.CONTACT: _contacts,
    What.ORIGINALS: _originals,
    What.PHOTOS: _photos,
    What.REPORT: _closed,
    What.MAILS: _mails,
    What.LOOKS: _looks,
}

# --- step by step --------------------------------------------------------------


def _reports_step(rows, deed: Erasure) -> Gone:
    return _each(erase, rows, deed)


def _originals_step(rows, deed: Erasure) -> Gone:
    return _each(erase_original, rows, deed)


def _each(verb, rows, deed: Erasure) -> Gone:
    gone = Gone()
    for row in rows:
        try:
            gone += verb(row, deed)
        except Held:  # somebody has just laid a hold on it
            continue
        except Exception:
            # One row that fails must not keep all others; the next night tries it again.
            logger.exception("%s %s could not be erased", type(row).__name__, row.pk)
    return gone


def _mails_step(rows, deed: Erasure) -> Gone:
    return erase_mails([mail.pk for mail in rows], deed)


def _looks_step(rows, deed: Erasure) -> Gone:
    return erase_looks([look.pk for look in rows], deed)


_STEPS = {
    What.CONTACT: _reports_step,
    What.ORIGINALS: _originals_step,
    What.PHOTOS: _reports_step,
    What.REPORT: _reports_step,
    What.MAILS: _mails_step,
    What.LOOKS: _looks_step,
}


def last_run(site: Site) -> datetime | None:
    """When a period last erased something there."""
    deletions = Deletion.objects.filter(site=site, cause=Cause.PERIOD)
    return deletions.values_list("created_at", flat=True).first()
