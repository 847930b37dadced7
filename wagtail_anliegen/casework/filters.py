"""The filters of the inbox."""

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_supported_content_language_variant

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.renderers import LeanRenderer
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.people import PersonField
from wagtail_anliegen.sites import name_sites
from wagtail_anliegen.trees import keys_below

from .filter_choices import CheckboxSelectMultiple, KeptSelect, RadioSelect


#: Databases differ in what they make of a day at the beginning of the calendar.
EARLIEST = 1900
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class PeriodWidget(django_filters.widgets.DateRangeWidget):
    """The browser's own calendar: Wagtail's needs an inline script, which our policy forbids."""

    template_name = "wagtail_anliegen/casework/period.html"
    suffixes = ["from", "to"]

    def __init__(self, attrs=None):
        super().__init__({"type": "date", **(attrs or {})})


class PeriodField(django_filters.fields.DateRangeField):
    widget = PeriodWidget

    def compress(self, data_list):
        if any(day and day.year < EARLIEST for day in data_list or ()):
            raise forms.ValidationError(_("Please choose a day of this or the last century."))
        return super().compress(data_list)


class PeriodFilter(django_filters.DateFromToRangeFilter):
    field_class = PeriodField


class UserChoiceField(PersonField, django_filters.fields.ModelChoiceField):
    pass


class UserFilter(django_filters.ModelChoiceFilter):
    field_class = UserChoiceField


def _watched(request):
    """The departments of this person, looked up once a request."""
    if not hasattr(request, "anliegen_watched"):
        request.anliegen_watched = list(Department.objects.watched_by(request.user))
    return request.anliegen_watched


def _sites(request):
    return {department.site_id for department in _watched(request)}


def _categories(request):
    # By its code, as to look up the default language costs a query also where nothing is drawn.
    original = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    rows = Category.objects.filter(site__in=_sites(request), locale__language_code=original)
    return rows.order_by("name")


def _districts(request):
    return District.objects.filter(site__in=_sites(request)).defer("geometry").order_by("name")


def _departments(request):
    keys = [department.pk for department in _watched(request)]
    return Department.objects.filter(pk__in=keys).order_by("name")


def _handlers(request):
    groups = {department.group_id for department in _watched(request)}
    user_model = get_user_model()
    users = user_model._default_manager.filter(groups__in=groups, is_active=True)
    has_names = "last_name" in {field.name for field in user_model._meta.fields}
    return users.distinct().order_by("last_name" if has_names else user_model.USERNAME_FIELD, "pk")


def _yes_no(label, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        method=method,
        choices=YES_NO,
        empty_label=_("All"),
        widget=RadioSelect(),
    )


def _some_of(label, choices) -> django_filters.MultipleChoiceFilter:
    """Values of the report itself: with DISTINCT the database would compare whole rows."""
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, distinct=False, widget=CheckboxSelectMultiple()
    )


class ReportFilterSet(WagtailFilterSet):
    status = _some_of(_("Status"), Status.choices)
    priority = _some_of(_("Priority"), Priority.choices)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=_categories,
        method="with_subcategories",
        widget=KeptSelect,
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=_departments, widget=KeptSelect
    )
    district = django_filters.ModelChoiceFilter(
        label=_("District"), queryset=_districts, widget=KeptSelect
    )
    created_at = PeriodFilter(label=_("Received"))
    handler = UserFilter(label=_("Handled by"), queryset=_handlers, widget=KeptSelect)
    public = _yes_no(_("Public"), "is_public")
    photo = _yes_no(_("With photo"), "has_photo")

    accepted = _yes_no(_("Accepted by somebody"), "is_accepted")
    overdue = _yes_no(_("Overdue"), "is_overdue")
    due = _yes_no(_("An answer is promised"), "is_due")
    channel = _some_of(_("Channel"), Report.Channel.choices)

    class Meta:
        model = Report
        fields = []

    def get_form_class(self):
        form_class = super().get_form_class()
        form_class.default_renderer = LeanRenderer
        if len(_sites(self.request)) > 1:
            name_sites(form_class.base_fields.values())
        departments = sorted(department.pk for department in _watched(self.request))
        for field in form_class.base_fields.values():
            if isinstance(field.widget, KeptSelect):
                field.widget.offered_for = departments
        return form_class

    @cached_property
    def _photos(self):
        return Exists(Photo.objects.filter(report=OuterRef("pk")))

    def with_subcategories(self, queryset, name, value):
        return queryset.filter(category__in=keys_below(Category, value.pk))

    def is_public(self, queryset, name, value):
        return queryset.public() if value == "yes" else queryset.hidden()

    def has_photo(self, queryset, name, value):
        return queryset.filter(self._photos if value == "yes" else ~self._photos)

    def is_accepted(self, queryset, name, value):
        return queryset.filter(handler__isnull=value == "no")

    def is_overdue(self, queryset, name, value):
        late = Q(next_due_on__lt=timezone.localdate(), closed_at__isnull=True)
        return queryset.filter(late if value == "yes" else ~late | Q(next_due_on=None))

    def is_due(self, queryset, name, value):
        promised = Q(due_on__isnull=False, closed_at__isnull=True)
        return queryset.filter(promised if value == "yes" else ~promised)
