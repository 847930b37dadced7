"""Finds the department for a report, and says why."""

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wagtail_anliegen.conf import conf

from .models import Department, RoutingRule


class NoCentralInbox(Exception):
    """The site has no central inbox, so there is nobody to give the report to."""


@dataclass(frozen=True)
class Decision:
    """A department and the reason for it, in words that survive the rule."""

    department: Department
    reason: dict[str, Any]

    def explain(self) -> str:
        """One sentence in the active language."""
        return explain(self.reason)


def decide(*, site, category, districts=(), answers=None) -> Decision:
    """Ask the configured router (``ANLIEGEN_ROUTER``)."""
    router = import_string(conf.ROUTER)
    return router(site=site, category=category, districts=districts, answers=answers or {})


def responsible_department(*, site, category, districts=(), answers=None) -> Decision:
    """The department of the most specific rule, or else the central inbox.

    ``districts`` are all districts around the place, ``answers`` maps question codes to answers.
    A rule for the category itself beats one for the category above it, which beats one for any
    category; then a rule that names an answer wins, then one for the smaller district, then
    ``sort_order``. Raises ``NoCentralInbox`` when no rule fits and there is nobody else.
    """
    ranked = matching_rules(
        site=site, category=category, districts=districts, answers=answers or {}
    )
    if ranked:
        rule = ranked[0]
        return Decision(rule.department, _reason(rule, len(ranked)))
    central = Department.objects.filter(site=site, is_central=True).first()
    if central is None:
        raise NoCentralInbox(str(site))
    return Decision(central, {"fallback": True, "department": central.name})


def matching_rules(*, site, category, districts, answers) -> list[RoutingRule]:
    """Every active rule that fits, the one that wins first."""
    rules = RoutingRule.objects.filter(site=site, is_active=True).select_related(
        "department", "category", "district"
    )
    return rank(rules, category=category, districts=districts, answers=answers)


def rank(rules, *, category, districts, answers) -> list[RoutingRule]:
    """Those of the rules that fit, the one that wins first."""
    depth = {above.pk: steps for steps, above in enumerate(category.lineage)}
    levels = {district.pk: -district.level for district in districts}
    fitting = [rule for rule in rules if _fits(rule, depth, levels, answers)]
    return sorted(fitting, key=lambda rule: _rank(rule, depth, levels))


def _fits(rule: RoutingRule, depth: dict, levels: dict, answers: dict[str, Any]) -> bool:
    if rule.category_id and rule.category_id not in depth:
        return False
    if rule.district_id and rule.district_id not in levels:
        return False
    if not rule.question_code:
        return True
    given = answers.get(rule.question_code)
    return rule.answer in given if isinstance(given, list) else rule.answer == str(given)


def _rank(rule: RoutingRule, depth: dict, levels: dict) -> tuple:
    return (
        depth[rule.category_id] if rule.category_id else len(depth),
        not rule.question_code,
        levels[rule.district_id] if rule.district_id else 0,
        rule.sort_order,
        rule.pk,
    )


def _reason(rule: RoutingRule, candidates: int) -> dict[str, Any]:
    return {
        "rule": rule.pk,
        "category": rule.category.name if rule.category else None,
        "district": rule.district.name if rule.district else None,
        "answer": rule.answer or None,
        "department": rule.department.name,
        "candidates": candidates,
    }


def explain(reason: dict[str, Any]) -> str:
    """A stored reason as one sentence in the active language."""
    if not reason:
        return _("The reason was not kept.")
    if reason.get("refused_by"):
        return _("%(department)s says it is not responsible: %(text)s") % {
            "department": reason["refused_by"],
            "text": reason.get("text") or "–",
        }
    if reason.get("by"):
        return _("%(user)s gave it to %(department)s: %(text)s") % {
            "user": reason["by"],
            "department": reason["department"],
            "text": reason.get("text") or "–",
        }
    if reason.get("delegated_by"):
        return _("The rule “%(rule)s” gave it to %(department)s.") % {
            "rule": reason["delegated_by"],
            "department": reason["department"],
        }
    if reason.get("reopened"):
        return _("The reporting person opened it again, so it came to the central inbox.")
    if reason.get("fallback"):
        return _("No rule fits, so it came to the central inbox.")
    return _explain_rule(reason)


def _explain_rule(reason: dict[str, Any]) -> str:
    parts = []
    if reason.get("category"):
        parts.append(_("the category is “%(name)s”") % {"name": reason["category"]})
    if reason.get("district"):
        parts.append(_("the place is in %(name)s") % {"name": reason["district"]})
    if reason.get("answer"):
        parts.append(_("the answer is “%(name)s”") % {"name": reason["answer"]})
    because = _(" and ").join(parts) or _("it counts for everything")
    return _("A rule sends it to %(department)s, because %(because)s.") % {
        "department": reason["department"],
        "because": because,
    }
