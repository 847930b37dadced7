"""One photo before everybody sees it: look, cover, turn, release."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
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
from wagtail_anliegen.photos.store import original_jpeg
from wagtail_anliegen.photos.views import photo_response, protected
from wagtail_anliegen.reports.looks import Look, note_look
from wagtail_anliegen.reports.models import Report

from . import photo_actions
from .folders import FOLDERS
from .photo_forms import BoxFormSet
from .verbs import PUBLISH


#: What each button that takes the boxes along does to the picture: quarter turns, clockwise.
TURNS = {"save": 0, "release": 0, "left": -1, "right": 1}


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
        photos = Photo.objects.filter(report__in=visible).select_related("report__category")
        return get_object_or_404(photos, pk=self.kwargs["photo"], report=self.kwargs["pk"])

    @cached_property
    def boxes(self) -> BoxFormSet:
        return BoxFormSet(self.request.POST or None, known=self.photo.boxes, prefix="boxes")

    def post(self, request, *args, **kwargs):
        action = request.POST.get("action", "")
        if action == "withdraw":
            photo_actions.withdraw_photo(self.photo.report, photo=self.photo, user=request.user)
            messages.success(request, _("The photo is internal again."))
            return redirect(self._address_of(self.photo))
        if action not in TURNS:
            raise Http404
        if self._is_kept(action):
            return self._after(action)
        return self.render_to_response(self.get_context_data())

    def _is_kept(self, action: str) -> bool:
        """Whether boxes and turn are stored now; else ``problem`` or the form says why not."""
        if not self.boxes.is_valid():
            self.problem = _("Nothing was saved yet. Please look at the marked field.")
        elif self.request.POST.get("seen") != self.photo.stamp:
            self.problem = _(
                "Somebody changed this photo in the meantime, so nothing was saved. Your boxes "
                "are still there: save again if they fit."
            )
        else:
            self._redact(TURNS[action])
        return not self.problem

    def _redact(self, quarters: int) -> None:
        photo, regions = self.photo, [box.turned(quarters) for box in self.boxes.regions]
        if not quarters and regions == photo.boxes:
            return
        turned = (photo.turned + quarters) % 4
        try:
            photo_actions.redact_photo(
                photo.report, photo=photo, regions=regions, turned=turned, user=self.request.user
            )
        except OSError:
            self.problem = _(
                "The original cannot be read or the new picture not be written at the moment. "
                "Nothing was changed; please try again later."
            )

    def _after(self, action: str):
        photo, request = self.photo, self.request
        if action != "release":
            messages.success(request, _("Saved. Please check what others will see."))
            return redirect(self._address_of(photo))
        photo_actions.release_photo(photo.report, photo=photo, user=request.user)
        following = self._others().filter(pk__gt=photo.pk, released_at=None).first()
        if following:
            messages.success(request, _("The photo is released. This is the next one."))
            return redirect(self._address_of(following))
        messages.success(request, _("The photo is released."))
        return redirect(f"{self._case_url()}#anliegen-photos-section")

    def _others(self):
        """All photos of the report but those that are between a firm and the city."""
        return self.photo.report.photos.filter(from_outside=False)

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
        note_look(report, user=request.user, at=Look.What.ORIGINAL)
        if not found.turned:
            return photo_response(found, "original", public=False)
        return protected(HttpResponse(original_jpeg(found), content_type="image/jpeg"))
