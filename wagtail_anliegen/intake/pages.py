"""The report form as a page: one thing per step, each step an address of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.url_routing import RouteResult

from wagtail_anliegen.editor_settings import PLAIN_TEXT
from wagtail_anliegen.reports.models import Report

from .journey import Journey
from .steps import Step
from .submit import Submission, submit_report
from .views import SCREENS, answer


class ReportFormMixin(models.Model):
    """Put this before your own base page, and ``form_panels`` into its panels.

    The methods have the names of ``wagtail.contrib.forms``' ``FormMixin``; override them to ask
    something else, to do more when a report is sent, or to thank in another way.
    """

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=PLAIN_TEXT,
        help_text=_("What people can report here, in two sentences."),
    )
    thanks = RichTextField(
        _("thanks"),
        blank=True,
        features=PLAIN_TEXT,
        help_text=_("Shown after sending, below the reference."),
    )

    form_panels = [
        MultiFieldPanel([FieldPanel("intro"), FieldPanel("thanks")], heading=_("Report form"))
    ]

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """The steps are addresses below the page; everything else is left to Wagtail."""
        if self.live and path_components and path_components[0] in SCREENS:
            return RouteResult(self, kwargs={"path": tuple(path_components)})
        return super().route(request, path_components)

    def serve(self, request, path: tuple[str, ...] = (), **kwargs):
        return answer(self, request, path)

    def serve_preview(self, request, mode_name):
        """Wagtail would look for a template by the name of the concrete class."""
        return answer(self, request, ())

    def get_form_class(self, step: Step, journey: Journey):
        """The form of a step, or None for the screens without one."""
        return step.form_class(journey)

    def get_form(self, step: Step, journey: Journey, data=None):
        """The form of a step: bound to ``data``, or filled with what the draft knows."""
        return self.get_form_class(step, journey)(data, **step.form_options(journey))

    def process_form_submission(self, submission: Submission) -> Report:
        """Accept the report; called once more when a citizen sends twice, with the same result."""
        return submit_report(submission)

    def render_landing_page(self, request, journey: Journey, report: Report):
        """The page after sending: reference, secret link and what happens next."""
        from .sending import render_sent

        return render_sent(journey, report)
