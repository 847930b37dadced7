"""The columns of the inbox."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from .deadlines import light_of


class ReportColumn(TitleColumn):
    """Reference, category and the first words; links to the case and remembers the folder."""

    cell_template_name = "wagtail_anliegen/casework/cells/report.html"

    def __init__(self, folder: str):
        super().__init__(
            "reference", label=_("Report"), accessor="reference", get_url=self.url, width="31%"
        )
        self.folder = folder

    def url(self, report) -> str:
        return f"{reverse('wagtail_anliegen_reports:edit', args=[report.pk])}?in={self.folder}"


class CellColumn(Column):
    """A cell with a template of its own, ``casework/cells/<name>.html``."""

    def __init__(self, name: str, label, **kwargs):
        super().__init__(name, label=label, accessor="pk", **kwargs)
        self.cell_template_name = f"wagtail_anliegen/casework/cells/{name}.html"


class DueColumn(CellColumn):
    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "light": light_of(instance)}


def columns_of(folder: str) -> list[Column]:
    return [
        ReportColumn(folder),
        CellColumn("place", _("Place"), width="14%"),
        CellColumn("department", _("Department and handler"), width="17%"),
        CellColumn("received", _("Received"), sort_key="created_at", width="10%"),
        DueColumn("due", _("Due"), sort_key="due_on", width="12%"),
        CellColumn("status", _("Status"), width="16%"),
    ]
