"""The questions that a report of a category must answer."""

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from .models import Category, CategoryQuestion


def questions_of(category: "Category") -> list["CategoryQuestion"]:
    """The questions of the categories above it, from the top, and then its own."""
    line = reversed(category.lineage)
    return [question for above in line for question in above.questions.all()]


def choices_of(question: "CategoryQuestion") -> list[str]:
    """The choices as an editor wrote them: a line each, or separated by commas."""
    separator = "\n" if "\n" in question.choices else ","
    return [choice.strip() for choice in question.choices.split(separator) if choice.strip()]
