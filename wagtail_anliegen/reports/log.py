"""The audit log of reports: Wagtail's, in a table that respects who may see the report."""

from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager


#: Stands in the data of an entry about what a rule did and no person.
BY_RULE = "by_rule"


class ReportLogEntryManager(BaseLogEntryManager):
    def log_action(self, instance, action, **kwargs):
        from .occasions import is_following

        if is_following():
            kwargs["data"] = {**(kwargs.get("data") or {}), BY_RULE: True}
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


#: What can happen to a report: the code, the name of the verb, and what the history says.
ACTIONS = (
    ("enter", _("Enter"), _("Entered on behalf of somebody")),
    ("accept", _("Accept"), _("Accepted")),
    ("assign", _("Assign"), _("Handler changed")),
    ("status", _("Change status"), _("Status changed")),
    ("answer", _("Answer"), _("Answered in public")),
    ("forward", _("Forward"), _("Forwarded to another department")),
    ("refuse", _("Not responsible"), _("Responsibility refused")),
    ("involve", _("Ask for a statement"), _("Asked for a statement")),
    ("conclude", _("Give the statement"), _("Statement given")),
    ("external", _("Involve somebody outside"), _("Somebody outside involved")),
    ("external_renew", _("Send link again"), _("Link for somebody outside sent again")),
    ("external_revoke", _("Withdraw link"), _("Link for somebody outside withdrawn")),
    ("external_open", _("Open link"), _("Link for somebody outside opened")),
    ("external_reply", _("Reply from outside"), _("Somebody outside has written")),
    ("external_seen", _("Take notice"), _("Reply from outside seen")),
    ("delegate", _("Delegate"), _("Worked on by a rule")),
    ("follow_up", _("Set follow-up"), _("Follow-up set")),
    ("follow_up_done", _("Follow-up done"), _("Follow-up done")),
    ("follow_up_move", _("Move follow-up"), _("Follow-up moved")),
    ("note", _("Note"), _("Internal note written")),
    ("reword_note", _("Correct note"), _("Internal note corrected")),
    ("category", _("Correct category"), _("Category corrected")),
    ("place", _("Correct place"), _("Place corrected")),
    ("pause", _("Pause"), _("The clock stands still: we wait for an answer")),
    ("resume", _("Go on"), _("The clock runs again")),
    ("priority", _("Change priority"), _("Priority changed")),
    ("deadline", _("Deadline"), _("Deadlines set again")),
    ("escalate", _("Escalate"), _("Escalated")),
    ("photo", _("Release photo"), _("Photo released or withdrawn")),
    ("redact", _("Cover parts of a photo"), _("Parts of a photo covered, or it was turned")),
    ("after_photo", _("Add photo of the result"), _("Photo of the result added")),
    (
        "infected",
        _("Remove infected file"),
        _("Infected file removed"),
    ),
    ("reply", _("Reply"), _("The reporting person has written")),
    ("reopen", _("Reopen"), _("Opened again by the reporting person")),
    ("seen", _("Take notice"), _("Reply of the reporting person seen")),
    ("merge", _("Merge"), _("Merged with another report")),
    ("unmerge", _("Undo a merge"), _("Merge undone")),
    ("erase", _("Erase data"), _("Personal data erased")),
    ("hold", _("Legal hold"), _("Legal hold set or ended")),
    ("restrict", _("Restrict"), _("Use of the data restricted or allowed again")),
    ("contact", _("Correct contact data"), _("Contact data corrected")),
    ("hand_out", _("Hand out data"), _("Copy of the data handed out")),
    ("send_again", _("Send mail again"), _("Mail sent again")),
    ("test_mode", _("Switch test mode"), _("Test mode switched")),
    ("purge_test", _("Remove test reports"), _("Test reports removed")),
)
