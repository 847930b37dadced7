"""Lets a few people of the town write back, so that the conversation can be looked at."""

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.replying import NotTaken, receive


#: Status it stands at, what the person does then, and in which words.
SCRIPT = (
    ("waiting_for_reporter", "answer", "Es ist die Stelle direkt vor der Einfahrt, auf der rechten Seite."),
    ("in_progress", "fixed", ""),
    ("in_progress", "message", "Es ist seit gestern schlimmer geworden, bitte sehen Sie bald nach."),
    ("resolved", "unsatisfied", "Leider ist es nach zwei Tagen wieder genauso wie vorher."),
    ("resolved", "satisfied", "Das ging schnell, vielen Dank!"),
)  # fmt: skip


def load_conversations() -> None:
    """Safe to call again: whoever has written does not write once more."""
    if Reply.objects.exists():
        return
    for status, kind, text in SCRIPT:
        waiting = Report.objects.filter(status=status, replies=None).exclude(handler=None)
        # The newest ones: what was closed long ago takes no more replies.
        for report in waiting.order_by("-status_changed_at")[:20]:
            try:
                receive(report, kind=kind, text=text, key=f"demo-{report.pk}-{kind}")
            except NotTaken:
                continue
            break
