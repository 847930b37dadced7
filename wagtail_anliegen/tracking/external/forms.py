"""What somebody outside says about the report they were asked about."""

from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.tracking.forms import ReplyForm


Kind = ExternalMessage.Kind


class ExternalForm(ReplyForm):
    kind_type = Kind


class AcceptForm(ExternalForm):
    kinds = (Kind.ACCEPTED,)

    def set_up(self):
        del self.fields["text"]


class DeclineForm(ExternalForm):
    kinds = (Kind.DECLINED,)
    label = _("Why not?")
    help_text = _("It helps to know who could do it instead.")


class MessageForm(ExternalForm):
    kinds = (Kind.MESSAGE,)
    label = _("Your message")
    help_text = _("Only the people in the city who work on this read it.")


class DoneForm(ExternalForm):
    kinds = (Kind.DONE,)
    label = _("What have you done?")


FORMS: dict[str, type[ExternalForm]] = {
    "accept": AcceptForm,
    "decline": DeclineForm,
    "done": DoneForm,
    "message": MessageForm,
}
#: What may be said after which decision; what comes first is asked for, the rest is offered.
AFTER = {
    "": ("accept", "decline", "done", "message"),
    Kind.ACCEPTED: ("done", "message", "decline"),
    Kind.DECLINED: ("message", "accept"),
    Kind.DONE: ("message",),
}


def areas_of(link: ExternalLink) -> tuple[str, ...]:
    """The forms of the page as things stand."""
    return AFTER[link.decision]
