"""Uploads of districts, with a preview before anything changes, and of streets."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .district_files import Change, name_properties, plan_districts, save_districts
from .forms import DistrictUploadForm, StreetUploadForm
from .maps import feature, thinned
from .models import DistrictUpload
from .panels import MAP_MEDIA
from .street_files import import_streets
from .widgets import map_options


FORGOTTEN = timedelta(days=1)


class UploadStep(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A page below a list, for those who may add and change what is in the list."""

    model = None
    index_url_name = None
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not (self.user_has_permission("add") and self.user_has_permission("change")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        rows = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": rows},
            {"url": "", "label": self.get_page_title()},
        ]


class DistrictUploadView(UploadStep, FormView):
    """Takes the file in and checks it."""

    page_title = gettext_lazy("Upload GeoJSON")
    template_name = "wagtail_anliegen/geo/upload.html"
    form_class = DistrictUploadForm
    preview_url_name = None

    def form_valid(self, form):
        DistrictUpload.objects.filter(created_at__lt=timezone.now() - FORGOTTEN).delete()
        upload = DistrictUpload.objects.create(
            user=self.request.user,
            site=form.chosen_site,
            level=form.cleaned_data["level"],
            file_name=form.cleaned_data["file"].name[:255],
            features=form.features,
        )
        return redirect(self.preview_url_name, upload.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label=_("Check the file"), **kwargs)


class DistrictPreviewView(UploadStep, TemplateView):
    """Shows what the file would change; on POST does it."""

    page_title = gettext_lazy("Preview")
    template_name = "wagtail_anliegen/geo/preview.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.upload = get_object_or_404(DistrictUpload, pk=kwargs["pk"], user=request.user)
        self.names = name_properties(self.upload.features)
        wish = (request.POST or request.GET).get("name_property")
        self.name_property = wish if wish in self.names else self.names[0]

    def plan(self):
        upload = self.upload
        return plan_districts(
            upload.site, upload.features, level=upload.level, name_property=self.name_property
        )

    def post(self, request, *args, **kwargs):
        try:
            plan = self.plan()
        except ValidationError:
            return self.get(request, *args, **kwargs)
        save_districts(plan)
        self.upload.delete()
        text = ngettext(
            "%(number)s district was saved.", "%(number)s districts were saved.", plan.to_save
        )
        messages.success(request, text % {"number": plan.to_save})
        return redirect(self.index_url_name)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        try:
            context["plan"] = plan = self.plan()
        except ValidationError as error:
            context["problems"] = error.messages
        else:
            shapes = thinned(district.geometry for district in plan.districts)
            context["shapes"] = [
                feature(geometry, name=district.name, change=district.change)
                for district, geometry in zip(plan.districts, shapes, strict=True)
            ]
            context["counts"] = [
                (change.label, plan.count(change)) for change in Change if plan.count(change)
            ]
        return {
            **context,
            "upload": self.upload,
            "names": self.names,
            "name_property": self.name_property,
            "options": map_options(self.upload.site),
            "media": MAP_MEDIA,
            "index_url": reverse(self.index_url_name),
        }


class StreetUploadView(UploadStep, FormView):
    """Takes every good line over at once and says what was refused."""

    page_title = gettext_lazy("Upload streets")
    template_name = "wagtail_anliegen/geo/upload_streets.html"
    form_class = StreetUploadForm

    def form_valid(self, form):
        try:
            report = import_streets(form.chosen_site, form.cleaned_data["file"].read())
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return self.render_to_response(
            self.get_context_data(
                form=self.get_form_class()(), report=report, file_name=form.cleaned_data["file"]
            )
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Take the streets over"),
            index_url=reverse(self.index_url_name),
            **kwargs,
        )
