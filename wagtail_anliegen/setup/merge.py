"""Takes a configuration file over: checked whole, then done whole, and nothing is ever deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .export import rows_of
from .items import SectionMerge
from .outcome import Outcome, Problem
from .sections import SECTIONS
from .values import read_list, read_object


HEAD = {"format", "version", "package", "exported_at", "site", "language"}


class Refused(Exception):
    """The file has mistakes, or would do something else than what was agreed to."""

    def __init__(self, outcome: Outcome):
        super().__init__("\n".join(map(str, outcome.problems)))
        self.outcome = outcome


def check(site, document: dict[str, Any]) -> Outcome:
    """What the file would do to the site: done for trial and taken back, so that all shows."""
    with transaction.atomic():
        outcome = _merge(site, document)
        transaction.set_rollback(True)
    return outcome


def apply(site, document: dict[str, Any], *, agreed: str = "") -> Outcome:
    """Do what ``check`` says, in one transaction. Raises ``Refused``, and then changed nothing.

    ``agreed`` is the fingerprint of what a person was shown; empty: whatever it is.
    """
    with transaction.atomic():
        outcome = _merge(site, document)
        if outcome.problems or (agreed and agreed != outcome.fingerprint):
            raise Refused(outcome)
    return outcome


def _merge(site, document: dict[str, Any]) -> Outcome:
    outcome = Outcome()
    default = Locale.get_default().language_code
    language = document.get("language", default)
    if language != default:
        message = _("The file was written in “%(file)s”, this website's language is “%(site)s”.")
        outcome.problems.append(Problem("language", message % {"file": language, "site": default}))
        return outcome
    known = {section.name: section for section in SECTIONS}
    for name in document.keys() - known.keys() - HEAD:
        outcome.problems.append(Problem(name, _("This part is not known here.")))
    rows: dict = {}
    for section in SECTIONS:
        merge = SectionMerge(section, site=site, outcome=outcome, rows=rows)
        if section.name not in document:
            merge.remember(rows_of(section, site))
            continue
        try:
            value = document[section.name]
            items = read_list(value) if section.key else [read_object(value)]
        except ValidationError as error:
            outcome.problems.append(Problem(section.name, error.messages[0]))
            continue
        merge.take(items)
    return outcome
