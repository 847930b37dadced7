"""Bulk work: one verb on many reports, each on its own, and every failure is named."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_anliegen.moderation.permissions import may_handle
from wagtail_anliegen.moderation.review import NotReviewable
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import TRANSITIONS, IllegalTransition, Status
from wagtail_anliegen.routing.rules import NoCentralInbox

from . import bulk_forms, forms, merging
from .actions import with_facts
from .placeholders import missing_in, said_of
from .presence import stamp_of
from .verbs import VERBS, Verb


logger = logging.getLogger(__name__)

#: So many reports at once: a page that still can be read before it is sent.
CAP = 200


def _nothing(report: Report, values: dict, user) -> str:
    return ""


def _not_accepted(report: Report, values: dict, user) -> str:
    if not report.is_open:
        return _("It is closed.")
    return _("You handle it already.") if report.handler_id == user.pk else ""


def _not_assigned(report: Report, values: dict, user) -> str:
    handler = values.get("handler")
    if handler is None or may_handle(handler, report):
        return ""
    return _("This person may not work on it.")


def _not_moved(report: Report, values: dict, user) -> str:
    status = values.get("status")
    if not status or status in TRANSITIONS[report.status]:
        return ""
    words = {"before": report.get_status_display(), "after": Status(status).label}
    return _("From “%(before)s” it cannot become “%(after)s”.") % words


def _not_forwarded(report: Report, values: dict, user) -> str:
    department = values.get("department")
    if department is None:
        return ""
    if department.site_id != report.site_id:
        return _("It belongs to another site.")
    return _("It is there already.") if department.pk == report.department_id else ""


def _not_merged(report: Report, values: dict, user) -> str:
    if report.leading_report_id:
        return _("It follows another report already.")
    leader = values.get("leading")
    if leader is None or report == leader:
        return ""
    return merging.obstacle(leader, [report])


def _merge(reports: list[Report], *, leading: Report, text: str, user) -> None:
    others = [report for report in reports if report != leading]
    if len(others) == len(reports):
        raise merging.CannotMerge(_("The report that was to lead cannot be merged."))
    if not others:
        raise merging.CannotMerge(_("Merging takes at least two reports."))
    merging.merge(leading, others, text=text, user=user)


@dataclass(frozen=True)
class BulkVerb:
    """``cannot`` says in words why a report is left out, as far as ``values`` are known."""

    label: str
    icon: str
    form: type[forms.CaseForm] | None = None
    cannot: Callable[[Report, dict, Any], str] = _nothing
    #: Said below the form, before anything is done.
    effect: str = ""
    #: Takes all reports in one go, where what is done with one concerns the others.
    together: Callable[..., None] | None = None

    @property
    def code(self) -> str:
        return next(code for code, verb in BULK.items() if verb is self)

    def refusal(self, report: Report, values: dict, user) -> str:
        """Why it is left out, or nothing."""
        return self.cannot(report, values, user) or self._missing(report, values)

    def values_for(self, report: Report, values: dict) -> dict:
        """With what the text names filled in for this report."""
        if not (self.is_mailed and values.get("text")):
            return values
        return {**values, "text": said_of(with_facts(report, values), values["text"])}

    def _missing(self, report: Report, values: dict) -> str:
        if not (self.is_mailed and values.get("text")):
            return ""
        gap = missing_in(with_facts(report, values), values["text"])
        return _("Missing for the text: %(gap)s") % {"gap": gap} if gap else ""

    @property
    def is_mailed(self) -> bool:
        return self.form is not None and self.form.is_mailed

    @property
    def single(self) -> Verb:
        """The verb of the case view that is done with each report."""
        return VERBS[self.code]

    def reports(self, user):
        """What the user may do it with; not all that may be seen may be worked on."""
        rows = Report.objects
        return rows.visible_to(user) if self.single.for_participants else rows.workable_by(user)


_TOLD = gettext_lazy("Everybody who may see a report reads the text; each person gets one mail.")

BULK: dict[str, BulkVerb] = {
    "accept": BulkVerb(gettext_lazy("Accept"), "check", cannot=_not_accepted),
    "assign": BulkVerb(gettext_lazy("Give to"), "user", bulk_forms.AssignForm, _not_assigned),
    "status": BulkVerb(
        gettext_lazy("Change status"), "resubmit", bulk_forms.StatusForm, _not_moved, _TOLD
    ),
    "answer": BulkVerb(gettext_lazy("Answer"), "mail", bulk_forms.AnswerForm),
    "forward": BulkVerb(
        gettext_lazy("Forward"), "redirect", bulk_forms.ForwardForm, _not_forwarded
    ),
    "merge": BulkVerb(
        gettext_lazy("Merge"),
        "copy",
        bulk_forms.MergeForm,
        _not_merged,
        gettext_lazy("All their persons follow one report from now on; each is told once."),
        _merge,
    ),
    "note": BulkVerb(gettext_lazy("Internal note"), "clipboard-list", bulk_forms.NoteForm),
}


@dataclass
class Outcome:
    """Primary keys of what was done, and of what was refused with the reason in words."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def changed(report: Report, seen: str) -> str:
    return "" if seen == stamp_of(report) else _("Somebody changed it in the meantime.")


