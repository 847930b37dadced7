"""Staff enter what comes by telephone, letter or at the counter, through the same front door."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Site

from wagtail_anliegen.conf import conf
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.moderation.review import NotReviewable, release
from wagtail_anliegen.photos.uploads import ACCEPT, PhotoRefused, PhotoTrouble
from wagtail_anliegen.photos.views import photo_response
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.similar import Suggestion
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.rules import NoCentralInbox

from .catalogue import Catalogue, Offer
from .drafts import DraftSent, close, find_photo, lock, remove_photo
from .entry_forms import (
    EntryContactForm,
    EntryForm,
    EntryPlaceForm,
    details_form_class,
    is_contact_asked,
)
from .known import known_reports
from .models import ReportDraft, new_token
from .sending import qr_code
from .submit import Contact, Submission
from .submit import submit_report as submit
from .uploads import keep_photo


ENTER, PUBLISH = "wagtail_anliegen.enter_report", "wagtail_anliegen.publish_report"


def sites_of(user) -> list[Site]:
    """The cities for which this person may enter reports."""
    if user.is_superuser:
        return list(Site.objects.order_by("-is_default_site", "hostname"))
    scope = Department.objects.all().responsibility_of(user)
    own = Site.objects.filter(pk__in=scope.sites | scope.sites_of_departments)
    found = list(own.order_by("-is_default_site", "hostname"))
    return found or (list(Site.objects.all()) if Site.objects.count() == 1 else [])


def signer(user) -> Signer:
    """Signs the key of an attempt, so that nobody can choose one or use another person's."""
    return Signer(salt=f"wagtail_anliegen.entry.{user.pk}")


class EntryScreen(WagtailAdminTemplateMixin):
    """For those who may enter reports."""

    header_icon = "plus"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(ENTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def read_key(self, signed: str) -> str:
        try:
            return signer(self.request.user).unsign(signed)
        except BadSignature:
            raise Http404 from None


class EnterView(EntryScreen, TemplateView):
    """One screen; every button posts all of it, and photos are kept from the first post on.

    ``action`` is ``show`` (the questions of the category), ``search`` (the address), ``known``
    (what was reported before) or ``enter``.
    """

    page_title = gettext_lazy("Enter a report")
    template_name = "wagtail_anliegen/intake/entry.html"
    photo_problems: tuple[str, ...] = ()

    # --- what is known ------------------------------------------------------

    @cached_property
    def site(self) -> Site:
        sites, chosen = sites_of(self.request.user), self.request.GET.get("site")
        if not sites:
            raise PermissionDenied
        found = [site for site in sites if chosen in (None, str(site.pk))]
        if not found:
            raise Http404
        return found[0]

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.site)

    @cached_property
    def offer(self) -> Offer | None:
        return self.catalogue.by_code(self.request.POST.get("category"))

    @cached_property
    def token(self) -> str:
        """Names this attempt: sending it twice yields one report."""
        if self.request.method == "POST":
            return self.read_key(self.request.POST.get("key", ""))
        return new_token()

    @cached_property
    def draft(self) -> ReportDraft | None:
        return ReportDraft.objects.filter(token=self.token, site=self.site).first()

    def start_draft(self) -> ReportDraft:
        language = Locale.get_default().language_code
        self.draft = ReportDraft.objects.get_or_create(
            token=self.token, defaults={"site": self.site, "language": language}
        )[0]
        return self.draft

    # --- the forms ----------------------------------------------------------

    def forms(self, data=None) -> dict[str, Any]:
        needs_place = self.offer is None or self.offer.category.needs_place
        made = {
            "entry": EntryForm(
                data,
                catalogue=self.catalogue,
                may_release=self.request.user.has_perm(PUBLISH),
                initial={
                    "channel": self.request.GET.get("channel", Report.Channel.PHONE),
                    "received_at": timezone.now(),
                    "language": Locale.get_default().language_code,
                },
            ),
            "details": details_form_class(self.offer)(data),
            "place": EntryPlaceForm(data, site=self.site, needs_place=needs_place),
        }
        if is_contact_asked(self.offer):
            made["contact"] = EntryContactForm(data, offer=self.offer)
        return made

    def typed(self) -> dict[str, Any]:
        """What was typed, nothing judged yet."""
        made = self.forms()
        for form in made.values():
            for name, field in form.fields.items():
                post = self.request.POST
                form.initial[name] = field.widget.value_from_datadict(post, {}, name)
        return made

    # --- answering ----------------------------------------------------------

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(forms=self.forms()))

    def post(self, request, *args, **kwargs):
        if self.draft and self.draft.report_id:
            return self.again()
        self.keep_photos()
        action = request.POST.get("action")
        if action == "enter":
            return self.enter()
        made = self.typed()
        if action == "search":
            made["place"] = self.forms(request.POST)["place"].with_matches()
        context = self.get_context_data(forms=made, was_searched=action == "search")
        return self.render_to_response(context)

    def keep_photos(self) -> None:
        problems = []
        if self.draft and (uuid := self.request.POST.get("remove")):
            remove_photo(self.draft, uuid)
        limit = AnliegenSettings.for_site(self.site).max_photos
        for upload in self.request.FILES.getlist("photos"):
            try:
                keep_photo(self.draft or self.start_draft(), upload, limit=limit)
            except PhotoRefused as refused:
                problems.append(f"{upload.name}: {refused}")
            except PhotoTrouble:
                problems.append(_("The photo cannot be stored at the moment."))
        self.photo_problems = tuple(problems)

    def enter(self):
        made = self.forms(self.request.POST)
        faulty = [form for form in made.values() if not form.is_valid()]
        if faulty or self.photo_problems:
            messages.error(self.request, _("Nothing was entered yet. Please look at the marks."))
            return self.render_to_response(self.get_context_data(forms=made))
        try:
            report = self.make_report(made)
        except DraftSent:
            return self.again()
        except NoCentralInbox:
            text = _("Nobody can take reports: no rule fits, and there is no central inbox.")
            messages.error(self.request, text)
            return self.render_to_response(self.get_context_data(forms=made))
        if made["entry"].cleaned_data.get("release"):
            self.release(report)
        return self.done()

    @transaction.atomic
    def make_report(self, made) -> Report:
        """Accept the report and close its draft: both or neither."""
        draft = lock(self.draft or self.start_draft())
        report = submit(self.submission(made, draft))
        close(draft, report)
        return report

    def submission(self, made, draft: ReportDraft) -> Submission:
        entry, place = made["entry"].cleaned_data, made["place"].cleaned_data
        contact = made["contact"].cleaned_data if "contact" in made else {}
        notes = [entry["note"]]
        if contact.pop("anonymous", False):
            notes.append(_("The person stays anonymous or has no e-mail address."))
        return Submission(
            key=draft.token,
            site=self.site,
            category=self.offer.category,
            language=entry["language"],
            description=made["details"].cleaned_data["description"],
            latitude=place["latitude"],
            longitude=place["longitude"],
            address=place["address"],
            location_note=place["location_note"],
            answers=made["details"].answers() if self.offer.questions else [],
            contact=Contact(**contact),
            photos=list(draft.photos.values_list("pk", flat=True)),
            channel=entry["channel"],
            received_at=entry["received_at"],
            entered_by=self.request.user,
            note="\n".join(filter(None, notes)),
        )

    def release(self, report: Report) -> None:
        try:
            release(report, user=self.request.user)
        except NotReviewable:
            text = _("It is not released: the department that handles it decides about that.")
            messages.warning(self.request, text)

    def again(self):
        text = _("This was entered already, so nothing was entered a second time.")
        messages.warning(self.request, text)
        return self.done()

    def done(self):
        key = signer(self.request.user).sign(self.token)
        return redirect("wagtail_anliegen_entry:entered", key=key)

    def get_context_data(self, forms, **kwargs):
        context = super().get_context_data(**kwargs)
        for form in forms.values():
            context["media"] = context["media"] + form.media if "media" in context else form.media
        key = signer(self.request.user).sign(self.token)
        photos = self.draft.photos.all() if self.draft else []
        sites = sites_of(self.request.user)
        return {
            **context,
            "forms": forms,
            "key": key,
            "offer": self.offer,
            "known": self.known(forms),
            "site": self.site,
            "sites": sites if len(sites) > 1 else [],
            "photos": [(photo, _photo_url(key, photo)) for photo in photos],
            "photo_problems": self.photo_problems,
            "max_photos": AnliegenSettings.for_site(self.site).max_photos,
            "max_megabytes": conf.MAX_PHOTO_BYTES // 1024 // 1024,
            "accept": ACCEPT,
        }

    def known(self, forms) -> list[Suggestion]:
        text = forms["details"]["description"].value() or ""
        user = self.request.user
        return known_reports(forms["place"], offer=self.offer, site=self.site, text=text, user=user)


