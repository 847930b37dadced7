"""What staff type on the case view; each form is one verb of ``actions``."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category, PublicPlace
from wagtail_anliegen.geo.forms import PlaceField
from wagtail_anliegen.moderation.review import editorial_text
from wagtail_anliegen.photos.attachments import ACCEPT
from wagtail_anliegen.reports.audience import Audience
from wagtail_anliegen.reports.log import refusals
from wagtail_anliegen.reports.models import Note, Report
from wagtail_anliegen.reports.states import TRANSITIONS, Need, RejectionReason, Status, needs_of
from wagtail_anliegen.routing.models import Department

from .files_field import FilesField, FilesInput, fitting_files
from .photo_field import PhotoField, fitting_photo
from .placeholders import validate_no_gap


class CaseForm(forms.Form):
    """Knows the report and who works; ``values`` are the keyword arguments of its action."""

    is_mailed = False

    def __init__(self, *args, report: Report, user, **kwargs):
        self.report, self.user = report, user
        super().__init__(*args, **kwargs)
        self.set_up()

    def set_up(self) -> None:
        """Adapt fields to the report."""

    @property
    def values(self) -> dict:
        return self.cleaned_data


#: Characters: no letter is longer, and a text is written once for each of up to 200 reports.
LONGEST = 10_000


def text_field(label, help_text="", *, required=True, rows=4):
    """What staff write, in one or more lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=AdminAutoHeightTextInput(attrs={"rows": rows}),
        error_messages={"required": _("Please write something here.")},
    )


class CitizenTextInput(AdminAutoHeightTextInput):
    """Where staff write to citizens: text templates can be inserted at the cursor.

    ``status`` narrows them to a status; a field “status” in the same form does so as well.
    """

    template_name = "wagtail_anliegen/casework/citizen_text.html"

    def __init__(self, attrs=None, *, status: str = ""):
        self.status = status
        super().__init__(attrs)

    def get_context(self, name, value, attrs):
        return {**super().get_context(name, value, attrs), "status": self.status}

    @property
    def media(self):
        return forms.Media(js=["wagtail_anliegen/casework/templates-controller.js"])


def _citizen_text(label, help_text="", *, required=True, status="", rows=4):
    field = text_field(label, help_text, required=required, rows=rows)
    field.widget = CitizenTextInput({"rows": rows}, status=status)
    field.widget.is_required = required
    field.validators.append(validate_no_gap)
    return field


class CitizenForm(CaseForm):
    """Its field ``text`` is told to the reporting person, so it can be previewed as a mail."""

    is_mailed = True

    @property
    def new_status(self) -> str:
        """Where the report stands when the person is told; asked of a valid form."""
        return self.report.status


class ClosingForm(CitizenForm):
    """May close the report: then asks what becomes of its follow-ups."""

    def set_up(self):
        self.ask_about_follow_ups()

    def ask_about_follow_ups(self) -> None:
        """As long as there are any."""
        number = self.report.follow_ups.open().count() if self.report.is_open else 0
        if not number:
            return
        words = ngettext("Clear %(count)s follow-up", "Clear %(count)s follow-ups", number)
        self.fields["clear_follow_ups"] = forms.BooleanField(
            label=words % {"count": number},
            help_text=_("Counts when this closes the report. Otherwise it comes back."),
            required=False,
            initial=True,
        )


class ReleaseForm(CaseForm):
    public_text = text_field(
        _("Public text"),
        _("What everybody will read. The citizen's own words stay in the case."),
        required=False,
        rows=5,
    )

    address = forms.CharField(
        label=_("Public place"),
        help_text=_("Everybody will read this too. It may say more than where it is."),
        max_length=255,
        required=False,
    )

    def set_up(self):
        self.fields["public_text"].initial = editorial_text(self.report)
        self.fields["address"].initial = self.report.address
        # Once everybody reads it, the verb for it is “Correct place”; and where they read no more
        # than a street of the list, nothing that is written here would be read.
        is_blurred = self.report.public_place != PublicPlace.EXACT
        if self.report.live or is_blurred or not self.report.address:
            del self.fields["address"]

    @property
    def values(self):
        """A city's own template may lack the field: that is not an empty address."""
        was_asked = self.add_prefix("address") in self.data
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "address" or was_asked
        }


