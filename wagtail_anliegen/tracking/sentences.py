"""Says in plain words what happens next, and why a report is or is not public."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wagtail_anliegen.reports.groups import case_of
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.reports.wording import explanation_of


@dataclass(frozen=True)
class Visibility:
    """Whether everybody can see the report, and why."""

    is_public: bool
    text: str


def next_step(report: Report) -> str:
    """What the city does next and by when, or what the person can do; in the editors' words
    where they wrote some."""
    if words := explanation_of(report.status, report.site_id):
        return words
    department = report.department.name
    if report.status in (Status.RECEIVED, Status.IN_REVIEW):
        return _first_answer(report, department)
    return _sentence(report) % {
        "department": department,
        "target": report.forwarded_to or "–",
        "reason": report.get_rejection_reason_display(),
        "date": _day(report.expected_on) if report.expected_on else "–",
    }


def _sentence(report: Report) -> str:
    return {
        Status.WAITING_FOR_REPORTER: _("We need an answer from you before we can go on."),
        Status.IN_PROGRESS: _(
            "%(department)s is working on it. As soon as there is news, it stands on this page."
        ),
        Status.FORWARDED: _(
            "Somebody else is responsible and has your report now: %(target)s. "
            "What we know stands below."
        ),
        Status.PLANNED: _("%(department)s has planned the work for %(date)s."),
        Status.RESOLVED: _("We believe that this is done. Thank you for telling us."),
        Status.NOT_FEASIBLE: _("We cannot do anything more here. The reason stands below."),
        Status.DUPLICATE: _(
            "Somebody else had reported the same thing. We work on it together with that report."
        ),
        Status.REJECTED: _("We cannot take this report on. %(reason)s"),
    }[report.status]


def _first_answer(report: Report, department: str) -> str:
    if report.due_on is None:
        return _("%(department)s reads your report and answers you here.") % {
            "department": department
        }
    if report.due_on < timezone.localdate():
        return _(
            "%(department)s wanted to answer by %(date)s and is late. We are sorry; "
            "your report is not forgotten."
        ) % {"department": department, "date": _day(report.due_on)}
    return _("%(department)s reads your report. You get a first answer here by %(date)s.") % {
        "department": department,
        "date": _day(report.due_on),
    }


def _day(day) -> str:
    return _("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "l"),
        "date": date_format(day),
    }


def visibility(report: Report) -> Visibility:
    """The first reason that counts."""
    if report.is_public:
        return Visibility(True, _("A person has checked your report, and everybody can see it."))
    return Visibility(False, _why_hidden(report))


def _why_hidden(report: Report) -> str:
    if report.status == Status.REJECTED:
        return _("We did not take this report on, so it is not shown in public.")
    if report.restricted_at:
        return _("The use of your report is restricted, so it is not shown in public.")
    if report.confidential:
        return _("Reports of this kind are confidential. Only few people in the city see them.")
    if not report.publishable:
        return _("Reports of this category are never shown in public.")
    if report.first_published_at:
        return _("Your report was public and has been taken out of public sight again.")
    if report.workflow_in_progress:
        return _(
            "Not yet: a person reads every report before everybody can see it. "
            "Names and photos are checked too."
        )
    return _("Not yet: the text has to be changed before everybody can see it.")


def confirmation(sent: str, report: Report) -> tuple[str, str] | None:
    """Title and text after a reply was sent; ``sent`` is what the address says of it."""
    department = {"department": case_of(report).department.name}
    told = _("%(department)s has been told and reads it.") % department
    words = {
        "answer": (_("Thank you, your answer has arrived"), told),
        "message": (_("Your message has arrived"), told),
        "fixed": (
            _("Thank you for telling us"),
            _("%(department)s has a look and closes your report if it is fixed.") % department,
        ),
        "satisfied": (_("Thank you"), _("We are glad that it is done.")),
        "unsatisfied": (_("Thank you for your frank words"), told),
        "reopened": (
            _("Your report is open again"),
            _("%(department)s looks at it once more and answers you here.") % department,
        ),
    }
    return words.get(sent)
