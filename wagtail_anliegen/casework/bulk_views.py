"""Bulk work on screen: what will happen, then what has happened."""

import logging
import uuid
from collections.abc import Set
from contextlib import suppress

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report

from . import bulk
from .folders import FOLDERS
from .inbox import keys_listed
from .keys import key_of
from .paginator import rows_of
from .presence import stamp_of
from .response_templates import offered_for_many


logger = logging.getLogger(__name__)

#: In the session: what the last bulk works have done, by their submission keys.
DONE = "anliegen_bulk"
REMEMBERED = 5
#: Seconds for which the same form is not taken a second time.
HELD = 3600


class BulkPage(WagtailAdminTemplateMixin, TemplateView):
    """Knows the folder, the verb, and the way back to the list."""

    header_icon = "tasks"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["folder"] not in FOLDERS or kwargs["verb"] not in bulk.BULK:
            raise Http404
        self.folder, self.verb = FOLDERS[kwargs["folder"]], bulk.BULK[kwargs["verb"]]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.verb.single.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def back_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.folder.url

    def get_page_title(self):
        return self.verb.label

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtail_anliegen_reports:list"), "label": _("Inbox")},
            {"url": self.back_url, "label": self.folder.label},
            {"url": "", "label": self.verb.label},
        ]

    def rows(self, keys) -> list[Report]:
        """The reports in this order, without those with which the user may not do it."""
        allowed = self.verb.reports(self.request.user).filter(pk__in=keys)
        seen = set(allowed.values_list("pk", flat=True))
        reports = rows_of([key for key in keys if key in seen])
        # One instance of each site, of which texts name the city.
        sites = Site.objects.in_bulk({report.site_id for report in reports})
        for report in reports:
            report.site = sites[report.site_id]
        return reports

    def remembered(self, key: str) -> dict | None:
        return self.request.session.get(DONE, {}).get(key)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "verb": self.verb, "folder": self.folder, "back_url": self.back_url}


