"""The demo town's catalogue in one place: categories, questions, departments, staff, routing."""

from __future__ import annotations

from .categories import CATEGORIES, SUBCATEGORIES, TOP_CATEGORIES, Category
from .departments import DEPARTMENTS, ROUTING_RULES, STAFF, Department, RoutingRule, StaffUser
from .questions import QUESTIONS, Question


def category_by_code() -> dict[str, Category]:
    """All categories keyed by code."""
    return {category.code: category for category in CATEGORIES}


def top_code(code: str) -> str:
    """Code of the top category that a category belongs to."""
    return category_by_code()[code].parent or code


def questions_for(code: str) -> list[Question]:
    """The questions asked for a category: its own and those of its parent."""
    return [question for question in QUESTIONS if question.category in (code, top_code(code))]


def department_for(category: str, district: str | None) -> str:
    """The department that the most specific rule names; the demo's own check on the rules."""
    codes = [category, top_code(category)]
    ranked = [(code, place) for code in codes for place in (district, None)] + [(None, None)]
    table = {(rule.category, rule.district): rule.department for rule in ROUTING_RULES}
    return next(table[key] for key in ranked if key in table)


__all__ = [
    "CATEGORIES", "DEPARTMENTS", "QUESTIONS", "ROUTING_RULES", "STAFF", "SUBCATEGORIES", "TOP_CATEGORIES",
    "Category", "Department", "Question", "RoutingRule", "StaffUser",
    "category_by_code", "department_for", "questions_for", "top_code",
]  # fmt: skip
