"""Takes what the reporting person sends from the status page, or shows what is wrong with it."""

from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.uploads import PhotoRefused, PhotoTrouble, take_in
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage, mark

from .forms import MessageForm, ReplyForm, attempt_key, keep_photos, kept_photos, nonce_of
from .page import FORMS, find_report, kept_secret, not_found, photo_limit, show
from .replying import NotTaken, receive


@csrf_exempt  # forms.new_key protects instead, and says why
@kept_secret
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, token):
    """POST sends a reply; whoever comes here otherwise is led to the status page."""
    site = Site.find_for_request(request)
    report = find_report(site, token)
    if report is None:
        return not_found(request, site)
    if request.method != "POST":
        return HttpResponseRedirect(report.secret_path)
    return _Sending(request, report, token).answer()


class _Sending:
    """One attempt to send a reply."""

    def __init__(self, request, report: Report, token: str):
        self.request, self.report, self.token = request, report, token
        area = request.POST.get("area", "")
        area = area if area in FORMS else "message"
        self.form: ReplyForm = FORMS.get(area, MessageForm)(request.POST, area=area)
        self.nonce = nonce_of(report, request.POST.get("key", ""))
        self.files = request.FILES.getlist("photos")
        self.photos: list[Photo] = []

    def answer(self) -> HttpResponse:
        key = self._key() if self.form.is_valid() and self.nonce else ""
        if known := Reply.objects.filter(key=key, report=self.report).first():
            return self._done(known)
        problems = self._take_photos()
        if problems or not self.form.is_valid():
            return self._again(photo_problems=problems)
        if not key:
            return self._again(notice="old")
        try:
            count(self.request, "reply")
            return self._done(self._receive(key))
        except Limited as error:
            response = self._again(notice="limited", minutes=error.minutes, status=429)
            response["Retry-After"] = str(error.seconds)
            return response
        except NotTaken:
            return self._again(notice="closed", status=409)
        except TROUBLE as error:
            if not is_shortage(error):
                raise
            return mark(self._again(notice="store"))

    def _key(self) -> str:
        values = self.form.cleaned_data
        return attempt_key(
            self.report,
            self.nonce,
            kind=values["kind"],
            text=values.get("text", ""),
            files=self.files,
        )

    def _receive(self, key: str) -> Reply:
        values = self.form.cleaned_data
        return receive(
            self.report,
            kind=values["kind"],
            text=values.get("text", ""),
            key=key,
            photos=self.photos,
        )

    def _take_photos(self) -> list[str]:
        """Keep what came along; the reasons for what was refused.

        Without a key of ours the form did not come from our page, so nothing is decoded for it.
        """
        if not self.nonce:
            return []
        limit = photo_limit(self.report, AnliegenSettings.for_site(self.report.site))
        self.photos = kept_photos(self.report, self.request.POST.get("kept", ""))[:limit]
        allow = partial(count, self.request, "photo")
        problems = []
        for file in self.files:
            if len(self.photos) >= limit:
                problems.append(_too_many(limit))
                break
            try:
                self.photos.append(take_in(file, allow=allow))
            except PhotoRefused as refused:
                problems.append(str(refused))
            except PhotoTrouble:
                problems.append(
                    _("The photo cannot be stored at the moment. You can go on without it.")
                )
        return problems

    def _again(self, *, status: int = 422, photo_problems=(), **context) -> HttpResponse:
        """The page with everything that was typed."""
        anchor = f"id_{self.form.area}_photos"
        problems = [*self.form.problems, *((anchor, text) for text in photo_problems)]
        return show(
            self.request,
            self.report,
            self.token,
            status=status,
            bound=self.form,
            problems=problems,
            photo_problems=photo_problems,
            kept=keep_photos(self.report, self.photos) if self.photos else "",
            kept_count=len(self.photos),
            **context,
        )

    def _done(self, reply: Reply) -> HttpResponse:
        said = "reopened" if reply.reopened else reply.kind
        return HttpResponseRedirect(f"{self.report.secret_path}?sent={said}")


def _too_many(limit: int) -> str:
    return ngettext(
        "You can send %(limit)s photo. The others were left out.",
        "You can send %(limit)s photos. The others were left out.",
        limit,
    ) % {"limit": limit}
