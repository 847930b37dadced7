"""What staff type to say who works on a report."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.moderation.people import by_workload, who_may_handle
from wagtail_anliegen.routing.absences import Absence, absences_today

from .forms import CaseForm


class ColleagueField(forms.ModelChoiceField):
    """People with the number of open reports that each has; whoever asks stands first as “me”."""

    def __init__(self, *args, **kwargs):
        self.me, self.away = None, {}
        super().__init__(*args, **kwargs)

    def offer(self, users, *, me) -> None:
        """Let the form choose among these people."""
        self.me, self.away = me, absences_today()
        self.queryset = by_workload(users, first=me)

    def label_from_instance(self, obj):
        number = getattr(obj, "open_count", None) or 0
        words = ngettext(
            "%(name)s, %(count)s open report", "%(name)s, %(count)s open reports", number
        )
        name = get_user_display_name(obj)
        if obj == self.me:
            name = _("me (%(name)s)") % {"name": name}
        told = words % {"name": name, "count": number}
        absence = self.away.get(obj.pk)
        return f"{told}, {_until(absence)}" if absence else told


def _until(absence: Absence) -> str:
    day = date_format(absence.ends_on, "SHORT_DATE_FORMAT")
    return _("absent until %(day)s") % {"day": day}


class AssignForm(CaseForm):
    handler = ColleagueField(
        label=_("Handled by"),
        queryset=None,
        required=False,
        empty_label=_("nobody yet"),
        help_text=_("The person reads about it in a mail. The number says how much each has."),
    )

    def set_up(self):
        field = self.fields["handler"]
        field.offer(who_may_handle(self.report), me=self.user)
        field.initial = self.report.handler_id

    def clean(self):
        """Somebody who is away gets it only from those who know."""
        data = super().clean()
        absence = self.fields["handler"].away.get(getattr(data.get("handler"), "pk", None))
        is_news = absence and data["handler"] != self.report.handler
        if is_news and self.add_prefix("anyway") not in self.data:
            self.fields["anyway"] = forms.BooleanField(label=_("Assign anyway"), required=False)
            message = _(
                "%(name)s is %(until)s. %(substitute)s stands in: choose them, or tick below."
            )
            self.add_error(
                "handler",
                message
                % {
                    "name": get_user_display_name(absence.user),
                    "until": _until(absence),
                    "substitute": get_user_display_name(absence.substitute),
                },
            )
        return data

    @property
    def values(self):
        return {"handler": self.cleaned_data["handler"]}
