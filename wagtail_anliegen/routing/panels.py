"""How the forms of departments and rules are laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from .forms import DepartmentForm, RoutingRuleForm


department_handler = ObjectList(
    [
        FieldPanel("site"),
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldPanel(
            "group",
            help_text=_(
                "Who is in this group works on the reports of the department. "
                "What they may do there, their role says, for example “Reports: work on them”."
            ),
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "email",
                    help_text=_("Without one, each member of the group gets a mail of their own."),
                ),
                FieldPanel("phone"),
            ]
        ),
        FieldPanel("mail_frequency"),
        FieldPanel("is_central"),
    ],
    base_form_class=DepartmentForm,
)

rule_handler = ObjectList(
    [
        FieldPanel("site"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("district"),
                FieldRowPanel([FieldPanel("question_code"), FieldPanel("answer")]),
            ],
            heading=_("When"),
            help_text=_("Everything that is filled in must fit; what is left empty always fits."),
        ),
        FieldPanel("department", heading=_("Then it goes to")),
        FieldPanel("is_active"),
    ],
    base_form_class=RoutingRuleForm,
)
