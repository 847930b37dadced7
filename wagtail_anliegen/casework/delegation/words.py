"""Rules and what they did, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import Status

from .models import DelegationRule
from .steps import Step


Trigger = DelegationRule.Trigger

#: Code of a step → what is to be done, and what was done.
TO_DO = {
    "forward": gettext_lazy("forward to %(to)s"),
    "assign": gettext_lazy("assign to %(to)s"),
    "deadline": gettext_lazy("set the deadline to %(to)s"),
    "priority": gettext_lazy("set the priority to “%(to)s”"),
    "tell": gettext_lazy("tell %(to)s"),
    "tell_department": gettext_lazy("tell %(to)s"),
}
DONE = {
    "forward": gettext_lazy("forwarded to %(to)s"),
    "assign": gettext_lazy("assigned to %(to)s"),
    "deadline": gettext_lazy("deadline set to %(to)s"),
    "priority": gettext_lazy("priority set to “%(to)s”"),
    "tell": gettext_lazy("told %(to)s"),
    "tell_department": gettext_lazy("told %(to)s"),
}
WHY_NOT = {
    "closed": gettext_lazy("the report is closed"),
    "not_theirs": gettext_lazy("this person does not work on reports of the department"),
    "nobody": gettext_lazy("nobody in the department may see confidential reports"),
    "unseen": gettext_lazy("this person may not see the report or has no e-mail address"),
}
CUT = {
    "again": gettext_lazy("not applied again, because the rules would go round in circles"),
    "deep": gettext_lazy("not applied, because too many rules set one another off"),
}


def when(rule: DelegationRule) -> str:
    """On what occasion the rule acts: ``a report gets the status “resolved”``."""
    if rule.trigger == Trigger.STATUS:
        return _("a report gets the status “%(status)s”") % {"status": Status(rule.status).label}
    days = {"days": rule.days}
    if rule.trigger == Trigger.OPEN:
        words = ngettext(
            "open for %(days)s working day", "open for %(days)s working days", rule.days
        )
        return words % days
    if rule.trigger == Trigger.IDLE:
        words = ngettext("unchanged for %(days)s day", "unchanged for %(days)s days", rule.days)
        return words % days
    return rule.get_trigger_display()


def conditions(rule: DelegationRule) -> str:
    """What must fit: ``“Waste” or “Street”, in Mitte``; empty where everything fits."""
    names = [_("“%(name)s”") % {"name": row.name} for row in rule.categories.all()]
    parts = [_(" or ").join(names)]
    if rule.kind:
        parts.append(rule.get_kind_display())
    if districts := [row.name for row in rule.districts.all()]:
        parts.append(_("in %(name)s") % {"name": _(" or ").join(districts)})
    if rule.department:
        parts.append(_("at %(department)s") % {"department": rule.department})
    if rule.priority:
        parts.append(_("priority: %(priority)s") % {"priority": rule.get_priority_display()})
    if rule.channel:
        parts.append(rule.get_channel_display())
    return ", ".join(filter(None, parts))


def then(rule: DelegationRule) -> list[str]:
    """What the rule does, a phrase each."""
    return [
        _words(TO_DO, act, to) if act != "deadline" else _within(rule.done_in_days)
        for act, to in _acts(rule)
        if to
    ]


def _acts(rule: DelegationRule) -> Iterator[tuple[str, str]]:
    yield "forward", str(rule.forward_to or "")
    yield "assign", _name(rule.assign_to)
    yield "deadline", str(rule.done_in_days or "")
    yield "priority", str(rule.new_priority or "")
    yield "tell", _name(rule.notify_person)
    yield "tell_department", str(rule.notify_department or "")


def _name(user) -> str:
    return get_user_display_name(user) if user else ""


def _within(days: int) -> str:
    words = ngettext(
        "to be done within %(days)s working day", "to be done within %(days)s working days", days
    )
    return words % {"days": days}


def traced(data: dict[str, Any]) -> list[str]:
    """What the history says a rule did, a line each; nothing for other entries."""
    if not ("steps" in data or "cut" in data):
        return []
    lines = [CUT[data["cut"]]] if "cut" in data else [_step(**each) for each in data["steps"]]
    rule = {"rule": data["rule"]}
    return [_("Rule “%(rule)s”: %(what)s") % {**rule, "what": line} for line in lines]


def _step(act: str, to: str, why: str) -> str:
    return _not_done(act, to, why) if why else _words(DONE, act, to)


def planned(step: Step) -> str:
    """What a rule would do, and what stands in the way."""
    return _not_done(step.act, step.to, step.why) if step.why else _words(TO_DO, step.act, step.to)


def _not_done(act: str, to: str, why: str) -> str:
    words = {"what": _words(TO_DO, act, to), "why": WHY_NOT[why]}
    return _("%(what)s – not possible: %(why)s") % words


def _words(phrases: dict, act: str, to: str) -> str:
    if act == "priority":
        to = str(Priority(int(to)).label)
    elif act == "deadline":
        to = date_format(date.fromisoformat(to), "SHORT_DATE_FORMAT")
    return phrases[act] % {"to": to}
