"""The bar at the top of a case: what to do with the report, with one click or one key."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import TRANSITIONS, Status

from .verbs import HANDLE, PUBLISH


@dataclass(frozen=True)
class Tool:
    """A button of the bar: opens the form ``opens`` on the page, or sends ``sends`` at once.

    ``key`` presses it on the keyboard. ``enters`` is the state it is for: the button stands there
    only when that may follow, and a select box of the form is set to it.
    """

    key: str
    label: str
    icon: str
    opens: str = ""
    sends: str = ""
    enters: str = ""
    permission: str = HANDLE

    @property
    def form(self) -> str:
        """The id of the form that is sent."""
        return f"anliegen-{self.sends.removesuffix('_accept')}-form"


RELEASE = Tool("r", _("Release and accept"), "check", sends="release_accept", permission=PUBLISH)
ACCEPT = Tool("a", _("Accept"), "user", sends="accept")
#: The central inbox has nobody to give it back to.
REFUSE = Tool("b", _("Not responsible"), "arrow-left", opens="refuse")
#: What can be done with an open report whoever handles it, in the order of the bar.
WHILE_OPEN = (
    Tool("w", _("Answer"), "mail", opens="answer"),
    Tool("q", _("Ask the reporting person"), "help", opens="ask"),
    Tool("f", _("Forward"), "redirect", opens="forward"),
    Tool("m", _("Merge"), "copy", opens="merge", enters=Status.DUPLICATE),
    Tool("g", _("Assign"), "user", opens="assign"),
    REFUSE,
    Tool("c", _("Close"), "tick-inverse", opens="status", enters=Status.RESOLVED),
    Tool("x", _("Reject"), "cross", opens="reject", enters=Status.REJECTED),
)
ALWAYS = (Tool("n", _("Note"), "clipboard-list", opens="note"),)


def tools(report: Report, user, *, can_decide: bool) -> list[Tool]:
    """The buttons for this person and this report, the most likely first."""
    if not user.has_perm(HANDLE):
        return []
    offered = [*ALWAYS]
    if report.is_open:
        offered = [*_first(report, user, can_decide), *WHILE_OPEN, *offered]
    if report.department.is_central:
        offered = [tool for tool in offered if tool != REFUSE]
    may_follow = TRANSITIONS[report.status]
    return [
        tool
        for tool in offered
        if user.has_perm(tool.permission) and (not tool.enters or tool.enters in may_follow)
    ]


def _first(report: Report, user, can_decide: bool) -> list[Tool]:
    if can_decide and not report.live:
        return [RELEASE]
    return [ACCEPT] if report.handler_id != user.pk else []
