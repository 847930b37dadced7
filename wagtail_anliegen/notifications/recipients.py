"""To whom of staff something is told: a mailbox, or people; nobody hears what they may not see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Site

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.absences import substitute_of
from wagtail_anliegen.routing.frequency import TOGETHER, Frequency
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.trees import keys_above

from .preferences import USUAL, NotificationPreference, preference_of, wants_now


#: The end of a mail's key, which tells people apart, and an address.
Recipient = tuple[str, str]


def of_department(report: Report, department: Department) -> Iterable[Recipient]:
    """The mailbox, or where there is none its people."""
    return _mailbox(department) or _reached(members_of(department), report)


def of_new_report(report: Report) -> list[Recipient]:
    """Who hears at once that the report has come: the mailbox, and people as they wish.

    Those who did not say otherwise are told where there is no mailbox. Who wants no mails hears
    only of danger, and only if nobody else can be reached.
    """
    department = report.department
    wishes = _wishes(department)
    now = [pk for pk, frequency in wishes.items() if wants_now(frequency, report)]
    chosen = Q(pk__in=now)
    if not department.email:
        silent = set(wishes) - set(now)
        chosen |= Q(groups=department.group_id) & ~Q(pk__in=silent)
    people = get_user_model()._default_manager.filter(chosen).order_by("pk").distinct()
    told = [*_mailbox_now(department, report), *_reached(people, report)]
    if told or not report.category.hazard:
        return told
    return list(_reached(members_of(department), report))


def of_reply(report: Report) -> list[Recipient]:
    """Who hears at once that the person has written: the handler, or else the department.

    Whoever stands in for an absent handler is told too.
    """
    handler = report.handler
    people = filter(None, [handler, substitute_of(handler)]) if handler else []
    able = list(_able(people, report))
    if not able:
        if report.department.email:
            return _mailbox_now(report.department, report)
        able = list(_able(members_of(report.department), report))
    return [_as_recipient(user) for user in able if wants_now(preference_of(user).replies, report)]


@dataclass(frozen=True)
class Unclaimed:
    """Where somebody has written on a site and no handler could be told: asked once for all."""

    site: Site

    @cached_property
    def keys(self) -> list[int]:
        """Those of the reports; whether a handler may see theirs is one query for each handler."""
        cases = Report.objects.filter(site=self.site, pk__in=Reply.objects.unseen().cases())
        handlers, told = dict(cases.values_list("pk", "handler")), set()
        users = get_user_model()._default_manager
        for user in filter(address_of, users.filter(pk__in=set(handlers.values()) - {None})):
            theirs = [key for key, handler in handlers.items() if handler == user.pk]
            visible = Report.objects.visible_to(user).filter(pk__in=theirs)
            told.update(visible.values_list("pk", flat=True))
        return [key for key in handlers if key not in told]


def of_follow_up(report: Report, department: Department) -> Iterable[Recipient]:
    """Whoever reads digests finds it there; a mailbox that wants none is told all the same."""
    if department.email and department.mail_frequency in TOGETHER:
        return _mailbox_now(department, report)
    return of_department(report, department)


def members_of(department: Department) -> QuerySet:
    """The active people of the department."""
    users = get_user_model()._default_manager
    return users.filter(groups=department.group_id, is_active=True).order_by("pk")


def address_of(user) -> str:
    return getattr(user, user.get_email_field_name(), "")


def _wishes(department: Department) -> dict[int, str]:
    """How often those who said so want to hear of new reports; also of departments above."""
    above = Department.objects.filter(pk__in=keys_above(Department, department.pk))
    said = NotificationPreference.objects.exclude(new_reports=USUAL)
    rows = said.filter(user__groups__in=above.values("group"))
    return dict(rows.values_list("user", "new_reports"))


def _mailbox(department: Department) -> list[Recipient]:
    return [("", department.email)] if department.email else []


def _mailbox_now(department: Department, report: Report) -> list[Recipient]:
    at_once = department.mail_frequency == Frequency.AT_ONCE
    return _mailbox(department) if at_once or report.category.hazard else []


def _reached(users, report: Report) -> Iterator[Recipient]:
    return map(_as_recipient, _able(users, report))


def _as_recipient(user) -> Recipient:
    return f":{user.pk}", address_of(user)


def _able(users, report: Report) -> Iterator:
    """Those who have an address and may see the report."""
    for user in users:
        if address_of(user) and Report.objects.visible_to(user).filter(pk=report.pk).exists():
            yield user
