"""Both sides of the conversation in one line of time, as the reporting person reads them."""

from dataclasses import dataclass
from datetime import datetime

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.groups import history_of
from wagtail_anliegen.reports.models import Report, StatusUpdate


@dataclass(frozen=True)
class Entry:
    """``update`` is what the city said, ``reply`` what the person did; one of them is None."""

    time: datetime
    text: str
    update: StatusUpdate | None = None
    reply: Reply | None = None


def history(report: Report) -> list[Entry]:
    """The newest first."""
    entries = [
        *(Entry(row.created_at, row.text, update=row) for row in history_of(report)),
        *(Entry(row.created_at, row.text, reply=row) for row in report.replies.all()),
    ]
    return sorted(entries, key=lambda entry: entry.time)[::-1]
