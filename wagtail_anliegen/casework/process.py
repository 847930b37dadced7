"""The process of a report, drawn from the data that also enforces it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports.states import OPEN, PROCESS, TRANSITIONS, Look, Need, Status
from wagtail_anliegen.reports.wording import explanation_of, look_of
from wagtail_anliegen.routing.models import Department


@dataclass(frozen=True)
class Node:
    """One state as the page shows it."""

    code: str
    words: str
    look: Look
    explanation: str
    needs: list[str]
    who: str
    then: list[str]


@dataclass(frozen=True)
class Stage:
    """States that lie on the same side of the arrows."""

    heading: str
    nodes: list[Node]
    #: What leads on from here, as words for the arrow; empty at the end.
    onward: str = ""


def stages(site) -> list[Stage]:
    """Where a report begins, what it can be while it is open, and how it can end."""
    entered = {after for before in OPEN for after in TRANSITIONS[before]}
    nodes = {code: _node(code, site) for code in Status}
    first = [nodes[code] for code in Status if code in OPEN and code not in entered]
    while_open = [nodes[code] for code in Status if code in OPEN and code in entered]
    end = [nodes[code] for code in Status if code not in OPEN]
    return [
        Stage(_("It begins"), first, _("Whoever works on it moves it on.")),
        Stage(_("While it is open"), while_open, _("An answer ends it.")),
        Stage(_("It ends"), end),
    ]


def matrix() -> list[tuple[str, list[bool]]]:
    """For every state, in order, which others may follow it."""
    codes = list(Status)
    return [(Status(code).label, [after in TRANSITIONS[code] for after in codes]) for code in codes]


def _node(code: str, site) -> Node:
    state = PROCESS[code]
    return Node(
        code=code,
        words=Status(code).label,
        look=look_of(code, site.pk),
        explanation=explanation_of(code, site.pk),
        needs=[Need(need).label for need in Need.values if need in state.needs],
        who=_permission_names()[state.permission],
        then=[Status(after).label for after in Status if after in TRANSITIONS[code]],
    )


def _permission_names() -> dict[str, str]:
    return {
        "handle_report": _("the responsible department, with the permission to work on reports"),
        "publish_report": _("the responsible department, with the permission to release reports"),
    }


class ProcessView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The states of the site whose reports this person works on."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"
    page_title = gettext_lazy("Process")
    header_icon = "resubmit"
    template_name = "wagtail_anliegen/casework/process.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        watched = Department.objects.watched_by(self.request.user).order_by("site", "pk")
        department = watched.select_related("site").first()
        may_edit = self.request.user.has_perm("wagtail_anliegen.change_statuswording")
        return super().get_context_data(
            stages=stages(department.site) if department else [],
            labels=Status.labels,
            matrix=matrix(),
            wording_url=reverse("wagtail_anliegen_wordings:index") if may_edit else "",
            **kwargs,
        )
