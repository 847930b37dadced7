"""Lets the rules act: once a report and occasion, by the verbs that people use, with a trace."""

import logging
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_anliegen.casework.actions import NotTheirs, assign, hand_over
from wagtail_anliegen.casework.priorities import set_priority
from wagtail_anliegen.notifications.mail import queue_to_colleague, queue_to_department
from wagtail_anliegen.reports.clock import set_done_by
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.occasions import Chain, Occasion, following

from .matching import due, fitting, occasion_of, reports_for
from .models import DelegationRule, DelegationRun
from .steps import Step, plan


logger = logging.getLogger(__name__)
#: Reports that are read at a time; each is worked on in a transaction of its own.
BATCH = 100
#: A rule may set off another one, and that a third; the fourth is not asked.
DEEPEST = 3
Trigger = DelegationRule.Trigger


def wants(site_id: int, kind: str) -> bool:
    """Whether a rule of the site waits for this kind of event."""
    return _active().filter(site=site_id, trigger=kind).exists()


def work_off() -> int:
    """Let the rules act on all that has happened; returns how many times one did.

    Any number of these may run at the same time: a report is locked, and what was looked at is
    gone. What fails is tried again by the next run.
    """
    acted = last = 0
    while rows := list(Occasion.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for occasion in rows:
            acted += _safely(partial(_after, occasion), occasion.report_id)
        last = rows[-1].pk
    return acted


def grow_older(today: date | None = None) -> int:
    """Let the rules about age act; returns how many times one did. Safe to run again."""
    today, acted = today or timezone.localdate(), 0
    for rule in _active().filter(trigger__in=[Trigger.OPEN, Trigger.IDLE]):
        last = 0
        while keys := _keys(rule, today, last):
            acted += sum(_safely(partial(_aged, rule, key, today), key) for key in keys)
            last = keys[-1]
    return acted


def _active():
    related = ("site", "forward_to", "assign_to", "notify_person", "notify_department")
    rules = DelegationRule.objects.filter(is_active=True).select_related(*related)
    return rules.prefetch_related("categories", "districts")


def _keys(rule: DelegationRule, today: date, last: int) -> list[int]:
    rest = due(rule, today).filter(pk__gt=last).order_by("pk")
    return list(rest.values_list("pk", flat=True)[:BATCH])


def _safely(work, key: int) -> int:
    """One report that cannot be worked on does not stand in the way of the others."""
    try:
        with transaction.atomic():
            return work()
    except Exception:
        logger.exception("Rules of delegation failed at report #%s; the next run tries again", key)
        return 0


def _after(occasion: Occasion) -> int:
    """Ask all rules that wait for it, in their order; each sees what those before it did."""
    report = Report.objects.select_for_update().get(pk=occasion.report_id)
    gone, _details = Occasion.objects.filter(pk=occasion.pk).delete()
    if not gone or _taken_in_hand(report, occasion):  # or another run was faster
        return 0
    rules = _active().filter(site=report.site_id, trigger=occasion.kind)
    if occasion.kind == Occasion.Kind.STATUS:
        rules = rules.filter(status=occasion.status)
    chain, acted = Chain(occasion.chain, occasion.depth), 0
    for rule in rules:
        if not _still(report, occasion):
            break
        if fitting(rule, reports_for(rule).filter(pk=report.pk)).exists():
            acted += act(rule, report, occasion=chain.key.hex, chain=chain)
    return acted


def _taken_in_hand(report: Report, occasion: Occasion) -> bool:
    """Whether people were faster than the rules for what comes in: then it is theirs."""
    if report.erased_at:
        return True
    moved = report.department_id != occasion.department_id or report.handler_id is not None
    return occasion.kind == Occasion.Kind.ARRIVES and moved


def _still(report: Report, occasion: Occasion) -> bool:
    """Whether what happened is still so: where it has moved on since, that happened too."""
    if occasion.kind == Occasion.Kind.STATUS:
        return report.status == occasion.status
    if occasion.kind == Occasion.Kind.DEPARTMENT:
        return report.department_id == occasion.department_id
    return True


def _aged(rule: DelegationRule, key: int, today: date) -> int:
    # Two statements: who waits for the lock would judge by what was there before waiting.
    list(Report.objects.select_for_update().filter(pk=key).values_list("pk"))
    report = due(rule, today).filter(pk=key).first()
    if report is None:  # another run was faster, or somebody has worked on it
        return 0
    return act(rule, report, occasion=occasion_of(rule, report), chain=Chain())


def act(rule: DelegationRule, report: Report, *, occasion: str, chain: Chain) -> int:
    """Do what the rule says with a locked report, unless it would go in circles; 1 if it did."""
    steps = plan(rule, report)
    if not steps and not rule.is_about_age:
        return 0  # an event is asked about once anyway; age would be found again every day
    run, is_new = DelegationRun.objects.get_or_create(rule=rule, report=report, occasion=occasion)
    if not is_new or chain.depth >= DEEPEST:
        if any(not step.why for step in steps):
            _trace(rule, report, cut="deep" if is_new else "again")
        return 0
    with following(chain):
        steps = [_perform(step, rule, report, run) for step in steps]
    if steps:
        _trace(rule, report, steps=[step.data for step in steps])
    # What the rule itself changed is no reason to wait anew.
    DelegationRun.objects.filter(pk=run.pk).update(done_at=timezone.now())
    return int(any(not step.why for step in steps))


def _trace(rule: DelegationRule, report: Report, **data) -> None:
    log(instance=report, action="anliegen.delegate", data={"rule": rule.name, **data})


def _perform(step: Step, rule: DelegationRule, report: Report, run: DelegationRun) -> Step:
    """Do the step, or say why not."""
    if step.why:
        return step
    why = _DOES[step.act](report, step.target, rule, str(run.pk))
    return step.not_done(why) if why else step


def _forward(report, department, rule, occasion) -> None:
    reason = {"delegated_by": rule.name, "department": department.name}
    hand_over(report, department, reason=reason, user=None)


def _assign(report, person, rule, occasion) -> str:
    try:
        assign(report, handler=person, user=None)
    except NotTheirs:
        return "not_theirs"
    return ""


def _set_deadline(report, day, rule, occasion) -> None:
    reason = {"source": "delegation", "rule": rule.name, "days": rule.done_in_days}
    set_done_by(report, day, reason=reason, user=None)


def _set_priority(report, priority, rule, occasion) -> None:
    set_priority(report, priority=priority, user=None)


def _tell(report, person, rule, occasion) -> str:
    told = queue_to_colleague(report, person, news="delegated", occasion=occasion, by=rule.name)
    return "" if told else "unseen"


def _tell_department(report, department, rule, occasion) -> None:
    queue_to_department(
        report, news="delegated", occasion=occasion, department=department, by=rule.name
    )


_DOES = {
    "forward": _forward,
    "assign": _assign,
    "deadline": _set_deadline,
    "priority": _set_priority,
    "tell": _tell,
    "tell_department": _tell_department,
}
