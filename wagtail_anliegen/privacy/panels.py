"""How the form of a period is laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from .forms import RetentionRuleForm


retention_handler = ObjectList(
    [
        FieldPanel("site"),
        MultiFieldPanel(
            [
                FieldPanel("what"),
                FieldRowPanel([FieldPanel("category"), FieldPanel("status")]),
            ],
            heading=_("What it is about"),
            classname="anliegen-fields",
            help_text=_(
                "The most specific period counts: one for a category before one for all, and one "
                "for how a report was closed before one for any."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("days"), FieldPanel("is_active")],
            heading=_("How long"),
            classname="anliegen-fields",
            help_text=_(
                "Counted from the day a report was closed; for originals from the release of the "
                "photo, for mails from the day they were written, for looks from the look."
            ),
        ),
    ],
    base_form_class=RetentionRuleForm,
)
