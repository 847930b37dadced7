"""The inbox: a list of reports worth opening in the morning."""

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy

from . import folders
from .columns import COLUMNS, InboxTable
from .filters import ReportFilterSet
from .paginator import CappedPaginator


#: How many reports a search for words reads, the newest first; a period reaches further back.
SEARCHED = 20_000


class InboxView(PermissionCheckedMixin, BaseListingView):
    permission_policy = ReportPermissionPolicy()
    permission_required = "view"
    page_title = _("Inbox")
    header_icon = "tasks"
    template_name = "wagtail_anliegen/casework/inbox.html"
    results_template_name = "wagtail_anliegen/casework/inbox_results.html"
    filterset_class = ReportFilterSet
    paginator_class = CappedPaginator
    paginate_by = 50
    columns = COLUMNS
    table_class = InboxTable
    table_classname = "listing anliegen-inbox"
    is_searchable = True
    is_search_cut = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.folder = folders.FOLDERS[kwargs.get("folder", folders.FIRST)]
        except KeyError:
            raise Http404 from None
        self.default_ordering = self.folder.order

    @cached_property
    def verbose_name(self):
        return _("report")

    @cached_property
    def verbose_name_plural(self):
        return _("reports")

    @cached_property
    def no_results_message(self):
        if self.is_searching or self.is_filtering:
            return _("No report in this folder fits.")
        return self.folder.empty

    @cached_property
    def header_buttons(self):
        if not self.request.user.has_perm("wagtail_anliegen.enter_report"):
            return []
        url = reverse("wagtail_anliegen_entry:enter")
        return [HeaderButton(_("Enter a report"), url=url, icon_name="plus")]

    def get_index_url(self):
        return self.folder.url

    def get_index_results_url(self):
        return reverse("wagtail_anliegen_reports:folder_results", args=[self.folder.code])

    def get_base_queryset(self):
        return self.folder.reports(self.request.user)

    def order_queryset(self, queryset):
        return folders.in_order(queryset, self.ordering)

    def search_queryset(self, queryset):
        words = self.search_query.strip()
        if not words:
            return queryset
        if words.replace("-", "").isdigit():
            # Somebody on the telephone reads out a number: it is found wherever it lies.
            everywhere = folders.FOLDERS["all"].reports(self.request.user)
            return everywhere.filter(reference__contains=words)
        return self._newest(queryset).filter(
            Q(description__icontains=words)
            | Q(address__icontains=words)
            | Q(public_text__icontains=words)
        )

    def _newest(self, queryset):
        """Words inside of words are found by reading, so reading ends somewhere."""
        times = queryset.order_by("-created_at").values_list("created_at", flat=True)
        older = list(times[SEARCHED : SEARCHED + 1])
        self.is_search_cut = bool(older)
        return queryset.filter(created_at__gt=older[0]) if older else queryset

    @cached_property
    def header_more_buttons(self):
        url = reverse("wagtail_anliegen_absences:index")
        absence = Button(_("My absence"), url=url, icon_name="date", priority=90)
        return [*super().header_more_buttons, absence]

    def get_table_kwargs(self):
        return {
            **super().get_table_kwargs(),
            "caption": self.folder.label,
            "folder": self.folder.code,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["searched"] = SEARCHED if self.is_search_cut else None
        everything = folders.FOLDERS["all"]
        if (self.is_searching or self.is_filtering) and self.folder != everything:
            context["everywhere_url"] = f"{everything.url}?{self.request.GET.urlencode()}"
        if not self.results_only:
            context["folders"] = folders.counted(self.request.user, self.folder.code)
        return context
