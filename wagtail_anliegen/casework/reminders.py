"""Mails about follow-ups that are due."""

from datetime import date

from django.db import transaction

from wagtail_anliegen.notifications.mail import queue_to_colleague, queue_to_department
from wagtail_anliegen.reports.followups import FollowUp


def remind(today: date) -> int:
    """Queue a mail for every follow-up due today or before; returns how many are due.

    Each is told once for the day on which it lies: to its person, or to the department
    where there is none who can read it.
    """
    due = FollowUp.objects.due(today).select_related("report__site", "report__department", "person")
    number = 0
    for follow_up in due.order_by("pk").iterator(chunk_size=200):
        _remind(follow_up)
        number += 1
    return number


@transaction.atomic
def _remind(follow_up: FollowUp) -> None:
    occasion = f"{follow_up.pk}:{follow_up.shown_on}"
    news = {"news": "follow_up", "occasion": occasion, "text": follow_up.reason}
    person = follow_up.person
    if person is None or not queue_to_colleague(follow_up.report, person, **news):
        queue_to_department(follow_up.report, **news)
