"""Tells an open inbox that something has come in, without moving a row under anybody's mouse."""

from django.db.models import Max
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


def seen_by(count: int) -> str:
    """What a page that is shown now has seen: the newest report there is, and the folder's count.

    The key and not the time: a letter of last week that is entered now is news. The newest of
    all, which the database finds at once; the numbers of reports tell as much.
    """
    newest = Report.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return f"{newest}-{count}"


class NewsView(PermissionCheckedMixin, View):
    """Nothing (204) as long as the folder is as the page has seen it; else what to say."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"

    def get(self, request, folder):
        if folder not in folders.FOLDERS:
            raise Http404
        seen, _dash, number = request.GET.get("seen", "").partition("-")
        newest, count = key_of(seen), key_of(number)
        if newest is None or count is None:
            return HttpResponse(status=204)
        place = folders.FOLDERS[folder]
        reports = place.reports(request.user)
        # What is taken over from another system is no news.
        arrived = reports.filter(pk__gt=newest, old_report=None)
        fresh = list(arrived.values_list("pk", flat=True)[:MANY])
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
