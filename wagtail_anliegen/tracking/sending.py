"""One attempt to send a form from a page behind a secret link, whoever holds the link."""

from abc import ABC, abstractmethod
from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.quotas import room_in
from wagtail_anliegen.photos.uploads import PhotoRefused, PhotoTrouble, take_in
from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage, mark

from .forms import ReplyForm, attempt_key, keep_photos, kept_photos, nonce_of


#: Whoever has written so often without being read waits until somebody has.
MOST_UNSEEN = 20


class NotTaken(Exception):
    """The report does not take such words any more."""


def photo_limit(report: Report, city: AnliegenSettings) -> int:
    """How many photos may come along; all of a report's together stay within bounds."""
    return max(0, min(city.max_photos, 4 * city.max_photos - report.photos.count()))


class Sending(ABC):
    """``about`` is what the link opens, and what is written belongs to it.

    A subclass says which ``forms`` the page has, and how what was sent is found again, taken in
    and confirmed.
    """

    forms: dict[str, type[ReplyForm]] = {}
    usual = "message"

    def __init__(self, request, about, report: Report):
        self.request, self.about, self.report = request, about, report
        area = request.POST.get("area", "")
        area = area if area in self.forms else self.usual
        self.form: ReplyForm = self.forms[area](request.POST, area=area)
        self.nonce = nonce_of(about, request.POST.get("key", ""))
        self.files = request.FILES.getlist("photos")
        self.photos: list[Photo] = []

    @abstractmethod
    def known(self, key: str):
        """What the same attempt has sent before, or None."""

    @abstractmethod
    def receive(self, *, kind: str, text: str, key: str, photos: list[Photo]):
        """Take it in. Raises ``NotTaken``."""

    @abstractmethod
    def show(self, **context) -> HttpResponse:
        """The page once more, with the form that was sent."""

    @abstractmethod
    def done(self, sent) -> HttpResponse:
        """Leads on to the page that says that it has arrived."""

    def answer(self) -> HttpResponse:
        key = self._key() if self.form.is_valid() and self.nonce else ""
        if sent := self.known(key):
            return self.done(sent)
        problems = self._take_photos()
        if problems or not self.form.is_valid():
            return self._again(photo_problems=problems)
        if not key:
            return self._again(notice="old")
        try:
            count(self.request, "reply")
            return self.done(self._receive(key))
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
            self.about,
            self.nonce,
            kind=values["kind"],
            text=values.get("text", ""),
            files=self.files,
        )

    def _receive(self, key: str):
        values = self.form.cleaned_data
        text = values.get("text", "")
        return self.receive(kind=values["kind"], text=text, key=key, photos=self.photos)

    def _take_photos(self) -> list[str]:
        """Keep what came along; the reasons for what was refused.

        Without a key of ours the form did not come from our page, so nothing is decoded for it.
        """
        if not self.nonce:
            return []
        limit = photo_limit(self.report, AnliegenSettings.for_site(self.report.site))
        self.photos = kept_photos(self.about, self.request.POST.get("kept", ""))[:limit]
        allow = partial(count, self.request, "photo")
        room = room_in(self.report) - sum(photo.size for photo in self.photos)
        problems = []
        for file in self.files:
            if len(self.photos) >= limit:
                problems.append(_too_many(limit))
                break
            try:
                self.photos.append(take_in(file, room=room, allow=allow))
                room -= self.photos[-1].size
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
        return self.show(
            status=status,
            bound=self.form,
            problems=problems,
            photo_problems=photo_problems,
            kept=keep_photos(self.about, self.photos) if self.photos else "",
            kept_count=len(self.photos),
            **context,
        )


def _too_many(limit: int) -> str:
    return ngettext(
        "You can send %(limit)s photo. The others were left out.",
        "You can send %(limit)s photos. The others were left out.",
        limit,
    ) % {"limit": limit}
