"""What a complete access copy tells besides the inventory: who did what, and who gets to see it."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import Revision, WorkflowState

from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department

from .retention import rules_for, words_of
from .telling import Fact, Section


def further_sections(report: Report) -> list[Section]:
    """All of it, without names of colleagues."""
    return [
        Section("public_texts", _("Versions of the public text"), _texts(report)),
        Section("reviews", _("Remarks of the check"), _reviews(report)),
        Section("log", _("What happened to the report"), _log(report)),
        Section("looks", _("Who looked at personal data"), _looks(report)),
        Section("recipients", _("Who gets to see the data"), _recipients(report)),
        Section("periods", _("How long it is kept"), _periods(report)),
    ]


def _time(moment) -> Fact:
    words = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return Fact("time", _("Time"), moment.isoformat(), [words])


def _text(key: str, label: str, text: str) -> Fact:
    return Fact(key, label, text, text.splitlines())


def _texts(report: Report) -> list[list[Fact]]:
    revisions = Revision.objects.for_instance(report).order_by("created_at", "pk")
    return [
        [_time(moment), _text("text", _("Text"), content["public_text"])]
        for moment, content in revisions.values_list("created_at", "content")
        if content.get("public_text")
    ]


def _reviews(report: Report) -> list[list[Fact]]:
    states = WorkflowState.objects.for_instance(report).order_by("pk")
    return [
        [_time(task.finished_at or task.started_at), _text("text", _("Text"), task.comment)]
        for state in states
        for task in state.task_states.exclude(comment="").order_by("pk")
    ]


def _log(report: Report) -> list[list[Fact]]:
    entries = ReportLogEntry.objects.filter(report=report).order_by("timestamp", "pk")
    return [
        [_time(moment), Fact("action", _("What"), action, [_action(action)])]
        for moment, action in entries.values_list("timestamp", "action")
    ]


def _action(code: str) -> str:
    label = registry.get_action_label(code) if registry.action_exists(code) else code
    return str(label)


def _looks(report: Report) -> list[list[Fact]]:
    return [
        [
            Fact("day", _("Day"), look.day.isoformat(), [date_format(look.day)]),
            Fact("what", _("What"), look.what, [look.get_what_display()]),
            _text("by", _("By whom"), _departments_of(look.user, report)),
        ]
        for look in report.looks.select_related("user").order_by("created_at", "pk")
    ]


def _departments_of(user, report: Report) -> str:
    """Where somebody works: who it was is theirs."""
    teams = Department.objects.filter(site=report.site, group__user=user) if user else ()
    return ", ".join(team.name for team in teams) or _("the administration")


def _recipients(report: Report) -> list[list[Fact]]:
    asked = report.participations.values_list("department__name", flat=True)
    outside = report.external_links.values_list("name", flat=True)
    names: Iterable[str] = [report.department.name, *asked, *outside]
    rows = [_text("who", _("Who"), name) for name in dict.fromkeys(names)]
    if report.is_public:
        rows.append(_text("who", _("Who"), _("everybody: the public text and released photos")))
    return [[row] for row in rows]


def _periods(report: Report) -> list[list[Fact]]:
    rows = [[_text("period", _("Period"), words_of(rule))] for rule in rules_for(report)]
    return rows or [[_text("period", _("Period"), _("until somebody erases it"))]]
