"""The admin addresses of reports: ours, and of Wagtail's only those that know whose it is."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.urls import path, re_path, reverse
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports.models import Report

from . import workflow_views
from .bulk_views import BulkDoneView, BulkView
from .day_views import DayView
from .file_views import CaseFileView
from .inbox import InboxView
from .news import NewsView, TabsView
from .notes import AttachmentView
from .photo_views import OriginalPhotoView, PhotoView
from .presence import ChangesView
from .preview import PreviewView
from .process import ProcessView
from .saved_filter_views import SavedFiltersView, SaveFilterView
from .views import CaseView


#: The case view and what belongs to it; each asks whether the report may be seen.
CASE = [
    path("edit/<int:pk>/", CaseView.as_view(), name="edit"),
    path("edit/<int:pk>/changes/", ChangesView.as_view(), name="changes"),
    path("day/", DayView.as_view(), name="day"),
    path("edit/<int:pk>/pdf/", CaseFileView.as_view(), name="pdf"),
    path("edit/<int:pk>/photo/<int:photo>/", OriginalPhotoView.as_view(), name="photo"),
    path("edit/<int:pk>/photo/<int:photo>/check/", PhotoView.as_view(), name="check_photo"),
    path("edit/<int:pk>/preview/", PreviewView.as_view(), name="preview"),
    path(
        "edit/<int:pk>/attachment/<int:attachment>/",
        AttachmentView.as_view(),
        name="attachment",
    ),
]


class ReportURLFinder:
    """Tells Wagtail's lists where a report is worked on, if the reader may see it."""

    def __init__(self, user=None):
        self.visible = Report.objects.visible_to(user) if user else Report.objects.all()

    def get_edit_url(self, instance):
        if self.visible.filter(pk=instance.pk).exists():
            return reverse("wagtail_anliegen_reports:edit", args=[instance.pk])
        return None


class NoBulkAction(BulkAction):
    """Stands where Wagtail would delete any snippet in bulk, whosoever's it is.

    Categories are deleted one by one, by a view that says what stands in the way.
    """

    display_name = aria_label = ""
    action_type = "delete"
    models = [Report, Category]

    def dispatch(self, request, *args, **kwargs):
        raise Http404


class ReportViewSet(SnippetViewSet):
    """No adding, copying, deleting, choosing or reverting: those views know no departments."""

    model = Report
    icon = "comment"
    admin_url_namespace = "wagtail_anliegen_reports"
    base_url_path = "anliegen/reports"
    permission_policy = ReportPermissionPolicy()
    url_finder_class = ReportURLFinder
    menu_item_is_registered = True  # by us: keeps it out of the list of all snippets
    add_to_reference_index = False
    panels = [FieldPanel("public_text")]
    workflow_action_view_class = workflow_views.WorkflowActionView
    workflow_history_view_class = workflow_views.WorkflowHistoryView
    workflow_history_detail_view_class = workflow_views.WorkflowHistoryDetailView
    revisions_compare_view_class = workflow_views.RevisionsCompareView

    def get_common_view_kwargs(self, **kwargs):
        # The case view tells the history; the others are not there for anybody.
        edit = self.get_url_name("edit")
        gone = dict.fromkeys(("add_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{"history_url_name": edit, **gone, **kwargs})

    def register_chooser_viewset(self):
        pass

    def get_permissions_to_register(self):
        return Permission.objects.filter(content_type=ContentType.objects.get_for_model(Report))

    def get_urlpatterns(self):
        return [
            *_of_the_inbox(),
            path("process/", ProcessView.as_view(), name="process"),
            *CASE,
            path(
                "workflow/action/<int:pk>/<slug:action_name>/<int:task_state_id>/",
                self.workflow_action_view,
                name="workflow_action",
            ),
            path("workflow_history/<int:pk>/", self.workflow_history_view, name="workflow_history"),
            path(
                "workflow_history/<int:pk>/detail/<int:workflow_state_id>/",
                self.workflow_history_detail_view,
                name="workflow_history_detail",
            ),
            re_path(
                r"^history/(?P<pk>\d+)/revisions/compare/"
                r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$",
                self.revisions_compare_view,
                name="revisions_compare",
            ),
        ]


def _of_the_inbox() -> list:
    inbox, results = InboxView.as_view(), InboxView.as_view(results_only=True)
    bulk, done = BulkView.as_view(), BulkDoneView.as_view()
    return [
        path("", inbox, name="list"),
        path("results/", results, name="list_results"),
        path("folder/<slug:folder>/", inbox, name="folder"),
        path("folder/<slug:folder>/results/", results, name="folder_results"),
        path("folder/<slug:folder>/news/", NewsView.as_view(), name="news"),
        path("folder/<slug:folder>/tabs/", TabsView.as_view(), name="tabs"),
        path("folder/<slug:folder>/keep/", SaveFilterView.as_view(), name="save_filter"),
        path("folder/<slug:folder>/bulk/<slug:verb>/", bulk, name="bulk"),
        path(
            "folder/<slug:folder>/bulk/<slug:verb>/done/<uuid:submission>/", done, name="bulk_done"
        ),
        path("filters/", SavedFiltersView.as_view(), name="filters"),
    ]


def register_policy() -> None:
    """Wagtail 8.0 asks a registry; 7.4 asks the viewset."""
    if WAGTAIL_VERSION >= (8, 0):
        from wagtail.permissions import register_permission_policy

        register_permission_policy(Report, ReportPermissionPolicy())
