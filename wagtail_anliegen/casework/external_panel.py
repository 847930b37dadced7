"""What the case view shows of people outside who are involved."""

from django.db.models import Prefetch

from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.models import Report


def external_context(report: Report) -> dict:
    """The links, those that still lead somewhere first, and what nobody has read; three queries."""
    refused = OutgoingMessage.objects.filter(state=OutgoingMessage.State.FAILED)
    links = list(
        ExternalLink.objects.at_case(report)
        .select_related("report")
        .prefetch_related("messages", Prefetch("mails", queryset=refused, to_attr="refused"))
    )
    unseen = [_with(row, link) for link in links for row in link.messages.all() if not row.seen_at]
    return {
        "links": sorted(links, key=lambda link: not link.is_alive),
        "unseen": sorted(unseen, key=lambda row: row.created_at),
        "newest": max((row.pk for row in unseen), default=0),
    }


def _with(row: ExternalMessage, link: ExternalLink) -> ExternalMessage:
    row.link = link
    return row
