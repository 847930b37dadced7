"""What people say about the reports: merges, replies, firms, questions and follow-ups."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.followups import FollowUp
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status


#: One report in so many has it; of what was written, one in so many has not been read yet.
REPLY, LINK, FOLLOW_UP, UNREAD = 20, 50, 30, 12
#: Further back than this, nothing waits to be read any more.
RECENT = 4_000


def talk() -> None:
    """Add it to the reports that are there."""
    clerk, now = User.objects.get(username="clerk"), timezone.now()
    _merge()
    rows = list(Report.objects.order_by("pk").values_list("pk", "created_at"))
    newest = rows[-1][0]
    Reply.objects.bulk_create(
        Reply(
            report_id=key,
            key=f"reply-{key}",
            kind=Reply.Kind.MESSAGE,
            text="Es ist immer noch so.",
            created_at=created_at,
            seen_at=None if _is_unread(key, REPLY, newest) else created_at,
        )
        for key, created_at in rows[::REPLY]
    )
    links = ExternalLink.objects.bulk_create(
        _link(key, created_at, clerk) for key, created_at in rows[::LINK]
    )
    ExternalMessage.objects.bulk_create(
        ExternalMessage(
            link=link,
            key=f"message-{link.report_id}",
            kind=ExternalMessage.Kind.DONE,
            created_at=link.created_at,
            seen_at=None if _is_unread(link.report_id, LINK, newest) else link.created_at,
        )
        for link in links
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            report_id=key,
            due_on=created_at.date() + timedelta(days=14),
            shown_on=created_at.date() + timedelta(days=14),
            reason="Nachsehen",
            done_at=created_at if created_at < now - timedelta(days=40) else None,
        )
        for key, created_at in rows[::FOLLOW_UP]
    )


def _merge() -> None:
    """Each duplicate follows the report that came in before it, unless that one is merged too."""
    duplicates = Report.objects.filter(status=Status.DUPLICATE)
    leading = duplicates.annotate(before=F("pk") - 1).values("pk", "before")
    taken = {row["pk"] for row in leading}
    followers = [row for row in leading if row["before"] > 0 and row["before"] not in taken]
    for row in followers:
        Report.objects.filter(pk=row["pk"]).update(leading_report=row["before"])


def _is_unread(key: int, every: int, newest: int) -> bool:
    return newest - key < RECENT and key // every % UNREAD == 0


def _link(key: int, created_at, clerk) -> ExternalLink:
    return ExternalLink(
        report_id=key,
        token_hash=f"{key:064x}",
        name="Firma",
        email="firma@example.org",
        message="Bitte ansehen",
        text="Laterne",
        created_by=clerk,
        created_at=created_at,
        sent_at=created_at,
        expires_at=created_at + timedelta(days=14),
    )
