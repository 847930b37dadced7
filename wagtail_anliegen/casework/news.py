"""Tells an open inbox that something has come in, without moving a row under anybody's mouse."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from wagtail_anliegen.moderation.permissions import ReportPermissionPolicy
from wagtail_anliegen.reports.models import Report

from . import folders
from .keys import key_of


#: How many new reports are counted one by one.
MANY = 100


def seen_by(user, count: int) -> str:
    """What a page that is shown now has seen: the newest report of all, and the folder's count.

    Of all that this person may see: how much comes in elsewhere is nobody's business.
    """
    newest = Report.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True).first()
    newest = newest or 0
    return f"{newest}-{count}"


class NewsView(PermissionCheckedMixin, View):
    """Nothing (204) as long as the folder is as the page has seen it; else what to say."""

    permission_policy = ReportPermissionPolicy()
    permission_required = "view"

    def get(self, request, folder):
        if folder not in folders.FOLDERS:
            raise Http404
        newest, count = map(key_of, request.GET.get("seen", "").partition("-")[::2])
        if newest is None or count is None:
            return HttpResponse(status=204)
        place = folders.FOLDERS[folder]
        reports = place.reports(request.user)
        fresh = list(reports.filter(pk__gt=newest).values_list("pk", flat=True)[:MANY])
        now = folders.count_of(place, reports)
        if not fresh and now == count:
            return HttpResponse(status=204)
        words = ngettext("%(count)s new report", "%(count)s new reports", len(fresh))
        words = words % {"count": len(fresh)} if fresh else _("The list has changed")
        return JsonResponse({"words": words, "new": fresh, "seen": f"{newest}-{now}"})


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
