"""The process of a report: its states, what each needs, who may enter it, and what may follow.

Everything that asks about states reads ``PROCESS``: the forms, the actions, the model, the public
pages, and the page that draws the process for staff.
"""

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


class Need(models.TextChoices):
    """What must be known before a report enters a state; but for the text, fields of the report."""

    TEXT = "text", _("a text for the citizen")
    HANDLER = "handler", _("somebody who handles it")
    FORWARDED_TO = "forwarded_to", _("who has it now")
    EXPECTED_ON = "expected_on", _("the expected day")
    LEADING_REPORT = "leading_report", _("the leading report")
    REJECTION_REASON = "rejection_reason", _("a reason from the list")


class RejectionReason(models.TextChoices):
    """Why the city does not take a report on; the reporting person reads the words."""

    NOT_OURS = "not_ours", _("The city is not responsible for this.")
    KNOWN = "known", _("This has been reported before and is being worked on.")
    PERSONAL_DATA = "personal_data", _("The report names other people or shows them.")
    INSULT = "insult", _("The report insults or threatens somebody.")
    NO_MATTER = "no_matter", _("We cannot find a matter in it that we could work on.")
    WITHDRAWN = "withdrawn", _("The reporting person has taken it back.")
    OTHER = "other", _("Another reason, see the text.")


@dataclass(frozen=True)
class Look:
    """What citizens see of a state: words, and a shape besides the colour."""

    words: str
    shape: str
    tone: str
    open311: str


@dataclass(frozen=True)
class State:
    """``permission`` is a codename of this app; ``then`` are the codes that may follow."""

    look: Look
    needs: frozenset[str] = frozenset()
    permission: str = "handle_report"
    then: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        return self.look.open311 == "open"


_RED, _AMBER, _BLUE, _GREEN, _GREY, _VIOLET = "red", "amber", "blue", "green", "grey", "violet"

_REOPENING = frozenset({Status.IN_REVIEW, Status.IN_PROGRESS})
_WHILE_OPEN = frozenset(Status) - {Status.RECEIVED}


def _open(words, shape, tone, *needs) -> State:
    return State(Look(words, shape, tone, "open"), frozenset(needs), then=_WHILE_OPEN)


def _closed(words, shape, tone, *needs, then=_REOPENING) -> State:
    return State(Look(words, shape, tone, "closed"), frozenset({Need.TEXT, *needs}), then=then)


PROCESS: dict[str, State] = {
    Status.RECEIVED: _open(_("Received"), "●", _RED),
    Status.IN_REVIEW: _open(_("Being checked"), "◐", _RED),
    Status.WAITING_FOR_REPORTER: _open(_("Question asked"), "?", _VIOLET, Need.TEXT),
    Status.IN_PROGRESS: _open(_("In progress"), "▲", _AMBER, Need.HANDLER),
    Status.FORWARDED: _open(_("Passed on"), "➜", _BLUE, Need.TEXT, Need.FORWARDED_TO),
    Status.PLANNED: _open(_("Planned"), "◆", _AMBER, Need.EXPECTED_ON),
    Status.RESOLVED: _closed(_("Done"), "✓", _GREEN),
    Status.NOT_FEASIBLE: _closed(_("Closed, cannot be done"), "■", _GREY),
    # Joining two reports can be undone, and then each is again what it was.
    Status.DUPLICATE: _closed(
        _("Joined with another report"), "≡", _GREY, Need.LEADING_REPORT, then=frozenset(Status)
    ),
    Status.REJECTED: _closed(_("Not accepted"), "✕", _GREY, Need.REJECTION_REASON),
}

LOOKS: dict[str, Look] = {code: state.look for code, state in PROCESS.items()}
OPEN = frozenset(code for code, state in PROCESS.items() if state.is_open)
CLOSED = frozenset(PROCESS) - OPEN
#: Closed with an answer to the matter itself.
ANSWERED = frozenset({Status.RESOLVED, Status.NOT_FEASIBLE})
#: Code → the codes that may follow; never the same once more.
TRANSITIONS: dict[str, frozenset[str]] = {
    code: state.then - {code} for code, state in PROCESS.items()
}


class IllegalTransition(ValueError):
    """This status may not follow that one."""


class Missing(ValueError):
    """Something must be known before a report enters a state; ``need`` says what."""

    def __init__(self, status: str, need: str):
        super().__init__(f"{status} needs {need}")
        self.status, self.need = status, need


def check_transition(before: str, after: str) -> None:
    """Raise ``IllegalTransition`` unless ``after`` may follow ``before``."""
    if after not in TRANSITIONS.get(before, frozenset()):
        raise IllegalTransition(f"{before} → {after}")


def check_needs(status: str, known) -> None:
    """Raise ``Missing`` unless ``known`` (a mapping of needs) holds all that the state needs."""
    for need in sorted(PROCESS[status].needs):
        if not known.get(need):
            raise Missing(status, need)


def needs_of(status: str | None) -> frozenset[str]:
    """What a state needs; nothing for what is no state."""
    return PROCESS[status].needs if status in PROCESS else frozenset()
