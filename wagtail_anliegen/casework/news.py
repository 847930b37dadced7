"""Tells an open inbox that something has come in, without moving a row under anybody's mouse."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports.models import Report

from . import folders
from .counting import counts_of
from .keys import key_of


#: How many new reports are counted one by one.
MANY = 100

_EPOCH, _TICK = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)


def seen_by(user, count: int) -> str:
    """What a page that is shown now has seen: when the newest report came, and the folder's count.

    Of all that this person may see: how much comes in elsewhere is nobody's business. The time
    and not the key: an index gives it, and old reports that are taken over are no news.
    """
    reports = folders.in_order(Report.objects.visible_to(user), folders.NEWEST_FIRST)
    newest = reports.values_list("created_at", flat=True).first() or _EPOCH
    return f"{(newest - _EPOCH) // _TICK}-{count}"


def _time_of(ticks: str) -> datetime | None:
    key = key_of(ticks)
    try:
        return None if key is None else _EPOCH + key * _TICK
    except OverflowError:
        return None


class NewsView(PermissionCheckedMixin, View):
    """Nothing (204) as long as the folder is as the page has seen it; else what to say."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"

    def get(self, request, folder):
        if folder not in folders.FOLDERS:
            raise Http404
        seen, _dash, number = request.GET.get("seen", "").partition("-")
        newest, count = _time_of(seen), key_of(number)
        if newest is None or count is None:
            return HttpResponse(status=204)
        place = folders.FOLDERS[folder]
        reports = place.reports(request.user)
        fresh = list(reports.filter(created_at__gt=newest).values_list("pk", flat=True)[:MANY])
        (now,) = counts_of([folders.in_order(reports, place.order)])
        if not fresh and now == count:
            return HttpResponse(status=204)
        words = ngettext("%(count)s new report", "%(count)s new reports", len(fresh))
        words = words % {"count": len(fresh)} if fresh else _("The list has changed")
        return JsonResponse({"words": words, "new": fresh, "seen": f"{seen}-{now}"})


class TabsView(PermissionCheckedMixin, View):
    """The folders and saved filters with their counts, as they are now."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"

    def get(self, request, folder):
        from .inbox import tabs

        if folder not in folders.FOLDERS:
            raise Http404
        context = tabs(request, folders.FOLDERS[folder])
        page = render(request, "wagtail_anliegen/casework/includes/tabs.html", context)
        page.headers["X-Anliegen-Seen"] = context["seen"]
        return page
