"""What an editor may change on Tuesday: the words and limits of one site."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from .working_days import Land, WorkCalendar, validate_free_days


PLAIN_TEXT = ["bold", "italic", "link", "ul"]


class ReopenTo(models.TextChoices):
    HANDLER = "handler", _("whoever handled it")
    DEPARTMENT = "department", _("the department, to be taken anew")
    CENTRAL = "central", _("the central inbox")


@register_setting(icon="form")
class AnliegenSettings(BaseSiteSetting):
    city_name = models.CharField(
        _("name of the city"),
        max_length=120,
        blank=True,
        help_text=_("As it stands under your letters, for example “City of Musterstadt”."),
    )
    help_phone = models.CharField(
        _("telephone for help"),
        max_length=60,
        blank=True,
        help_text=_("Shown in the same place on every step of the form."),
    )
    help_email = models.EmailField(_("e-mail address for help"), blank=True)
    help_hours = models.CharField(_("when somebody answers"), max_length=120, blank=True)
    emergency_notice = models.TextField(
        _("emergency notice"),
        blank=True,
        help_text=_("Shown before the form. Empty: the usual words with 110 and 112."),
    )
    privacy_notice = RichTextField(
        _("privacy notice"),
        blank=True,
        features=PLAIN_TEXT,
        help_text=_("What happens with the data; shown where contact data is asked for."),
    )
    outside_text = models.TextField(
        _("answer for places outside the city"),
        blank=True,
        help_text=_("A kind sentence that says who is responsible instead."),
    )
    max_photos = models.PositiveSmallIntegerField(_("photos per report, at most"), default=5)
    draft_hours = models.PositiveSmallIntegerField(
        _("hours for an unfinished report"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Then what somebody has begun and not sent is erased."),
    )
    mail_from = models.EmailField(
        _("sender of mails"),
        blank=True,
        help_text=_("Empty: the address that the website uses everywhere."),
    )
    mail_signature = models.TextField(_("signature under mails"), blank=True)
    response_days = models.PositiveSmallIntegerField(
        _("working days until the first answer"),
        default=3,
        help_text=_("Promised to citizens unless a deadline or the category says otherwise."),
    )
    land = models.CharField(
        _("Land"),
        max_length=2,
        choices=Land.choices,
        blank=True,
        help_text=_(
            "Its public holidays are no working days. "
            "Empty: only those that are free in all of Germany."
        ),
    )
    free_days = models.TextField(
        _("further free days"),
        blank=True,
        validators=[validate_free_days],
        help_text=_(
            "One a line: 24.12. for every year or 15.05.2026 for once; words may follow. "
            "Holidays of single places belong here too, such as 15.08. in parts of Bavaria."
        ),
    )

    message_days = models.PositiveSmallIntegerField(
        _("days for messages after closing"),
        default=90,
        help_text=_("How long the reporting person may still write to you on the status page."),
    )
    ask_satisfaction = models.BooleanField(
        _("ask whether people are satisfied"),
        default=False,
        help_text=_("On the status page once a report is done, with a link in the mail."),
    )
    reopen_days = models.PositiveSmallIntegerField(
        _("days for reopening"),
        default=14,
        help_text=_(
            "How long after closing somebody who is not satisfied may open the report again. "
            "0: never."
        ),
    )
    reopen_limit = models.PositiveSmallIntegerField(
        _("reopened at most"),
        default=1,
        help_text=_("How often one report may be opened again by the reporting person."),
    )
    reopen_to = models.CharField(
        _("a reopened report goes to"),
        max_length=10,
        choices=ReopenTo.choices,
        default=ReopenTo.HANDLER,
    )
    # Not among the panels: the page “Test mode” switches them, with all that belongs to it.
    test_mode = models.BooleanField(_("test mode"), default=False, editable=False)
    test_address = models.EmailField(_("mails go to"), blank=True, editable=False)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("city_name"),
                FieldPanel("help_phone"),
                FieldPanel("help_email"),
                FieldPanel("help_hours"),
            ],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("emergency_notice"),
                FieldPanel("privacy_notice"),
                FieldPanel("outside_text"),
                FieldPanel("max_photos"),
                FieldPanel("draft_hours"),
            ],
            heading=_("The form"),
        ),
        MultiFieldPanel(
            [FieldPanel("response_days"), FieldPanel("land"), FieldPanel("free_days")],
            heading=_("Deadlines and working days"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("message_days"),
                FieldPanel("ask_satisfaction"),
                FieldPanel("reopen_days"),
                FieldPanel("reopen_limit"),
                FieldPanel("reopen_to"),
            ],
            heading=_("Replies of the reporting person"),
        ),
        MultiFieldPanel(
            [FieldPanel("mail_from"), FieldPanel("mail_signature")], heading=_("Mails")
        ),
    ]

    class Meta:
        verbose_name = _("settings for citizen reports")
        permissions = [
            ("use_test_mode", _("Can switch the test mode and remove test reports")),
        ]

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the city."""
        return WorkCalendar.of(self.land, self.free_days)
