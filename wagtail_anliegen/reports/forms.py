"""What an editor types about deadlines."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.routing.forms import CountsForForm


class DeadlineForm(CountsForForm):
    unique_in_site = ("category", "department")

    def clean(self):
        data = super().clean()
        if not (data.get("first_days") or data.get("done_days") or self.errors):
            raise ValidationError(_("Please fill in at least one of the two numbers of days."))
        return data
