"""The screens on which people say when they are away and who stands in."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import VERSION as WAGTAIL_VERSION
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from wagtail_anliegen.tables import DayColumn

from .absences import Absence
from .models import Department
from .people import PersonField, departments_near, staff_near


def keeps_all(user) -> bool:
    """Whether the user enters absences for others too: whoever maintains departments."""
    return user.has_perm("wagtail_anliegen.change_department")


class AbsencePolicy(ModelPermissionPolicy):
    """Everybody who sees reports has absences; whose can be changed, the views decide."""

    def user_has_permission(self, user, action):
        return keeps_all(user) or user.has_perm("wagtail_anliegen.view_report")

    def user_has_any_permission(self, user, actions):
        return self.user_has_permission(user, "change")


def kept_by(user) -> QuerySet[Absence]:
    """The absences that this person enters and changes: the own, or all of the city."""
    if not keeps_all(user):
        return Absence.objects.filter(user=user)
    groups = departments_near(user).order_by().values("group")
    theirs = get_user_model()._default_manager.filter(groups__in=groups).order_by().values("pk")
    return Absence.objects.filter(Q(user=user) | Q(user__in=theirs))


class AbsenceForm(WagtailAdminModelForm):
    user = PersonField(label=_("Who is away"), queryset=None)
    substitute = PersonField(
        label=_("Substitute"),
        queryset=None,
        help_text=_("Gets your mails too and finds your reports under “Mine”, where allowed."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [self.instance.user_id, self.instance.substitute_id]
        people = staff_near(self.for_user, chosen=chosen)
        self.fields["user"].queryset = people
        self.fields["substitute"].queryset = people.exclude(pk=self.instance.user_id or 0)
        if not keeps_all(self.for_user):
            del self.fields["user"]
            self.instance.user = self.for_user
            self.fields["substitute"].queryset = people.exclude(pk=self.for_user.pk)

    def clean(self):
        data = super().clean()
        user = data.get("user") or getattr(self.instance, "user", None)
        substitute = data.get("substitute")
        if substitute and user and not _work_together(user, substitute):
            self.add_error("substitute", gettext("This person works in another city."))
        return data


def _work_together(user, other) -> bool:
    sites = Department.objects.of_user(user).values("site")
    return Department.objects.of_user(other).filter(site__in=sites).exists()


def _day(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class AbsenceIndexView(generic.IndexView):
    table_classname = "listing anliegen-listing"

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("user", "substitute")
        return rows.filter(pk__in=kept_by(self.request.user).order_by().values("pk"))


class OnlyKept:
    """Before a view: what others keep does not exist."""

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not kept_by(self.request.user).filter(pk=found.pk).exists():
            raise Http404
        return found


class AbsenceEditView(OnlyKept, generic.EditView):
    pass


class AbsenceDeleteView(OnlyKept, generic.DeleteView):
    pass


class AbsenceViewSet(ModelViewSet):
    """Opened from the inbox; in the menu for those who maintain departments."""

    model = Absence
    name = "wagtail_anliegen_absences"
    url_prefix = "anliegen/absences"
    icon = "date"
    permission_policy = AbsencePolicy(Absence)
    add_to_reference_index = False
    index_view_class = AbsenceIndexView
    edit_view_class = AbsenceEditView
    delete_view_class = AbsenceDeleteView
    list_display = [
        Column(
            "user", label=_("Who is away"), accessor=lambda row: get_user_display_name(row.user)
        ),
        DayColumn("starts_on", label=_("First day"), sort_key="starts_on"),
        DayColumn("ends_on", label=_("Last day"), sort_key="ends_on"),
        Column(
            "substitute",
            label=_("Substitute"),
            accessor=lambda row: get_user_display_name(row.substitute),
        ),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            FieldRowPanel([_day("starts_on"), _day("ends_on")]),
            FieldPanel("substitute"),
        ],
        base_form_class=AbsenceForm,
    )
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_common_view_kwargs(self, **kwargs):
        # Those views of Wagtail's do not know whose absence it is.
        gone = dict.fromkeys(("history_url_name", "history_results_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**gone, **kwargs})

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]


def register_policy() -> None:
    """Wagtail 8.0 asks a registry; 7.4 asks the viewset."""
    if WAGTAIL_VERSION >= (8, 0):
        from wagtail.permissions import register_permission_policy

        register_permission_policy(Absence, AbsencePolicy(Absence))
