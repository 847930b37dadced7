"""Keeps programs from sending reports, without ever being a dead end for a person."""

from django.utils import timezone

from wagtail_anliegen.conf import conf

from .models import ReportDraft


HONEYPOT = "website"


def looks_automatic(request, draft: ReportDraft) -> bool:
    """Whether a program seems to send this: a person may simply send once more.

    The draft was begun on the server, so its age cannot be forged. A browser or a password manager
    may fill the trap each time, so it counts no more at the second press of somebody who had time.
    """
    is_young = (timezone.now() - draft.created_at).total_seconds() < conf.MIN_SECONDS
    is_trapped = bool(request.POST.get(HONEYPOT))
    if "again" in request.POST:
        return is_trapped and is_young
    return is_trapped or is_young
