"""The audit log of reports: Wagtail's, in a table that respects who may see the report."""

from collections import Counter

from django.db import models
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager


class ReportLogEntryManager(BaseLogEntryManager):
    def log_action(self, instance, action, **kwargs):
        return super().log_action(instance, action, report_id=instance.pk, **kwargs)

    def viewable_by_user(self, user):
        """Only entries of reports that the user may see; whoever lists logs asks this."""
        from .models import Report

        return self.filter(report__in=Report.objects.visible_to(user))

    def for_instance(self, instance):
        return self.filter(report=instance.pk)


def refusals(report) -> Counter:
    """How often each department (a primary key) said that it is not responsible."""
    entries = ReportLogEntry.objects.filter(report=report, action="anliegen.refuse").order_by()
    return Counter(data.get("department") for data in entries.values_list("data", flat=True))


class ReportLogEntry(BaseLogEntry):
    report = models.ForeignKey(
        "wagtail_anliegen.Report", models.CASCADE, related_name="log_entries"
    )

    objects = ReportLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]

    @property
    def object_id(self):
        return self.report_id
