"""The pages on which editors word the mails to citizens."""

import json
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.generic import FormView, TemplateView
from wagtail.admin.ui.tables import Column, StatusFlagColumn, Table, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.log_actions import log
from wagtail.models import Locale, Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.placeholders import examples_of, fill
from wagtail_anliegen.sites import SITE_COLUMN, only_site

from .texts import NEEDED, OCCASIONS, Letter, MailText, known, usual_text


MAY_WRITE = "wagtail_anliegen.change_mailtext"
NAME = "wagtail_anliegen_mail_texts"


@dataclass(frozen=True)
class Row:
    """One mail in one language, whether or not it has words of its own."""

    site: Site
    letter: Letter
    language: str
    is_own: bool

    @property
    def url(self) -> str:
        return reverse(f"{NAME}:edit", args=[self.site.pk, self.letter, self.language])

    @property
    def language_name(self) -> str:
        return languages().get(self.language, self.language)


def languages() -> dict[str, str]:
    """Those of the website."""
    return {row.language_code: str(row) for row in Locale.objects.all()}


def rows() -> list[Row]:
    """Every mail of every site in every language."""
    own = set(MailText.objects.values_list("site", "letter", "language"))
    codes = [*languages()]
    return [
        Row(site, letter, code, (site.pk, letter.value, code) in own)
        for site in Site.objects.order_by("pk")
        for letter in Letter
        for code in codes
    ]


class MailTextPage(WagtailAdminTemplateMixin):
    """For those who may write the mails; like the rest of what editors keep, of every site."""

    page_title = gettext_lazy("Texts of mails")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MAY_WRITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MailTextsView(MailTextPage, TemplateView):
    """All of them, and which were changed."""

    template_name = "wagtail_anliegen/notifications/texts.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        listed = rows()
        columns = [
            TitleColumn(
                "letter",
                label=_("Mail"),
                accessor=lambda row: row.letter.label,
                get_url=lambda row: row.url,
            ),
        ]
        if len({row.language for row in listed}) > 1:
            columns.append(Column("language_name", label=_("Language")))
        columns += [
            StatusFlagColumn("is_own", label=_("Text"), true_label=_("changed")),
            Column("when", label=_("Goes out"), accessor=lambda row: OCCASIONS[row.letter]),
        ]
        if not only_site():
            columns.append(SITE_COLUMN)
        table = Table(columns, listed, classname="listing anliegen-listing")
        return super().get_context_data(table=table, **kwargs)


class MailTextForm(forms.ModelForm):
    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {"body": AdminAutoHeightTextInput()}


class MailTextView(MailTextPage, FormView):
    """One of them: its words, how it reads, and the way back to the usual text."""

    template_name = "wagtail_anliegen/notifications/text.html"
    form_class = MailTextForm

    def get_page_title(self):
        return Letter(self.text.letter).label

    def get_breadcrumbs_items(self):
        above = {"url": reverse(f"{NAME}:index"), "label": self.page_title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def site(self) -> Site:
        return get_object_or_404(Site, pk=self.kwargs["site"])

    @cached_property
    def text(self) -> MailText:
        """The editors' own, or the usual one to begin with."""
        letter, language = self.kwargs["letter"], self.kwargs["language"]
        if letter not in Letter.values or language not in languages():
            raise Http404
        own = MailText.objects.filter(site=self.site, letter=letter, language=language).first()
        return own or usual_text(self.site, letter, language)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.text}

    def post(self, request, *args, **kwargs):
        if "restore" not in request.POST:
            return super().post(request, *args, **kwargs)
        if self.text.pk:
            log(instance=self.text, action="wagtail.delete", user=request.user)
            self.text.delete()
        messages.success(request, _("The usual text goes out again."))
        return redirect(request.path)

    def form_valid(self, form):
        """Whoever saves last has written it, also where two begin at the same time."""
        text = form.instance
        which = {"site": self.site, "letter": text.letter, "language": text.language}
        text, is_new = MailText.objects.update_or_create(**which, defaults=form.cleaned_data)
        action = "wagtail.create" if is_new else "wagtail.edit"
        log(instance=text, action=action, user=self.request.user, content_changed=True)
        messages.success(self.request, _("From now on the mail goes out with this text."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form, placeholders = context["form"], known(self.text.letter)
        with override(self.text.language):
            values = examples_of(placeholders)
        return {
            **context,
            "media": form.media,
            "text": self.text,
            "language": languages()[self.text.language],
            "occasion": OCCASIONS[self.text.letter],
            "values": json.dumps(values),
            "subject": fill(form["subject"].value() or "", values),
            "body": fill(form["body"].value() or "", values),
            "city": AnliegenSettings.for_site(self.site),
            "placeholders": [
                {
                    "name": f"{{{name}}}",
                    "label": each.label,
                    "example": values[name],
                    "is_needed": name in NEEDED[self.text.letter],
                }
                for name, each in placeholders.items()
            ],
        }


class MailTextViewSet(ViewSet):
    name = NAME
    url_prefix = "anliegen/mail-texts"
    icon = "mail"

    def get_urlpatterns(self):
        return [
            path("", MailTextsView.as_view(), name="index"),
            path("<int:site>/<str:letter>/<str:language>/", MailTextView.as_view(), name="edit"),
        ]


def permissions():
    """For Wagtail's form of a group."""
    return Permission.objects.filter(
        content_type__app_label="wagtail_anliegen", codename="change_mailtext"
    )
