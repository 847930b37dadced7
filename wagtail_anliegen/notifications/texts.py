"""The editors' own words for the mails that citizens get."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.reports.placeholders import (
    PLACEHOLDERS,
    Placeholder,
    check_placeholders,
    fill,
    tokens_in,
)


class Letter(models.TextChoices):
    """A mail to the reporting person that has a text of its own."""

    RECEIPT = "receipt", _("Receipt")
    STATUS = "status", _("News")
    CLOSED = "closed", _("Final answer")
    QUESTION = "question", _("Asking back")


#: When each of them goes out.
OCCASIONS = {
    Letter.RECEIPT: _("right after a report has come in"),
    Letter.STATUS: _("when the status changes or somebody answers"),
    Letter.CLOSED: _("when the report is done, or it turns out that it cannot be done"),
    Letter.QUESTION: _("when somebody asks the reporting person"),
}

_EXAMPLE_LINK = "https://…/status/…"
#: What only mails can name; the link stays with the reporting person.
OF_MAILS = {
    "status_link": Placeholder(_("personal status page"), _EXAMPLE_LINK, lambda r: ""),
    "text": Placeholder(
        _("what was written to the person"), _("The lamp has a new bulb."), lambda r: ""
    ),
    "status": Placeholder(_("status"), _("done"), lambda r: ""),
    "leading": Placeholder(_("number it was merged with"), "2026-000120", lambda r: ""),
    "expectation": Placeholder(
        _("how long it usually takes"),
        _("Similar reports took 5 working days."),
        lambda r: "",
    ),
}
#: Letter → what of it no text may lose.
NEEDED = {
    Letter.RECEIPT: ("status_link",),
    Letter.STATUS: ("status_link", "text"),
    Letter.CLOSED: ("status_link", "text"),
    Letter.QUESTION: ("status_link", "text"),
}
_NOT_IN = {
    Letter.RECEIPT: {"text", "leading"},
    Letter.STATUS: {"expectation"},
    Letter.CLOSED: {"expectation", "leading"},
    Letter.QUESTION: {"expectation", "leading"},
}
#: Stands for a day while the usual text is turned into one with placeholders.
_SOME_DAY = date(2199, 12, 24)


def known(letter: str) -> dict[str, Placeholder]:
    """What a text of this letter may name."""
    of_mails = {name: each for name, each in OF_MAILS.items() if name not in _NOT_IN[letter]}
    return {**of_mails, **PLACEHOLDERS}


class MailText(models.Model):
    """How one site words one letter in one language; without a row the usual text goes out."""

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    letter = models.CharField(_("mail"), max_length=10, choices=Letter.choices)
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(
        _("text"),
        help_text=_("A line with a placeholder that has nothing to say is left out."),
    )

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "letter", "language"], name="anliegen_mail_text"
            )
        ]

    def __str__(self):
        return f"{self.get_letter_display()} ({self.language})"

    def clean(self):
        super().clean()
        names = known(self.letter)
        errors = {}
        for field in ("subject", "body"):
            try:
                check_placeholders(getattr(self, field), names)
            except ValidationError as error:
                errors[field] = error
        if "status_link" in tokens_in(self.subject):
            errors["subject"] = ValidationError(
                _("The personal link does not belong into a subject, which others may see.")
            )
        missing = [name for name in NEEDED[self.letter] if name not in tokens_in(self.body)]
        if missing and "body" not in errors:
            errors["body"] = ValidationError(
                _("The text must hold %(names)s: without it the mail is of no use."),
                params={"names": ", ".join(f"{{{name}}}" for name in missing)},
            )
        if errors:
            raise ValidationError(errors)


def own_text(site: Site, letter: str, language: str) -> MailText | None:
    """What the editors wrote, also for a language as a whole (“de” for “de-at”)."""
    texts = MailText.objects.filter(site=site, letter=letter)
    languages = [language, language.split("-")[0]]
    found = {text.language: text for text in texts.filter(language__in=languages)}
    return found.get(languages[0]) or found.get(languages[1])


def usual_text(site: Site, letter: str, language: str) -> MailText:
    """The text of the template, with placeholders where a report speaks; not saved."""
    template = "status" if letter == Letter.CLOSED else letter
    context = {
        "report": _Speaking(),
        "update": {"text": "{text}", "look": {"words": "{status}"}},
        "is_answer": letter == Letter.CLOSED,
        "leading": {"reference": "{leading}"} if letter == Letter.STATUS else None,
        "expectation": "{expectation}",
        "status_link": "{status_link}",
        "site": site,
        "city": AnliegenSettings.for_site(site),
        "is_usual": True,
    }
    with override(language):
        subject = render_to_string(f"wagtail_anliegen/mail/{template}_subject.txt", context)
        body = render_to_string(f"wagtail_anliegen/mail/{template}.txt", context)
        body = body.replace(date_format(_SOME_DAY, "DATE_FORMAT"), "{answer_by}")
    return MailText(
        site=site,
        letter=letter,
        language=language,
        subject=subject.strip(),
        body=re.sub(r"\n{3,}", "\n\n", body).strip(),
    )


class _Speaking:
    """A report whose every fact is its placeholder."""

    reference = "{reference}"
    due_on = _SOME_DAY
    category = {"localized": "{category}"}
    department = {"name": "{department}"}


def own_words(kind: str, context: dict) -> tuple[str, str] | None:
    """Subject and body in the editors' words and the active language, if there are any.

    ``context`` is that of the templates; its ``status_link`` stands where the text wants it.
    """
    if kind not in Letter.values:
        return None
    letter = Letter.CLOSED if context.get("is_answer") else kind
    text = own_text(context["site"], letter, get_language())
    if text is None:
        return None
    values = _values_in(context)
    frame = {**context, "body": _without_what_says_nothing(text.body, values)}
    return fill(text.subject, values), render_to_string("wagtail_anliegen/mail/own.txt", frame)


def _values_in(context: dict) -> dict[str, str]:
    report, update, leading = context["report"], context.get("update"), context.get("leading")
    return {
        **{name: str(each.value(report) or "") for name, each in PLACEHOLDERS.items()},
        "status_link": context["status_link"],
        "text": update.text if update else "",
        "status": str(update.look.words if update else report.look.words),
        "leading": leading.reference if leading else "",
        "expectation": str(context.get("expectation") or ""),
    }


def _without_what_says_nothing(body: str, values: dict[str, str]) -> str:
    """Filled in, without the lines that name what there is nothing to say about."""
    lines = [
        fill(line, values)
        for line in body.splitlines()
        if all(values.get(name, name) for name in tokens_in(line))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
