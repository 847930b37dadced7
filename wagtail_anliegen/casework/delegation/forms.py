"""What an editor types about a rule, and which reports a dry run looks at."""

from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.moderation.people import who_may_work_for
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.people import PersonField, staff_near
from wagtail_anliegen.sites import SiteBoundForm, name_sites
from wagtail_anliegen.trees import TreeChoiceField, TreeMultipleChoiceField

from .models import UNSEEN, DelegationRule


Trigger = DelegationRule.Trigger
ACTS = (
    "forward_to",
    "assign_to",
    "done_in_days",
    "new_priority",
    "notify_person",
    "notify_department",
)
PEOPLE = ("assign_to", "notify_person")


def _department(label, empty_label, help_text="") -> TreeChoiceField:
    return TreeChoiceField(
        label=label,
        queryset=Department.objects.all(),
        required=False,
        empty_label=empty_label,
        help_text=help_text,
    )


def _person(label, help_text) -> PersonField:
    return PersonField(
        label=label,
        queryset=get_user_model()._default_manager.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=help_text,
    )


class DelegationRuleForm(SiteBoundForm):
    same_site = ("department", "forward_to", "notify_department")
    unique_in_site = ("name",)

    categories = TreeMultipleChoiceField(
        label=_("Categories"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "anliegen-choices"}),
        help_text=_("Also counts for the categories below them. None chosen: all."),
    )
    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        queryset=District.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "anliegen-choices"}),
        help_text=_("The smallest district around the place counts. None chosen: all."),
    )
    department = _department(
        _("Lies with the department"),
        _("any department"),
        _("Also counts for the departments below it."),
    )
    forward_to = _department(_("Forward to"), _("nowhere"))
    assign_to = _person(
        _("Assign to"),
        _("Must work for the department that has the report then. A substitute gets it instead."),
    )
    notify_person = _person(_("Tell a person"), _("Hears only of reports that they may see."))
    notify_department = _department(
        _("Tell a department"), _("no department"), _("A mail to its mailbox, or to its people.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        site = {"site": self.instance.site_id} if self.instance.site_id else {}
        originals = Category.objects.filter(locale=Locale.get_default(), **site)
        self.fields["categories"].queryset = originals.order_by("name")
        districts = District.objects.filter(**site).defer("geometry")
        self.fields["districts"].queryset = districts.order_by("name")
        if not site:
            name_sites([self.fields["categories"], self.fields["districts"]])
        statuses = self.fields["status"]
        statuses.choices = [pair for pair in statuses.choices if pair[0] not in UNSEEN]
        chosen = [getattr(self.instance, f"{name}_id") for name in PEOPLE]
        staff = staff_near(self.for_user, site=self.instance.site_id, chosen=chosen)
        for name in PEOPLE:
            self.fields[name].queryset = staff
        for name in ("priority", "new_priority", "channel", "kind"):
            empty = _("unchanged") if name == "new_priority" else _("any")
            self.fields[name].choices = [("", empty), *self.fields[name].choices[1:]]

    def clean(self):
        data = super().clean()
        if data.get("trigger") != Trigger.STATUS:
            data["status"] = ""
        if data.get("trigger") not in (Trigger.OPEN, Trigger.IDLE):
            data["days"] = None
        for name in ("categories", "districts"):
            if any(row.site_id != self._site_key for row in data.get(name) or ()):
                self.add_error(name, _("This belongs to another site."))
        if not self.errors and not any(data.get(name) for name in ACTS):
            raise ValidationError(_("Please say what the rule does."), code="no_act")
        self._check_people(data)
        return data

    @property
    def _site_key(self) -> int | None:
        return self._site.pk if self._site else None

    def _check_people(self, data) -> None:
        """What can be known to fail is said at once; the rest is in the history of a report."""
        department = data.get("forward_to") or data.get("department")
        if (person := data.get("assign_to")) and department:
            if not who_may_work_for(department).filter(pk=person.pk).exists():
                text = _("This person does not work on reports of the department.")
                self.add_error("assign_to", text)
        if (person := data.get("notify_person")) and not getattr(
            person, person.get_email_field_name(), ""
        ):
            self.add_error("notify_person", _("This person has no e-mail address."))


class DryRunForm(forms.Form):
    """Everything is in the address; without a rule all that are active are tried."""

    rule = forms.ModelChoiceField(
        label=_("Rule"),
        queryset=DelegationRule.objects.all(),
        required=False,
        empty_label=_("All active rules"),
    )
    days = forms.TypedChoiceField(
        label=_("Reports of"),
        choices=[
            (30, _("the last 30 days")),
            (90, _("the last 90 days")),
            (365, _("the last twelve months")),
        ],
        coerce=int,
        initial=90,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_sites(self.fields.values())

    @property
    def rules(self) -> QuerySet:
        """Those to be tried. Only for a valid form."""
        if rule := self.cleaned_data["rule"]:
            return DelegationRule.objects.filter(pk=rule.pk)
        return DelegationRule.objects.filter(is_active=True)

    @property
    def since(self):
        return timezone.now() - timedelta(days=self.cleaned_data["days"])
