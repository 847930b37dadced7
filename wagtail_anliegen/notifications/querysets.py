"""Selects mails; whatever staff see of the outbox starts here."""

from django.db import models

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


class OutgoingMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Mails about reports that this member of staff may see.

        What is about several reports of a site, only those see who see all of it: superusers and
        members of its central inbox.
        """
        about_one = models.Q(report__in=Report.objects.visible_to(user))
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        if not user.has_perm("wagtail_anliegen.view_report"):
            return self.none()
        sites = Department.objects.all().responsibility_of(user).sites
        return self.filter(about_one | models.Q(report__isnull=True, site__in=sites))
