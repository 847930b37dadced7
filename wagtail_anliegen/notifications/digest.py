"""Tells in one mail what waits: for mailboxes and people who do not want each mail by itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.routing.absences import absences_today
from wagtail_anliegen.routing.frequency import TOGETHER, told_since
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.working_days import is_working_day

from .digest_sections import Desk
from .mail import queue_digest
from .preferences import DigestMark, NotificationPreference
from .recipients import Unclaimed, address_of


logger = logging.getLogger(__name__)
CHUNK = 200


@dataclass
class Morning:
    """How many digests were written, and how many could not be."""

    written: int = 0
    failed: int = 0

    def safely(self, work: Callable[[], int], whose: str) -> None:
        """One that fails does not stand in the way of the others; the next run tries it again."""
        try:
            with transaction.atomic():
                self.written += work()
        except Exception:
            logger.exception("The digest of %s failed; the next run tries again", whose)
            self.failed += 1


def send_digests(today: date | None = None) -> Morning:
    """Queue the digests of this working day.

    Running again on the same day writes none twice, and where nothing waits, nothing is written.
    """
    today, away = today or timezone.localdate(), absences_today()
    morning = Morning()
    for site in Site.objects.order_by("pk"):
        city = AnliegenSettings.for_site(site)
        if not is_working_day(today, city.calendar) or _would_be_held(city):
            continue
        unclaimed = Unclaimed(site)
        for department in _departments(site).iterator(chunk_size=CHUNK):
            tell = partial(_tell_department, department, unclaimed, today)
            morning.safely(tell, f"department #{department.pk}")
        for preference in _people(site).iterator(chunk_size=CHUNK):
            if preference.user_id not in away:
                tell = partial(_tell_person, preference, unclaimed, today)
                morning.safely(tell, f"person #{preference.user_id} on site #{site.pk}")
    return morning


def _would_be_held(city: AnliegenSettings) -> bool:
    """In a test mode that has nowhere to divert mails to, what is new stays new."""
    return city.test_mode and not city.test_address


def _departments(site: Site):
    rows = Department.objects.filter(site=site, mail_frequency__in=TOGETHER).exclude(email="")
    return rows.select_related("site").order_by("pk")


def _people(site: Site):
    """Whoever wants digests and works on this site; superusers may work on all of them."""
    wants = Q(new_reports__in=TOGETHER) | Q(replies__in=TOGETHER) | Q(assigned__in=TOGETHER)
    groups = Department.objects.filter(site=site).values("group")
    here = Q(user__is_superuser=True) | Q(user__groups__in=groups)
    rows = NotificationPreference.objects.filter(wants, here, user__is_active=True)
    return rows.select_related("user").order_by("pk").distinct()


def _tell_department(department: Department, unclaimed: Unclaimed, today: date) -> bool:
    since = told_since(department.mail_frequency, department.digest_at, today)
    if since is None:
        return False
    Department.objects.filter(pk=department.pk).update(digest_at=timezone.now())
    wishes = {"new_reports": since, "replies": since}
    desk = Desk(department.site, today, wishes, unclaimed, department=department)
    return _tell(desk, department.email, key=f"digest:d{department.pk}:{today}")


def _tell_person(preference: NotificationPreference, unclaimed: Unclaimed, today: date) -> bool:
    user, site, since = preference.user, unclaimed.site, {}
    marks = dict(
        DigestMark.objects.filter(user=user, site=site).values_list("frequency", "told_at")
    )
    for name, frequency in preference.wishes.items():
        last = marks.get(frequency, preference.chosen_at)
        if start := told_since(frequency, last, today):
            since[name] = start
    if not since or not address_of(user):
        return False
    for frequency in {preference.wishes[name] for name in since}:
        DigestMark.objects.update_or_create(
            user=user, site=site, frequency=frequency, defaults={"told_at": timezone.now()}
        )
    desk = Desk(site, today, since, unclaimed, user=user)
    return _tell(desk, address_of(user), key=f"digest:p{user.pk}:{site.pk}:{today}")


def _tell(desk: Desk, recipient: str, *, key: str) -> bool:
    with override(settings.LANGUAGE_CODE):
        sections = desk.sections()
        if not sections:
            return False
        root = desk.site.root_url
        context = {
            "sections": sections,
            "today": desk.today,
            "department": desk.department,
            "inbox_url": root + reverse("wagtail_anliegen_reports:list"),
            "account_url": root + reverse("wagtailadmin_account"),
        }
    return queue_digest(desk.site, recipient, key=key, context=context)