class BulkView(BulkPage):
    """Shows the reports with the form; does it when the form is sent."""

    template_name = "wagtail_anliegen/casework/bulk.html"
    refused: dict[int, str] = {}
    form = None

    def get(self, request, *args, **kwargs):
        keys, data = self._chosen()
        self.reports = self.rows(keys[: bulk.CAP])
        self.is_capped = len(keys) > bulk.CAP
        self.submission, self.newest = str(uuid.uuid4()), Reply.objects.newest()
        if not self.reports:
            messages.warning(request, _("No report was chosen."))
            return redirect(self.back_url)
        self.form = self._form(initial=data)
        self._refuse({})
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        self.submission, self.is_capped = _submission_key(request.POST.get("submission")), False
        if self.remembered(self.submission):
            return redirect(self._result_url())
        self.newest = key_of(request.POST.get("newest", ""))
        left = dict(_stamps(request.POST.getlist("left")))
        seen = left | dict(_stamps(request.POST.getlist("report")))
        seen = dict(list(seen.items())[: bulk.CAP])
        self.reports = self.rows(list(seen))
        if not self.reports:
            messages.warning(request, _("No report was chosen."))
            return redirect(self.back_url)
        self.form = self._form(data=request.POST)
        if self.form is not None and not self.form.is_valid():
            self._refuse({}, seen)
            messages.error(request, _("Nothing was done yet. Please look at the marked field."))
            return self.render_to_response(self.get_context_data())
        values = self.form.values if self.form else {}
        self._refuse(values, seen)
        if objection := self._objection(left.keys()):
            messages.warning(request, objection)
            return self.render_to_response(self.get_context_data())
        if self.verb.single.tells:
            values = {**values, "newest": self.newest}
        seen = {key: stamp for key, stamp in seen.items() if key not in left}
        return self._do(seen, values)

    def _do(self, seen: dict[int, str], values: dict):
        """Once: sent twice at the same time, the second would find all of it changed, and offer
        to try it again."""
        held = f"anliegen-bulk:{self.submission}"
        if not _is_first(held):
            words = _("This is being done already. The list shows how far it is.")
            messages.warning(self.request, words)
            return redirect(self.back_url)
        try:
            outcome = bulk.apply(self.verb, seen, values=values, user=self.request.user)
        except Exception:
            with suppress(Exception):
                cache.delete(held)
            raise
        self._remember(outcome)
        return redirect(self._result_url())

    def _objection(self, left: Set[int]) -> str:
        """Why it has to be looked at once more; ``left`` was shown as left out until now."""
        if left - self.refused.keys():
            return _("Nothing was done yet. More reports can follow now.")
        nothing = len(self.refused) == len(self.reports)
        if nothing or (self.refused.keys() - left and "confirmed" not in self.request.POST):
            return _("Nothing was done yet. Not all reports can follow.")
        return ""

    def _chosen(self) -> tuple[list[int], dict]:
        """Keys of the reports, and what was typed when it was tried before."""
        again = self.remembered(self.request.GET.get("again", ""))
        if again:
            return [int(key) for key in again["refused"]], again["typed"]
        asked = self.request.GET.getlist("id")
        if "all" in asked:
            return keys_listed(self.request, self.folder, bulk.CAP + 1), {}
        keys = (key_of(text) for text in dict.fromkeys(asked))
        return [key for key in keys if key is not None][: bulk.CAP + 1], {}

    def _form(self, **kwargs):
        if self.verb.form is None:
            return None
        user = self.request.user
        return self.verb.form(reports=self.reports, user=user, prefix=self.verb.code, **kwargs)

    def _refuse(self, values: dict, seen: dict | None = None) -> None:
        """Note which reports cannot follow, and why."""
        reasons = {}
        for report in self.reports:
            report.stamp = (seen or {}).get(report.pk) or stamp_of(report)
            stale = bulk.changed(report, seen[report.pk]) if seen else ""
            reasons[report.pk] = stale or self.verb.refusal(report, values, self.request.user)
        self.refused = {key: reason for key, reason in reasons.items() if reason}

    def _remember(self, outcome: bulk.Outcome) -> None:
        typed = {}
        if self.form is not None:
            names = {name: self.form.add_prefix(name) for name in self.form.fields}
            typed = {name: self.request.POST.get(key, "") for name, key in names.items()}
        result = {"done": outcome.done, "refused": outcome.refused, "typed": typed}
        earlier = list(self.request.session.get(DONE, {}).items())[1 - REMEMBERED :]
        self.request.session[DONE] = {**dict(earlier), self.submission: result}

    def _result_url(self) -> str:
        arguments = [self.folder.code, self.verb.code, self.submission]
        url = reverse("wagtail_anliegen_reports:bulk_done", args=arguments)
        return f"{url}?{urlencode({'next': self.back_url})}"

    def get_context_data(self, **kwargs):
        possible = len(self.reports) - len(self.refused)
        words = ngettext("%(verb)s: %(count)s report", "%(verb)s: %(count)s reports", possible)
        return {
            **super().get_context_data(**kwargs),
            "lines": [(report, self.refused.get(report.pk, "")) for report in self.reports],
            "form": self.form,
            "possible": possible,
            "refused": len(self.refused),
            "is_capped": self.is_capped,
            "cap": bulk.CAP,
            "submission": self.submission,
            "newest": self.newest,
            "media": self.form.media if self.form else "",
            "text_templates": offered_for_many(self.reports) if self.verb.is_mailed else [],
            "button": words % {"verb": self.verb.label, "count": possible}
            if possible
            else _("Check again"),
        }


class BulkDoneView(BulkPage):
    """Names what was done and what was refused; a page of its own, so that it can be reloaded."""

    template_name = "wagtail_anliegen/casework/bulk_done.html"

    def get(self, request, *args, **kwargs):
        self.result = self.remembered(str(kwargs["submission"]))
        if self.result is None:
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        reasons = {int(key): reason for key, reason in self.result["refused"].items()}
        refused = [(report, reasons[report.pk]) for report in self.rows(list(reasons))]
        return {
            **super().get_context_data(**kwargs),
            "done": self.rows(self.result["done"]),
            "done_count": len(self.result["done"]),
            "refused": refused,
            "refused_count": len(reasons),
            "gone": len(reasons) - len(refused),
            "again": self.kwargs["submission"],
        }


def _stamps(values: list[str]):
    """``pk|stamp`` as the page wrote it; what is no such thing is left out."""
    for value in values:
        text, _bar, stamp = value.partition("|")
        if (key := key_of(text)) is not None:
            yield key, stamp


def _is_first(held: str) -> bool:
    """Whether nobody holds it; everybody is the first while the cache is away."""
    try:
        return cache.add(held, True, timeout=HELD)
    except Exception:
        logger.exception("A form in flight twice would be done twice: does the cache answer?")
        return True


def _submission_key(text: str | None) -> str:
    try:
        return str(uuid.UUID(text or ""))
    except ValueError:
        raise Http404 from None
