"""The page that switches the test mode and removes what it left behind."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.intake.entry import sites_of

from .forms import TestModeForm
from .purge import purge_test_reports, what_to_purge
from .test_mode import end_test_mode, start_test_mode
from .views import SetUpPage


class TestModePage(SetUpPage):
    """A page about the test mode of one site of the person; without a number, of the first."""

    permission = "wagtail_anliegen.use_test_mode"
    header_icon = "warning"

    @cached_property
    def sites(self) -> list[Site]:
        return sites_of(self.request.user)

    @cached_property
    def site(self) -> Site:
        """The site in the address; another city's is not found."""
        number = self.kwargs.get("site")
        found = [site for site in self.sites if number in (None, site.pk)]
        if not found:
            raise Http404
        return found[0]

    @property
    def own_url(self) -> str:
        return reverse("wagtail_anliegen_setup:test_mode_of", args=[self.site.pk])

    def get_context_data(self, **kwargs):
        kwargs.pop("site", None)  # Django's TemplateView passes what stands in the address
        return super().get_context_data(
            site=self.site,
            others=[site for site in self.sites if site != self.site],
            city=AnliegenSettings.for_site(self.site),
            purge=what_to_purge(self.site),
            own_url=self.own_url,
            purge_url=reverse("wagtail_anliegen_setup:purge", args=[self.site.pk]),
            **kwargs,
        )


class TestModeView(TestModePage, FormView):
    """Says whether it is on, and switches it."""

    page_title = gettext_lazy("Test mode")
    template_name = "wagtail_anliegen/setup/test_mode.html"
    form_class = TestModeForm

    def get_initial(self):
        address = AnliegenSettings.for_site(self.site).test_address
        return {"address": address or self.request.user.email}

    def form_valid(self, form):
        user, address = self.request.user, form.cleaned_data["address"]
        if "end" in self.request.POST:
            end_test_mode(self.site, user=user)
            messages.success(self.request, _("The test mode is over. Mails go to people again."))
        else:
            start_test_mode(self.site, address=address, user=user)
            messages.success(self.request, _("The test mode is on. No mail reaches anybody else."))
        return HttpResponseRedirect(self.own_url)


class PurgeView(TestModePage, TemplateView):
    """Asks first; on POST removes the test reports."""

    page_title = gettext_lazy("Remove test reports")
    template_name = "wagtail_anliegen/setup/purge.html"
    header_icon = "bin"

    def post(self, request, *args, **kwargs):
        purge = purge_test_reports(self.site, user=request.user)
        text = ngettext(
            "%(number)s test report was removed.",
            "%(number)s test reports were removed.",
            purge.reports,
        )
        messages.success(request, text % {"number": purge.reports})
        return redirect(self.own_url)