def apply(verb: BulkVerb, seen: dict[int, str], *, values: dict, user) -> Outcome:
    """Do the verb with each report, in a transaction of its own.

    ``seen`` are the stamps of the reports (``stamp_of``) by primary key; what was changed since
    is refused, so that sending the same form twice does nothing twice. What the user may not see
    counts as gone. A verb that takes them ``together`` does it with all that can, or with none.
    """
    if verb.together:
        return _together(verb, seen, values=values, user=user)
    outcome = Outcome()
    for key, stamp in seen.items():
        if reason := _one(verb, key, stamp, values=values, user=user):
            outcome.refused[key] = reason
        else:
            outcome.done.append(key)
    return outcome


def _together(verb: BulkVerb, seen: dict[int, str], *, values: dict, user) -> Outcome:
    found = {report.pk: report for report in verb.reports(user).filter(pk__in=seen)}
    outcome = Outcome()
    for key, stamp in seen.items():
        report = found.get(key)
        if report is None:
            outcome.refused[key] = _("It is not there any more.")
        elif reason := changed(report, stamp) or verb.refusal(report, values, user):
            outcome.refused[key] = reason
    able = [report for key, report in found.items() if key not in outcome.refused]
    keys = [report.pk for report in able]
    try:
        with transaction.atomic():
            verb.together(able, user=user, **values)
        outcome.done = keys
    except merging.CannotMerge as refused:
        outcome.refused |= dict.fromkeys(keys, str(refused))
    except Exception:
        logger.exception("Bulk “%s” failed", verb.code)
        reason = _("Something went wrong; nothing was done with it.")
        outcome.refused |= dict.fromkeys(keys, reason)
    return outcome


def _one(verb: BulkVerb, key: int, stamp: str, *, values: dict, user) -> str:
    """Do it, or say why not."""
    try:
        with transaction.atomic():
            report = verb.reports(user).select_for_update().filter(pk=key).first()
            if report is None:
                return _("It is not there any more.")
            if reason := changed(report, stamp) or verb.refusal(report, values, user):
                return reason
            verb.single.run(report, user=user, **verb.values_for(report, values))
            # What only adds leaves no trace on the report; sent again, it would be added again.
            report.save(update_fields=["updated_at"])
    except (IllegalTransition, NotReviewable, NoCentralInbox, ValueError):
        return _("This is not possible for it.")
    except Exception:
        logger.exception("Bulk “%s” failed at report #%s", verb.code, key)
        return _("Something went wrong; nothing was done with it.")
    return ""
