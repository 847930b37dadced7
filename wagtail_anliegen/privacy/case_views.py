"""“Data protection” of a report: what is stored, and what those responsible do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_anliegen.casework.forms import CaseForm
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.groups import Erased
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report

from . import case_forms, correction, restriction
from .erasure import Held, forget
from .handing_out import as_download, hand_out
from .inventory import INVENTORY, Part
from .models import Cause, What
from .retention import rules_for, words_of


ERASE = "wagtail_anliegen.erase_report"


@dataclass(frozen=True)
class Step:
    """A button of the page: what it needs, what it does, and what is said then."""

    run: Callable
    done: str | Promise
    form: type[CaseForm] | None = None


def _erase(report: Report, *, what: str, user) -> None:
    """Harmless where nothing is left, as after the first of two clicks."""
    there = {
        What.CONTACT: hasattr(report, "reporter"),
        What.PHOTOS: report.photos.exists(),
        What.REPORT: report.erased_at is None,
    }
    if there[what]:
        forget(report, what=what, cause=Cause.STAFF, user=user)


def _forget(what: str) -> Callable:
    return partial(_erase, what=what)


STEPS: dict[str, Step] = {
    "contact": Step(
        correction.correct_contact,
        gettext_lazy("The contact data is corrected."),
        case_forms.ContactForm,
    ),
    "erase_contact": Step(
        _forget(What.CONTACT),
        gettext_lazy("The contact data is erased."),
        case_forms.EraseContactForm,
    ),
    "erase_photos": Step(
        _forget(What.PHOTOS), gettext_lazy("The photos are erased."), case_forms.ErasePhotosForm
    ),
    "erase_all": Step(
        _forget(What.REPORT), gettext_lazy("Everything is erased."), case_forms.EraseAllForm
    ),
    "hold": Step(
        restriction.hold, gettext_lazy("Nothing of it is erased now."), case_forms.HoldForm
    ),
    "end_hold": Step(restriction.end_hold, gettext_lazy("The legal hold is over.")),
    "restrict": Step(
        restriction.restrict, gettext_lazy("The report is restricted. Nobody outside sees it.")
    ),
    "lift": Step(
        restriction.lift_restriction,
        gettext_lazy("The data may be used again. The public sees it once somebody releases it."),
    ),
}


class CaseDataView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "wagtail_anliegen/privacy/case_data.html"
    header_icon = "lock"

    def dispatch(self, request, *args, **kwargs):
        report = self.report  # what is not yours is not found, whatever you may do
        workable = Report.objects.workable_by(request.user).filter(pk=report.pk)
        if not (request.user.has_perm(ERASE) and workable.exists()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def report(self) -> Report:
        visible = Report.objects.visible_to(self.request.user)
        visible = visible.select_related("site", "category", "reporter", "legal_hold")
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    @property
    def own_url(self) -> str:
        return reverse("wagtail_anliegen_privacy:report", args=[self.report.pk])

    def get(self, request, *args, **kwargs):
        self._note_look(Look.What.CONTACT)
        return super().get(request, *args, **kwargs)

    def _note_look(self, *kinds: str) -> None:
        if hasattr(self.report, "reporter"):
            for kind in kinds:
                note_look(self.report, user=self.request.user, at=kind)

    def post(self, request, *args, **kwargs):
        name = request.POST.get("action", "")
        if name == "hand_out":
            return self._hand_out()
        if name not in STEPS:
            raise PermissionDenied
        step = STEPS[name]
        form = step.form and self._form(name, step.form, data=request.POST)
        if form and not form.is_valid():
            return self._once_more(name, form)
        return self._perform(step, form.values if form else {})

    def _perform(self, step: Step, values: dict):
        try:
            step.run(self.report, user=self.request.user, **values)
        except Held:
            text = _("Nothing was erased: there is a legal hold on this report.")
            messages.error(self.request, text)
        except Erased:
            messages.error(self.request, _("Nothing was done: the report is erased."))
        else:
            messages.success(self.request, step.done)
        return redirect(self.own_url)

    def _hand_out(self):
        form = self._form("hand_out", case_forms.HandOutForm, data=self.request.POST)
        if self.report.erased_at:
            messages.error(self.request, _("Nothing was done: the report is erased."))
            return redirect(self.own_url)
        if not form.is_valid():
            return self._once_more("hand_out", form)
        self._note_look(*Look.What)
        packed = hand_out(
            self.report,
            complete=True,
            user=self.request.user,
            language=self.report.language,
            **form.values,
        )
        return as_download(packed, self.report)

    def _once_more(self, name: str, form: CaseForm):
        messages.error(self.request, _("Nothing was done yet. Please look at the marked field."))
        context = self.get_context_data(bound={name: form}, opened=name)
        return self.render_to_response(context, status=422)

    def _form(self, name: str, form: type[CaseForm], data=None) -> CaseForm:
        return form(data, report=self.report, user=self.request.user, prefix=name)

    def get_page_title(self):
        return _("Data protection")

    def get_breadcrumbs_items(self):
        case = reverse("wagtail_anliegen_reports:edit", args=[self.report.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtail_anliegen_reports:list"), "label": _("Inbox")},
            {"url": case, "label": self.report.reference},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, bound=None, **kwargs):
        report = self.report
        forms = {name: step.form for name, step in STEPS.items() if step.form}
        forms["hand_out"] = case_forms.HandOutForm
        made = {name: self._form(name, form) for name, form in forms.items()}
        asked = report.replies.filter(kind__in=Reply.RIGHTS)
        return {
            **super().get_context_data(**kwargs),
            "report": report,
            "forms": {**made, **(bound or {})},
            "stored": stored(report),
            "photos": report.photos.count(),
            "requests": asked.select_related("seen_by"),
            "periods": [words_of(rule) for rule in rules_for(report)],
        }


def stored(report: Report) -> list[tuple[str, list[tuple[str, int]]]]:
    """For each part how many rows of which kind there are, as far as there are any."""
    parts: dict[str, list[tuple[str, int]]] = {part: [] for part in Part}
    for holding in reversed(INVENTORY):
        if holding.model != "Report" and holding.fields and (n := holding.rows(report).count()):
            meta = holding.table._meta
            name = meta.verbose_name_plural if n > 1 else meta.verbose_name
            # The plural of a mail is what its register is called.
            name = _("mails") if holding.part == Part.MAILS and n > 1 else name
            parts[holding.part].append((name, n))
    return [(Part(part).label, rows) for part, rows in parts.items() if rows]
