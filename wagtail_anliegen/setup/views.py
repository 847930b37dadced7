"""The configuration as a file: download it, or upload one and see first what it would do."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_anliegen.intake.entry import sites_of

from .export import export_configuration
from .forms import ConfigurationUploadForm, SiteForm
from .merge import Refused, apply, check
from .models import ConfigurationUpload


FORGOTTEN = timedelta(days=1)
MAY_MOVE = "wagtail_anliegen.move_configuration"


class SetUpPage(WagtailAdminTemplateMixin):
    """A page of the set-up, for those who have the permission."""

    permission = MAY_MOVE
    header_icon = "cogs"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ConfigurationView(SetUpPage, FormView):
    """The way out and the way in."""

    page_title = gettext_lazy("Configuration")
    template_name = "wagtail_anliegen/setup/configuration.html"
    form_class = ConfigurationUploadForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        if form.chosen_site is None:
            raise PermissionDenied
        ConfigurationUpload.objects.filter(created_at__lt=timezone.now() - FORGOTTEN).delete()
        upload = ConfigurationUpload.objects.create(
            user=self.request.user,
            site=form.chosen_site,
            file_name=form.cleaned_data["file"].name[:255],
            document=form.document,
        )
        return redirect("wagtail_anliegen_setup:check", upload.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(site_form=SiteForm(user=self.request.user), **kwargs)


class DownloadView(View):
    """The file itself; it is made anew each time."""

    def get(self, request):
        if not request.user.has_perm(MAY_MOVE):
            raise PermissionDenied
        form = SiteForm(request.GET, user=request.user)
        if not form.is_valid() or form.chosen_site is None:
            raise Http404  # another city's, or none at all
        document = export_configuration(form.chosen_site)
        name = f"{slugify(document['site']) or 'site'}-{timezone.localdate():%Y-%m-%d}.json"
        return JsonResponse(
            document,
            json_dumps_params={"indent": 1, "ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class CheckView(SetUpPage, TemplateView):
    """Says what the file would change; on POST does just that."""

    page_title = gettext_lazy("What the file changes")
    template_name = "wagtail_anliegen/setup/check.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.upload = None
        if request.user.is_authenticated:
            uploads = ConfigurationUpload.objects.select_related("site")
            uploads = uploads.filter(site__in=sites_of(request.user))
            self.upload = get_object_or_404(uploads, pk=kwargs["pk"], user=request.user)

    def post(self, request, *args, **kwargs):
        agreed = request.POST.get("agreed") or "-"
        try:
            outcome = apply(self.upload.site, self.upload.document, agreed=agreed)
        except Refused:
            messages.warning(
                request,
                _("Nothing was saved: the website has changed meanwhile. Please look once more."),
            )
            return redirect("wagtail_anliegen_setup:check", self.upload.pk)
        self.upload.delete()
        number = len(outcome.to_do)
        text = ngettext("%(number)s change was saved.", "%(number)s changes were saved.", number)
        messages.success(request, text % {"number": number})
        return redirect("wagtail_anliegen_setup:configuration")

    def get_context_data(self, **kwargs):
        outcome = check(self.upload.site, self.upload.document)
        return super().get_context_data(
            upload=self.upload, document=self.upload.document, outcome=outcome, **kwargs
        )
