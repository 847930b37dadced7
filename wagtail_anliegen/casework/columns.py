"""The table of the inbox."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table

from . import folders
from .rows import Rows


class InboxTable(Table):
    """Wagtail's head over rows from one template: a template for each cell takes far longer."""

    template_name = "wagtail_anliegen/casework/table.html"

    def __init__(self, *args, folder: str, selectable: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder, self.selectable = folder, selectable

    def get_context_data(self, parent_context):
        return {
            **super().get_context_data(parent_context),
            "rows": Rows(self.folder).of(list(self.data)),
            "selectable": self.selectable,
        }


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
