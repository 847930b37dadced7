"""What staff type to say who works on a report."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.moderation.people import by_workload, who_may_handle

from .forms import CaseForm


class ColleagueField(forms.ModelChoiceField):
    """People with the number of open reports that each has; whoever asks stands first as “me”."""

    def __init__(self, *args, **kwargs):
        self.me = None
        super().__init__(*args, **kwargs)

    def offer(self, users, *, me) -> None:
        """Let the form choose among these people."""
        self.me = me
        self.queryset = by_workload(users, first=me)

    def label_from_instance(self, obj):
        number = getattr(obj, "open_count", None) or 0
        words = ngettext(
            "%(name)s, %(count)s open report", "%(name)s, %(count)s open reports", number
        )
        name = get_user_display_name(obj)
        if obj == self.me:
            name = _("me (%(name)s)") % {"name": name}
        return words % {"name": name, "count": number}


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
