"""What an editor types about deadlines."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.routing.forms import CountsForForm


#: What there is one deadline for, as (a category is chosen, a department is chosen) → the field
#: that shows the error, and its words.
TAKEN = {
    (False, False): (None, _("There is a deadline for all reports already.")),
    (True, False): ("category", _("There is a deadline for this category already.")),
    (False, True): ("department", _("There is a deadline for this department already.")),
    (True, True): (None, _("There is a deadline for this category in this department already.")),
}


class DeadlineForm(CountsForForm):
    unique_in_site = ("category", "department")

    def clean(self):
        data = super().clean()
        if not (data.get("first_days") or data.get("done_days") or self.errors):
            raise ValidationError(_("Please fill in at least one of the two numbers of days."))
        return data

    def twin_error(self, data):
        name, message = TAKEN[bool(data["category"]), bool(data["department"])]
        return name, ValidationError(message, code="unique")

    def _get_validation_exclusions(self):
        # The constraints of a site say the same once more, and less clearly.
        return {*super()._get_validation_exclusions(), "site"}
