"""The table of the inbox."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.routing.absences import absences_today

from . import folders
from .deadlines import light_of


class InboxTable(Table):
    """Wagtail's head over rows from one template: a template for each cell takes far longer."""

    template_name = "wagtail_anliegen/casework/table.html"

    def __init__(self, *args, folder: str, selectable: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder, self.selectable = folder, selectable

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        away, come_back = absences_today(), self._follow_ups()
        hazards = Category.objects.hazards()
        lines = [
            {
                "report": report,
                "light": light_of(report),
                "hazard": report.category_id in hazards,
                "absence": away.get(report.handler_id),
                "follow_up": come_back.get(report.pk),
            }
            for report in self.data
        ]
        return {
            **context,
            "lines": lines,
            "folder": self.folder,
            "selectable": self.selectable,
        }

    def _follow_ups(self) -> dict[int, FollowUp]:
        """Why each report of the folder “Follow-ups” is back; the oldest of several."""
        if self.folder != "follow-ups":
            return {}
        rows = FollowUp.objects.due(timezone.localdate()).filter(report__in=list(self.data))
        return {row.report_id: row for row in reversed(rows)}


SELECT = BulkActionsCheckboxColumn("select", obj_type="report", width="6%")


COLUMNS = [
    Column("reference", label=_("Report"), width="23%"),
    Column("priority", label=_("Priority"), sort_key=folders.URGENCY, width="9%"),
    Column("place", label=_("Place"), width="12%"),
    Column("department", label=_("Department and handler"), width="16%"),
    Column("received", label=_("Received"), sort_key="created_at", width="11%"),
    Column("due", label=_("Due"), sort_key="next_due_on", width="10%"),
    Column("status", label=_("Status"), width="13%"),
]
