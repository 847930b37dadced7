"""Merges reports of the same matter under a leading one, and undoes it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from wagtail.log_actions import log
from wagtail.models import Site

from wagtail_anliegen.notifications.mail import queue_merge, queue_notice
from wagtail_anliegen.reports.clock import CLOCK, keep_time
from wagtail_anliegen.reports.groups import check_not_erased
from wagtail_anliegen.reports.merges import Merge
from wagtail_anliegen.reports.models import Report, StatusUpdate
from wagtail_anliegen.reports.states import IllegalTransition, Status
from wagtail_anliegen.signals import status_changed


class CannotMerge(IllegalTransition):
    """These reports cannot be merged, or are not; its words are for staff."""


@transaction.atomic
def merge(leading: Report, others: list[Report], *, text: str = "", user) -> list[Report]:
    """Let ``others`` follow the leading report; returns those that were merged just now.

    A report that follows already stands for the one that leads it, and who follows one of the
    others comes along, so that a group has one leading report. ``text`` is public and goes to
    the persons whose reports are merged. Each person of the group is told once. Whoever calls
    this has asked whether the user may see all of them. Raises ``CannotMerge``.
    """
    given = [leading, *others]
    group = _lock(given)
    leader = _leader_of(group, leading)
    joining = [report for report in _leaders(group, others) if report != leader]
    if not _may_merge(user, {leader, *joining, *(group[report.pk] for report in given)}):
        raise CannotMerge(_("Somebody changed it in the meantime."))
    if problem := obstacle(leader, joining):
        raise CannotMerge(problem)
    text, now = text.strip(), timezone.now()
    updates = [
        update
        for report in joining
        for update in _join(report, leader, group, text=text, now=now, user=user)
    ]
    updates.append(_count_in(leader, len(updates), now=now, user=user))
    queue_merge(updates)
    data = {"reports": [report.reference for report in joining]}
    log(instance=leader, action="anliegen.merge", user=user, data=data)
    for report in given:
        report.refresh_from_db()
    return joining


def _may_merge(user, reports: set[Report]) -> bool:
    """Asked again under the lock: one may have been forwarded or merged since it was chosen."""
    keys = {report.pk for report in reports}
    return Report.objects.workable_by(user).filter(pk__in=keys).count() == len(keys)


#: In what reports of one group must be the same, and what is said when they are not.
ALIKE = {
    "confidential": gettext_lazy(
        "A confidential report can only be merged with other confidential ones."
    ),
    "is_test": gettext_lazy("Test reports can only be merged with one another."),
    "publishable": gettext_lazy(
        "A report that never becomes public can only be merged with such others."
    ),
}


def obstacle(leader: Report, joining: list[Report]) -> str:
    """Why reports that lead themselves cannot be merged, in words for staff, or nothing."""
    if not joining:
        return _("These reports belong together already.")
    for report in [leader, *joining]:
        number = {"number": report.reference}
        if report.site_id != leader.site_id:
            return _("%(number)s belongs to another site.") % number
        if report.status == Status.REJECTED:
            return _("%(number)s was rejected and cannot be merged.") % number
        if words := _unlike(report, leader):
            return words
    for report in joining:
        if not report.is_open:
            return _("%(number)s is closed: it can lead others, but not follow.") % {
                "number": report.reference
            }
    return ""


def _unlike(report: Report, leader: Report) -> str:
    if report.erased_at:
        return _("%(number)s was erased.") % {"number": report.reference}
    unlike = (name for name in ALIKE if getattr(report, name) != getattr(leader, name))
    name = next(unlike, None)
    return str(ALIKE[name]) if name else ""


@transaction.atomic
def unmerge(report: Report, *, reason: str = "", user) -> None:
    """Make a merged report again what it was before; ``reason`` is for colleagues.

    Reports that had followed it follow it again. Raises ``CannotMerge`` when it is not merged.
    """
    group = _lock([report])
    locked, leader = group[report.pk], group.get(group[report.pk].leading_report_id)
    merged = Merge.objects.filter(report=locked, undone_at=None).first()
    if merged is None or locked.status != Status.DUPLICATE:
        # It is free already, or its leading report is gone and somebody opened it again.
        raise CannotMerge(_("%(number)s is not merged.") % {"number": locked.reference})
    check_not_erased(locked)
    now = timezone.now()
    merged.undone_at = now
    merged.save(update_fields=["undone_at"])
    _restore(locked, merged, now=now, user=user)
    with override(locked.language):
        text = _("Your report is worked on by itself again.")
    updates = [_tell(locked, text, now=now, user=user)]
    for follower in _took_along(locked, group):
        _follow(follower, locked)
        updates.append(_announce(follower, now=now, user=user))
    if leader:
        updates.append(_let_go(leader, now=now, user=user))
    queue_merge(updates)
    data = {"reason": reason.strip()}
    log(instance=locked, action="anliegen.unmerge", user=user, data=data)
    if leader:
        data = {**data, "reports": [locked.reference]}
        log(instance=leader, action="anliegen.unmerge", user=user, data=data)
    _signal(locked, Status.DUPLICATE, user)
    report.refresh_from_db()


def _lock(reports: list[Report]) -> dict[int, Report]:
    """These reports and everybody in their groups as they are now, by primary key.

    Merging is done one by one in each site, so that groups stay as they are while they are
    looked up; the rows are locked in the order of their keys, so that nobody waits in a circle.
    """
    sites = sorted({report.site_id for report in reports})
    # Without “key”, since every new report holds on to the key of its site.
    list(Site.objects.select_for_update(no_key=True).filter(pk__in=sites).order_by("pk"))
    keys = [report.pk for report in reports]
    pairs = Report.objects.filter(pk__in=keys).values_list("pk", "leading_report")
    leaders = {leader or pk for pk, leader in pairs}
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "site", "category", "department", "reporter"
    )
    found = rows.filter(Q(pk__in={*leaders, *keys}) | Q(leading_report__in=leaders)).order_by("pk")
    return {report.pk: report for report in found}


def _leader_of(group: dict[int, Report], report: Report) -> Report:
    locked = group[report.pk]
    return group[locked.leading_report_id or locked.pk]


def _leaders(group: dict[int, Report], reports: list[Report]) -> list[Report]:
    found = {_leader_of(group, report).pk for report in reports}
    return [group[pk] for pk in sorted(found)]


def _join(report: Report, leader: Report, group, *, text: str, now, user) -> list[StatusUpdate]:
    followers = [each for each in group.values() if each.leading_report_id == report.pk]
    # One that is left over when its leading report was deleted.
    Merge.objects.filter(report=report, undone_at=None).update(undone_at=now)
    merged = Merge.objects.create(
        report=report,
        into=leader,
        status=report.status,
        status_changed_at=report.status_changed_at,
        closed_at=report.closed_at,
        created_at=now,
        author=user,
    )
    report.leading_report, report.status = leader, Status.DUPLICATE
    report.status_changed_at = report.closed_at = now
    keep_time(report, now=now, user=user)
    report.save(update_fields=[*_CHANGED, *CLOCK, "leading_report", "updated_at"])
    updates = [_announce(report, text=text, now=now, user=user)]
    for follower in followers:
        _follow(follower, leader)
        updates.append(_announce(follower, text=text, now=now, user=user))
    log(
        instance=report,
        action="anliegen.merge",
        user=user,
        data={"old": report.reference, "new": leader.reference},
    )
    if report.department_id != leader.department_id:
        queue_notice(report, occasion=f"merge:{merged.pk}", leading=leader)
    _signal(report, merged.status, user)
    return updates


_CHANGED = ("status", "status_changed_at", "closed_at")


def _restore(report: Report, merged: Merge, *, now, user) -> None:
    """As it was before; its dates move by the time in which it followed."""
    for name in _CHANGED:
        setattr(report, name, getattr(merged, name))
    report.leading_report = None
    keep_time(report, now=now, user=user)
    report.save(update_fields=[*_CHANGED, *CLOCK, "leading_report", "updated_at"])


def _follow(report: Report, leader: Report) -> None:
    report.leading_report = leader
    report.save(update_fields=["leading_report", "updated_at"])


def _took_along(report: Report, group: dict[int, Report]) -> list[Report]:
    """The reports that were merged with this one, and those that came with them."""
    merges = Merge.objects.filter(report__in=group, undone_at=None)
    into = dict(merges.values_list("report", "into"))
    below = {report.pk}
    while added := {key for key, above in into.items() if above in below} - below:
        below |= added
    return [group[pk] for pk in sorted(below - {report.pk})]


def _announce(report: Report, *, text: str = "", now, user) -> StatusUpdate:
    """Without the other number: what is written stays, and who leads may change or be secret."""
    with override(report.language):
        words = _(
            "Somebody else had reported the same matter. We work on both together, and you hear "
            "of every step."
        )
    return _tell(report, f"{text}\n\n{words}" if text else words, now=now, user=user)


def _count_in(leader: Report, count: int, *, now, user) -> StatusUpdate:
    with override(leader.language):
        words = ngettext(
            "%(count)s further report of the same matter was merged with this one.",
            "%(count)s further reports of the same matter were merged with this one.",
            count,
        ) % {"count": count}
    return _tell(leader, words, now=now, user=user)


def _let_go(leader: Report, *, now, user) -> StatusUpdate:
    with override(leader.language):
        words = _("A report that was merged with this one is worked on by itself again.")
    return _tell(leader, words, now=now, user=user)


def _tell(report: Report, text: str, *, now, user) -> StatusUpdate:
    return StatusUpdate.objects.create(
        report=report, status=report.status, text=text, created_at=now, author=user
    )


def _signal(report: Report, previous: str, user) -> None:
    transaction.on_commit(
        lambda: status_changed.send_robust(Report, report=report, previous=previous, user=user)
    )
