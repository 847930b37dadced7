"""One photo before everybody sees it: look, cover, turn, release."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_anliegen.moderation.permissions import leads
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.scanning import CLEARED, Scan
from wagtail_anliegen.photos.store import NotScanned, PhotoChanged
from wagtail_anliegen.photos.views import original_response
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report

from . import photo_actions
from .folders import FOLDERS
from .keys import key_of
from .photo_forms import BoxFormSet
from .verbs import PUBLISH


#: What each button does to the picture: quarter turns, clockwise.
TURNS = {"save": 0, "release": 0, "withdraw": 0, "left": -1, "right": 1}

#: What can still be done once the original was erased.
KEEPS = {"withdraw", "release"}


class PhotoView(WagtailAdminTemplateMixin, TemplateView):
    """Posts a button and all boxes; ``seen`` says on which picture they were drawn."""

    template_name = "wagtail_anliegen/casework/photo.html"
    header_icon = "image"
    problem = ""

    def dispatch(self, request, *args, **kwargs):
        report = self.photo.report  # what is not yours is not found, whatever you may do
        if not (request.user.has_perm(PUBLISH) and leads(request.user, report)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def photo(self) -> Photo:
        visible = Report.objects.visible_to(self.request.user)
        photos = Photo.objects.filter(report__in=visible).exclude(scan=Scan.INFECTED)
        photos = photos.select_related("report__category", "detection", "released_by")
        return get_object_or_404(photos, pk=self.kwargs["photo"], report=self.kwargs["pk"])

    @cached_property
    def boxes(self) -> BoxFormSet:
        return BoxFormSet(self.request.POST or None, known=self.photo.boxes, prefix="boxes")

    def post(self, request, *args, **kwargs):
        action = request.POST.get("action", "")
        if action not in TURNS or not (self.photo.original or action in KEEPS):
            raise Http404
        try:
            if action == "withdraw":
                photo_actions.withdraw_photo(self.photo.report, photo=self.photo, user=request.user)
                messages.success(request, _("The photo is internal again."))
            self._keep(action)
        except Photo.DoesNotExist as gone:
            raise Http404 from gone
        return self._after(action) if not self.problem else self.get(request)

    def _keep(self, action: str) -> None:
        """Store the boxes; where that is not possible ``problem`` says why."""
        if self.photo.original and not self.boxes.is_valid():
            self.problem = _("Nothing was saved yet. Please look at the marked field.")
            return
        try:
            self._store(action)
        except PhotoChanged:
            self._put_together(self.boxes.regions)
        except NotScanned:
            self.problem = _(
                "The virus scanner has not looked at this photo yet, so it cannot be released. "
                "Nothing was saved; please try again later."
            )
        except OSError:
            self.problem = _(
                "The original cannot be read or the new picture not be written at the moment. "
                "Nothing was changed; please try again later."
            )

    def _store(self, action: str) -> None:
        photo, user, quarters = self.photo, self.request.user, TURNS[action]
        if not photo.original:  # its period is over: the picture stays as it is
            if action == "release":
                photo_actions.release_photo(photo.report, photo=photo, user=user)
            return
        regions = [box.turned(quarters) for box in self.boxes.regions]
        seen = self.request.POST.get("seen", "")
        if not quarters and regions == photo.boxes:
            seen = photo.stamp  # it is as they want it, as after the first of two clicks
        photo_actions.redact_photo(
            photo.report,
            photo=photo,
            regions=regions,
            turned=(photo.turned + quarters) % 4,
            user=user,
            seen=seen,
            release=action == "release",
        )

    def _put_together(self, drawn: list) -> None:
        """Show what somebody else has covered meanwhile beside what was drawn here."""
        del self.photo
        turned = key_of(self.request.POST.get("turned", "")) or 0
        drawn = [box.turned(self.photo.turned - turned) for box in drawn]
        theirs = self.photo.boxes
        shown = theirs + [box for box in drawn if box not in theirs]
        self.boxes = BoxFormSet(known=theirs, shown=shown, prefix="boxes")
        self.problem = _(
            "Somebody changed this photo in the meantime, so nothing was saved. Their boxes and "
            "yours are both here: save again if they fit."
        )

    def _after(self, action: str):
        photo, request = self.photo, self.request
        if action != "release":
            if action != "withdraw":
                messages.success(request, _("Saved. Please check what others will see."))
            return redirect(self._address_of(photo))
        if following := self._next_to_release():
            messages.success(request, _("The photo is released. This is the next one."))
            return redirect(self._address_of(following))
        messages.success(request, _("The photo is released."))
        return redirect(f"{self._case_url()}#anliegen-photos-section")

    def _next_to_release(self) -> Photo | None:
        """The next one behind this, or else the first, but none that a firm sent to the city."""
        waiting = self.photo.report.photos.filter(
            from_outside=False, released_at=None, scan__in=CLEARED
        )
        return waiting.filter(pk__gt=self.photo.pk).first() or waiting.first()

    def _address_of(self, photo: Photo) -> str:
        return self._in_folder(
            reverse("wagtail_anliegen_reports:check_photo", args=[photo.report_id, photo.pk])
        )

    def _case_url(self) -> str:
        return self._in_folder(
            reverse("wagtail_anliegen_reports:edit", args=[self.photo.report_id])
        )

    def _in_folder(self, url: str) -> str:
        folder = self.request.GET.get("in")
        return f"{url}?in={folder}" if folder in FOLDERS else url

    def get_page_title(self):
        keys = list(self.photo.report.photos.values_list("pk", flat=True))
        numbers = {"number": keys.index(self.photo.pk) + 1, "count": len(keys)}
        return _("Photo %(number)s of %(count)s") % numbers

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtail_anliegen_reports:list"), "label": _("Inbox")},
            {"url": self._case_url(), "label": self.photo.report.reference},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "photo": self.photo,
            "report": self.photo.report,
            "boxes": self.boxes,
            "problem": self.problem,
            "case_url": self._case_url(),
        }


class OriginalPhotoView(View):
    """The photo as it arrived, upright and with nothing covered; each look is noted."""

    def get(self, request, pk, photo):
        report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
        found = get_object_or_404(Photo, pk=photo, report=report)
        response = original_response(found)
        note_look(report, user=request.user, at=Look.What.ORIGINAL)
        return response
