"""The questions that a report of a category must answer."""

from typing import TYPE_CHECKING, Any


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


def canonical_answer(
    question: "CategoryQuestion", translated: "CategoryQuestion", answer: Any
) -> Any:
    """What was chosen in another language, in the words of the default language.

    Rules compare answers, and a rule is written once: the n-th choice of the translation is the
    n-th choice of the question. Free text stays as it is.
    """
    words = dict(zip(choices_of(translated), choices_of(question), strict=False))
    if isinstance(answer, list):
        return [words.get(part, part) for part in answer]
    return words.get(answer, answer) if isinstance(answer, str) else answer
