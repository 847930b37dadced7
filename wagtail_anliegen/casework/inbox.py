"""The inbox: a list of reports worth opening in the morning."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports import search

from . import folders, saved_filters
from .bulk import BULK
from .bulk import CAP as BULK_CAP
from .columns import COLUMNS, SELECT, InboxTable
from .filters import ReportFilterSet
from .news import seen_by
from .paginator import CappedPaginator
from .saved_filter_views import SaveFilterForm
from .saved_filters import known
from .searching import searched
from .verbs import HANDLE


class InboxView(PermissionCheckedMixin, BaseListingView):
    permission_policy = ReportPermissionPolicy()
    permission_required = "view"
    page_title = _("Inbox")
    header_icon = "tasks"
    template_name = "wagtail_anliegen/casework/inbox.html"
    results_template_name = "wagtail_anliegen/casework/inbox_results.html"
    filterset_class = ReportFilterSet
    paginator_class = CappedPaginator
    paginate_by = 20
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

    @cached_property
    def is_filtering(self):
        return bool(self.filters and self.filters.form.has_changed())

    def filter_queryset(self, queryset):
        """What asks for somebody who is gone finds nothing, since all that fit may be answered."""
        return queryset.none() if self._unusable else super().filter_queryset(queryset)

    @cached_property
    def _unusable(self) -> list[str]:
        """What the filters are called that ask for what is not there, or is no such thing."""
        if not self.filters:
            return []
        form = self.filters.form
        return [str(form[name].label) for name in form.errors]

    def order_queryset(self, queryset):
        return folders.in_order(queryset, self.ordering)

    def search_queryset(self, queryset):
        found, self.is_search_cut = searched(queryset, self.search_query, user=self.request.user)
        return found

    @cached_property
    def columns(self):
        return [SELECT, *COLUMNS] if self.may_handle else COLUMNS

    @cached_property
    def may_handle(self) -> bool:
        return self.request.user.has_perm(HANDLE)

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
            "selectable": self.may_handle,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["searched"] = search.MOST if self.is_search_cut else None
        everything = folders.FOLDERS["all"]
        if (self.is_searching or self.is_filtering) and self.folder != everything:
            context["everywhere_url"] = f"{everything.url}?{self.request.GET.urlencode()}"
        context["unusable"] = self._unusable
        if (self.is_searching or self.is_filtering) and not self._unusable:
            context["save_form"] = SaveFilterForm(user=self.request.user)
            context["query"] = known(self.request.GET)
            context["folder"] = self.folder
        if not self.results_only:
            context["bulk"] = BULK.items() if self.may_handle else []
            context["bulk_cap"] = BULK_CAP
            context.update(tabs(self.request, self.folder))
        return context


def tabs(request, folder: folders.Folder) -> dict:
    """The folders and saved filters with their counts, and what a page with them has seen."""
    listed = folders.counted(request.user, folder.code)
    count = next(item["count"] for item in listed if item["active"])
    return {
        "folder": folder,
        "folders": listed,
        "saved": saved_filters.counted(request, known(request.GET), folder),
        "seen": seen_by(count),
    }


def keys_listed(request, folder: folders.Folder, limit: int) -> list[int]:
    """Primary keys of what the inbox lists for this request, in its order."""
    listing = InboxView()
    listing.setup(request, folder=folder.code)
    return list(listing.get_queryset().values_list("pk", flat=True)[:limit])
