"""What the reporting person can do on the page “Your data”, and how each is worded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.tracking.forms import ReplyForm

from . import rights


class ErasureForm(ReplyForm):
    kinds = (Reply.Kind.ERASURE,)
    label = _("Do you want to tell us why?")
    help_text = _("You need not.")
    needs_text = False


class CorrectionForm(ReplyForm):
    kinds = (Reply.Kind.CORRECTION,)
    label = _("What is wrong, and what is right?")


class RestrictionForm(ReplyForm):
    kinds = (Reply.Kind.RESTRICTION,)
    label = _("Do you want to tell us why?")
    help_text = _("For example because something in it is wrong, or because you have objected.")
    needs_text = False


@dataclass(frozen=True)
class Deed:
    """With a ``form`` it is a request that staff decide; otherwise ``run`` does it at once.

    ``consequences`` are whole sentences, read before the button is pressed.
    """

    title: str | Promise
    consequences: tuple[str | Promise, ...]
    button: str | Promise
    done: tuple[str | Promise, str | Promise]
    form: type[ReplyForm] | None = None
    run: Callable[[Report], Any] | None = None
    erases: bool = False


DEEDS: dict[str, Deed] = {
    "contact": Deed(
        _("Erase my contact data"),
        (
            _("Your name, e-mail address and telephone number are erased at once."),
            _("Mails that we sent to you are erased too, and you get no more of them."),
            _("We go on working on your report. The answer stands on the page of your link."),
        ),
        _("Erase my contact data now"),
        (
            _("Your contact data is erased"),
            _("You get no more mails. Your link still leads to the answer."),
        ),
        run=rights.erase_contact,
        erases=True,
    ),
    "withdraw": Deed(
        _("Take my report back"),
        (
            _("Everything is erased at once: your text, the place, photos and contact data."),
            _("Nobody works on it then. If the matter has to be seen to, please leave it with us."),
            _("This cannot be undone."),
        ),
        _("Take it back and erase everything"),
        (_("This report was erased"), ""),
        run=rights.withdraw,
        erases=True,
    ),
    "erasure": Deed(
        _("Ask for its erasure"),
        (
            _("A person looks at your report and decides whether all of it can be erased."),
            _("We answer within a month, usually much sooner."),
        ),
        _("Send the request"),
        (_("Your request has arrived"), _("A person reads it and answers you.")),
        form=ErasureForm,
    ),
    "correction": Deed(
        _("Have something put right"),
        (_("Tell us what is wrong in your report or in your contact data."),),
        _("Send the correction"),
        (_("Your correction has arrived"), _("A person reads it and puts it right.")),
        form=CorrectionForm,
    ),
    "restriction": Deed(
        _("Have the use of my data restricted"),
        (
            _("Your report is taken out of public sight at once."),
            _("We keep your data, but do not use it any further until a person has decided."),
        ),
        _("Restrict it now"),
        (
            _("The use of your data is restricted"),
            _("Nobody outside sees your report any more. A person reads your request."),
        ),
        form=RestrictionForm,
    ),
}


def deeds_for(report: Report, *, held: bool) -> dict[str, Deed]:
    """What is offered now; nothing that erases at once while the report is held."""
    offered = dict(DEEDS)
    may_withdraw = rights.may_withdraw(report)
    del offered["erasure" if may_withdraw and not held else "withdraw"]
    if held or not getattr(report, "reporter", None):
        offered.pop("contact")
    if report.restricted_at:
        offered.pop("restriction")
    return offered