def _photo_url(key: str, photo) -> str:
    return reverse("wagtail_anliegen_entry:photo", args=[key, photo.uuid])


#: How long the link can be shown to the person at the counter, who alone may have it.
HANDING_OVER = timedelta(minutes=30)


def _is_fresh(draft: ReportDraft) -> bool:
    return timezone.now() - draft.updated_at < HANDING_OVER


class EnteredView(EntryScreen, TemplateView):
    """The number to read out; for the person who entered it, as long as its draft is kept.

    Also when the report went to a department whose cases this person cannot open.
    """

    page_title = gettext_lazy("Entered")
    header_icon = "check"
    template_name = "wagtail_anliegen/intake/entered.html"

    def get_context_data(self, **kwargs):
        drafts = ReportDraft.objects.filter(token=self.read_key(self.kwargs["key"]))
        draft = get_object_or_404(drafts.exclude(report=None))
        related = ("site", "category", "department", "reporter")
        report = Report.objects.select_related(*related).get(pk=draft.report_id)
        reporter = getattr(report, "reporter", None)
        may_see = Report.objects.visible_to(self.request.user).filter(pk=report.pk).exists()
        enter = reverse("wagtail_anliegen_entry:enter")
        return super().get_context_data(
            report=report,
            has_email=bool(reporter and reporter.email),
            may_see=may_see,
            qr_code=qr_code(report.secret_url) if _is_fresh(draft) else "",
            city=AnliegenSettings.for_site(report.site),
            again_url=f"{enter}?channel={report.channel}&site={report.site_id}",
            **kwargs,
        )


class EntryPhotoView(EntryScreen, View):
    """A photo of an entry that is not finished, for the person who is at it."""

    def get(self, request, key, uuid):
        draft = get_object_or_404(ReportDraft, token=self.read_key(key), report=None)
        photo = find_photo(draft, str(uuid))
        if photo is None:
            raise Http404
        return photo_response(photo, "thumbnail", public=False)