class RequestChangesForm(CaseForm):
    comment = text_field(_("What has to change?"), _("Only your colleagues read this."))


class RejectForm(ClosingForm):
    new_status = Status.REJECTED
    rejection_reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "---------"), *RejectionReason.choices],
        error_messages={"required": _("Please choose a reason.")},
    )
    text = _citizen_text(
        _("Why is it not accepted?"),
        _("The reporting person reads this, nobody else."),
        status=Status.REJECTED,
    )


class StatusForm(ClosingForm):
    """Asks for what the new state needs; ``data-needed-by`` lets a script hide the rest."""

    status = forms.ChoiceField(label=_("New status"))
    expected_on = forms.DateField(
        label=_("Expected day"),
        help_text=_("Citizens read it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    forwarded_to = forms.CharField(
        label=_("Who has it now?"),
        help_text=_("For example the operator of the street lamps. Citizens read it."),
        max_length=120,
        required=False,
    )
    text = _citizen_text(
        _("Text for the citizen"),
        _("Everybody who may see the report reads it, and it goes out by mail."),
        required=False,
    )
    photo = PhotoField(
        label=_("Photo of the result"),
        help_text=_("Only with “resolved”. It stays internal until you release it."),
        required=False,
    )

    #: What is missing, said where it is missing.
    missing = {
        Need.TEXT: _("With this status, citizens must be told something."),
        Need.EXPECTED_ON: _("Please say for which day it is planned."),
        Need.FORWARDED_TO: _("Please say who has it now."),
    }
    #: Have verbs of their own, which ask for more.
    elsewhere = frozenset({Status.REJECTED, Status.DUPLICATE, Status.WAITING_FOR_REPORTER})

    def set_up(self):
        super().set_up()
        allowed = TRANSITIONS[self.report.status] - self.elsewhere
        self.fields["status"].choices = [
            ("", "---------"),
            *[
                (code, self._label(code, words))
                for code, words in Status.choices
                if code in allowed
            ],
        ]
        self.fields["expected_on"].initial = self.report.expected_on
        self.fields["forwarded_to"].initial = self.report.forwarded_to
        for need in (Need.EXPECTED_ON, Need.FORWARDED_TO):
            states = [code for code in allowed if need in needs_of(code)]
            self.fields[need].widget.attrs["data-needed-by"] = " ".join(sorted(states))

    @property
    def new_status(self):
        return self.cleaned_data["status"]

    def _label(self, code, words):
        has_text = Need.TEXT in needs_of(code)
        return _("%(status)s (with text)") % {"status": words} if has_text else words

    def clean_photo(self):
        return fitting_photo(self.report, self.cleaned_data["photo"])

    def clean_expected_on(self):
        day = self.cleaned_data["expected_on"]
        is_new = day and day != self.report.expected_on
        if is_new and self.data.get(self.add_prefix("status")) == Status.PLANNED:
            if day < timezone.localdate():
                raise forms.ValidationError(_("This day has passed already."))
        return day

    def clean(self):
        data = super().clean()
        needs = needs_of(data.get("status"))
        for need, words in self.missing.items():
            given = data.get(need)
            is_empty = not given.strip() if isinstance(given, str) else not given
            if need in needs and is_empty and need not in self.errors:
                self.add_error(need, words)
        if data.get("photo") and data.get("status") not in ("", None, Status.RESOLVED):
            self.add_error("photo", _("A photo of the result fits only to “resolved”."))
        return data

    @property
    def values(self):
        needs = needs_of(self.cleaned_data["status"])
        facts = {Need.EXPECTED_ON, Need.FORWARDED_TO} - needs
        return {name: value for name, value in self.cleaned_data.items() if name not in facts}


class AnswerForm(CitizenForm):
    text = _citizen_text(
        _("Your answer"),
        _("Everybody who may see the report reads it, and it goes out by mail."),
    )
    alone = forms.BooleanField(label=_("Only the reporting person reads this"), required=False)

    @property
    def values(self):
        alone = self.cleaned_data["alone"]
        return {
            "text": self.cleaned_data["text"],
            "audience": Audience.REPORTER if alone else Audience.ALL,
        }


class AskForm(CitizenForm):
    new_status = Status.WAITING_FOR_REPORTER
    text = _citizen_text(
        _("Your question"),
        _("Only the reporting person reads it, by mail and on the status page."),
    )


class DepartmentField(forms.ModelChoiceField):
    """Says behind a department how often it has refused this report."""

    refusals: dict[int, int] = {}

    def label_from_instance(self, obj):
        number = self.refusals.get(obj.pk, 0)
        if not number:
            return str(obj)
        words = ngettext(
            "%(name)s (has refused it once)", "%(name)s (has refused it %(count)s times)", number
        )
        return words % {"name": obj, "count": number}


class ForwardForm(CaseForm):
    department = DepartmentField(label=_("Department"), queryset=Department.objects.none())
    reason = text_field(_("Reason"), _("The new department reads it."), rows=2)

    def set_up(self):
        others = Department.objects.filter(site=self.report.site_id)
        self.fields["department"].queryset = others.exclude(pk=self.report.department_id)
        self.fields["department"].refusals = refusals(self.report)


class SeenForm(CaseForm):
    """Names the last message that the page showed: what came after it waits on."""

    newest = forms.IntegerField(required=False, max_value=2**63 - 1, widget=forms.HiddenInput)


class NoteForm(CaseForm):
    text = text_field(_("Note"), _("Stays in the house: citizens never read it."))
    kind = forms.ChoiceField(
        label=_("Kind of note"),
        choices=Note.Kind.choices,
        initial=Note.Kind.OTHER,
        required=False,
    )
    files = FilesField(
        label=_("Attachments"),
        help_text=_("PDF, pictures, office documents. They stay in the house, too."),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )

    def clean_files(self):
        return fitting_files(self.report, self.cleaned_data["files"])

    def clean_kind(self):
        return self.cleaned_data["kind"] or Note.Kind.OTHER


class RewordNoteForm(CaseForm):
    note = forms.ModelChoiceField(queryset=Note.objects.none(), widget=forms.HiddenInput)
    text = text_field(_("Wording"), rows=3)

    def set_up(self):
        self.fields["note"].queryset = self.report.notes.all()


class CategoryForm(CaseForm):
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())

    def set_up(self):
        rows = Category.objects.filter(site=self.report.site_id, locale=Locale.get_default())
        field = self.fields["category"]
        field.queryset = rows.exclude(pk=self.report.category_id).order_by("name")
        field.help_text = _("The routing rules are asked again.")


class PlaceForm(CaseForm):
    place = PlaceField(required=False)
    address = forms.CharField(label=_("Address"), max_length=255, required=False)

    def set_up(self):
        report = self.report
        self.fields["place"].widget.site = report.site
        if report.latitude is not None:
            self.fields["place"].initial = (report.latitude, report.longitude)
        self.fields["address"].initial = report.address
        self.fields["address"].help_text = _(
            "The routing rules are asked again. Everybody reads the address once the report is "
            "released."
        )

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("place") and not data.get("address"):
            self.add_error("address", _("Please give a position or an address."))
        return data

    @property
    def values(self):
        latitude, longitude = self.cleaned_data["place"] or (None, None)
        return {
            "latitude": latitude,
            "longitude": longitude,
            "address": self.cleaned_data["address"],
        }
