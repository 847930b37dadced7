"""How far a report is: the states, who sees which words, and which may follow which."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Codes as they are stored, with the words that staff read."""

    RECEIVED = "received", _("received")
    IN_REVIEW = "in_review", _("in review")
    WAITING_FOR_REPORTER = "waiting_for_reporter", _("waiting for the reporter")
    IN_PROGRESS = "in_progress", _("in progress")
    FORWARDED = "forwarded", _("forwarded to others")
    PLANNED = "planned", _("planned")
    RESOLVED = "resolved", _("resolved")
    NOT_FEASIBLE = "not_feasible", _("not feasible")
    DUPLICATE = "duplicate", _("duplicate")
    REJECTED = "rejected", _("rejected")


@dataclass(frozen=True)
class Look:
    """What citizens see of a state: words, and a shape besides the colour."""

    words: str
    shape: str
    tone: str
    open311: str
    text_required: bool = False


_RED, _AMBER, _BLUE, _GREEN, _GREY, _VIOLET = "red", "amber", "blue", "green", "grey", "violet"

LOOKS: dict[str, Look] = {
    Status.RECEIVED: Look(_("Received"), "●", _RED, "open"),
    Status.IN_REVIEW: Look(_("Being checked"), "◐", _RED, "open"),
    Status.WAITING_FOR_REPORTER: Look(_("Question asked"), "?", _VIOLET, "open", True),
    Status.IN_PROGRESS: Look(_("In progress"), "▲", _AMBER, "open"),
    Status.FORWARDED: Look(_("Passed on"), "➜", _BLUE, "open", True),
    Status.PLANNED: Look(_("Planned"), "◆", _AMBER, "open"),
    Status.RESOLVED: Look(_("Done"), "✓", _GREEN, "closed", True),
    Status.NOT_FEASIBLE: Look(_("Closed, cannot be done"), "■", _GREY, "closed", True),
    Status.DUPLICATE: Look(_("Joined with another report"), "⧉", _GREY, "closed", True),
    Status.REJECTED: Look(_("Not accepted"), "✕", _GREY, "closed", True),
}

OPEN = frozenset(code for code, look in LOOKS.items() if look.open311 == "open")
CLOSED = frozenset(LOOKS) - OPEN

_WORKING = {
    Status.WAITING_FOR_REPORTER,
    Status.IN_PROGRESS,
    Status.FORWARDED,
    Status.PLANNED,
    Status.RESOLVED,
    Status.NOT_FEASIBLE,
    Status.DUPLICATE,
}
_REOPENING = {Status.IN_REVIEW, Status.IN_PROGRESS}

TRANSITIONS: dict[str, frozenset[str]] = {
    Status.RECEIVED: frozenset(_WORKING | {Status.IN_REVIEW, Status.REJECTED}),
    Status.IN_REVIEW: frozenset(_WORKING | {Status.REJECTED}),
    **{
        code: frozenset((_WORKING | {Status.IN_REVIEW, Status.REJECTED}) - {code})
        for code in OPEN - {Status.RECEIVED, Status.IN_REVIEW}
    },
    **{code: frozenset(_REOPENING) for code in CLOSED},
}


class IllegalTransition(ValueError):
    """This status may not follow that one."""


def check_transition(before: str, after: str) -> None:
    """Raise ``IllegalTransition`` unless ``after`` may follow ``before``."""
    if after not in TRANSITIONS.get(before, frozenset()):
        raise IllegalTransition(f"{before} → {after}")
