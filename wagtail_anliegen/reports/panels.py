"""How the form of a deadline is laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from .forms import DeadlineForm


deadline_handler = ObjectList(
    [
        FieldPanel("site"),
        MultiFieldPanel(
            [FieldPanel("category"), FieldPanel("department")],
            heading=_("For which reports"),
            help_text=_(
                "A deadline for both comes before one for the department, and that before one "
                "for the category. What is left empty counts for all."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_days"), FieldPanel("done_days")]),
                FieldPanel(
                    "unit",
                    help_text=_(
                        "A deadline in calendar days that ends on a free day ends on the next "
                        "working day."
                    ),
                ),
            ],
            heading=_("How long"),
            help_text=_(
                "Counted from the day after the receipt. The first answer is promised to the "
                "person; until when it is to be done, only your colleagues see. An empty number "
                "is left to the other deadlines."
            ),
        ),
    ],
    base_form_class=DeadlineForm,
)
