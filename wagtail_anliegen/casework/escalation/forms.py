"""What an editor types about a level of the ladder."""

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.routing.people import PersonField, staff_near
from wagtail_anliegen.sites import SiteBoundForm
from wagtail_anliegen.trees import TreeChoiceField

from .models import EscalationLevel


Audience = EscalationLevel.Audience


class EscalationLevelForm(SiteBoundForm):
    same_site = ("department",)

    person = PersonField(
        label=gettext_lazy("Person"),
        queryset=get_user_model()._default_manager.none(),
        required=False,
        help_text=gettext_lazy("Hears only of reports that this person may see."),
    )
    department = TreeChoiceField(
        label=gettext_lazy("Only for the department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=gettext_lazy("All departments"),
        help_text=gettext_lazy("Also counts for the departments below it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        level = self.instance
        self.fields["person"].queryset = staff_near(
            self.for_user, site=level.site_id, chosen=[level.person_id]
        )

    def clean(self):
        data = super().clean()
        audience, person = data.get("audience"), data.get("person")
        if audience == Audience.PERSON:
            self._check_person(person)
        else:
            data["person"] = None
        if audience != Audience.ADDRESS:
            data["address"] = ""
        return data

    def _check_person(self, person) -> None:
        if person is None:
            self.add_error("person", _("Please choose the person."))
        elif not getattr(person, person.get_email_field_name(), ""):
            self.add_error("person", _("This person has no e-mail address."))
        elif self._site and not self._seen:
            self.add_error("person", _("This person may not see any of these reports."))

    @cached_property
    def _meant(self) -> set[int]:
        """The departments whose reports the level is about."""
        if only := self.cleaned_data.get("department"):
            return Department.objects.all().below({only.pk})
        return set(Department.objects.filter(site=self._site).values_list("pk", flat=True))

    @cached_property
    def _seen(self) -> set[int]:
        person = self.cleaned_data.get("person")
        if not person.has_perm("wagtail_anliegen.view_report"):
            return set()
        watched = Department.objects.watched_by(person).filter(pk__in=self._meant)
        return set(watched.values_list("pk", flat=True))

    @property
    def warning(self) -> str:
        """What the editor should know after saving; empty when there is nothing."""
        person = self.cleaned_data.get("person")
        if person is None:
            return ""
        hidden = Department.objects.filter(pk__in=self._meant - self._seen).order_by("name")
        names = [department.name for department in hidden[:5]]
        if not names:
            return ""
        return _(
            "%(person)s may not see the reports of %(departments)s and hears none of them."
        ) % {
            "person": get_user_display_name(person),
            "departments": ", ".join(names) + (" …" if len(hidden) > len(names) else ""),
        }
