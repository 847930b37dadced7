"""What people type on a page behind a secret link; first of all on the status page."""

import hashlib
import secrets
import unicodedata

from django import forms
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.conversation import Reply
from wagtail_anliegen.reports.public_forms import PublicForm


LONGEST_TEXT = 5000
SALT = "wagtail_anliegen.reply"
#: A page that was open for longer has to be sent once more.
KEY_SECONDS = 3 * 24 * 3600


def new_key(about) -> str:
    """Shows that a form comes from the page of this report (or link), without a cookie.

    Django's own protection asks for a cookie and for an origin, which a page that keeps its
    address secret from everybody (``Referrer-Policy: no-referrer``) does not tell.
    """
    return signing.dumps([about.pk, secrets.token_urlsafe(12)], salt=_salt(about))


def _salt(about) -> str:
    """What is signed for a report is worth nothing for a link of the same number."""
    return f"{SALT}.{about._meta.model_name}"


def nonce_of(about, key: str) -> str | None:
    """What makes this form different from others; None for one that is not ours or too old."""
    try:
        pk, nonce = signing.loads(key, salt=_salt(about), max_age=KEY_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return nonce if pk == about.pk else None


def keep_photos(about, photos: list[Photo]) -> str:
    """Photos that wait in the form while something else in it is put right."""
    salt = _salt(about) + ".photos"
    return signing.dumps([about.pk, [photo.pk for photo in photos]], salt=salt)


def kept_photos(about, value: str) -> list[Photo]:
    """What ``keep_photos`` put into the form, as far as it is still there."""
    try:
        pk, keys = signing.loads(value, salt=_salt(about) + ".photos", max_age=KEY_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return list(Photo.objects.filter(pk__in=keys, report=None)) if pk == about.pk else []


class ReplyForm(PublicForm):
    """One of the forms of the page; ``area`` names it and begins its ids."""

    kind_type: type[models.TextChoices] = Reply.Kind
    kinds: tuple[str, ...] = ()
    label = help_text = ""
    needs_text = True

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={
            "max_length": _(
                "Please write at most %(limit_value)d characters; these are %(show_value)d."
            ),
            "null_characters_not_allowed": _(
                "The text holds a character that cannot be kept. Please type that part again."
            ),
        },
    )

    def __init__(self, *args, area: str, **kwargs):
        super().__init__(*args, auto_id=f"id_{area}_%s", **kwargs)
        self.area = area
        self.fields["kind"].choices = [(kind, self.kind_type(kind).label) for kind in self.kinds]
        self.fields["kind"].initial = self.kinds[0]
        text = self.fields["text"]
        text.label, text.help_text, text.required = self.label, self.help_text, self.needs_text
        text.error_messages["required"] = _("Please write something here.")
        self.set_up()

    def set_up(self) -> None:
        """Adapt the fields."""

    def clean(self):
        data = super().clean()
        if self.errors or "text" not in self.fields:
            return data
        if not _says_something(data["text"]):
            data["text"] = ""
            if self.must_say(data["kind"]):
                self.add_error("text", self.fields["text"].error_messages["required"])
        return data

    def must_say(self, kind: str) -> bool:
        return self.needs_text


def _says_something(text: str) -> bool:
    """Blanks, marks of direction and the like are no words."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


class AnswerForm(ReplyForm):
    kinds = (Reply.Kind.ANSWER,)
    label = _("Your answer")


class MessageForm(ReplyForm):
    kinds = (Reply.Kind.MESSAGE,)
    label = _("Your message")
    help_text = _("Only the people who work on your report read it.")


class FixedForm(ReplyForm):
    kinds = (Reply.Kind.FIXED,)

    def set_up(self):
        del self.fields["text"]


class VerdictForm(ReplyForm):
    """Asks whether the person is satisfied; words are needed from those who are not."""

    kinds = (Reply.Kind.SATISFIED, Reply.Kind.UNSATISFIED)
    label = _("What do you want to tell us about it?")
    help_text = _("Needed if you are not satisfied.")
    needs_text = False

    def set_up(self):
        field = self.fields["kind"]
        field.widget, field.initial = forms.RadioSelect(), None
        field.label = _("Are you satisfied?")
        field.choices = [
            (Reply.Kind.SATISFIED, _("Yes, I am satisfied")),
            (Reply.Kind.UNSATISFIED, _("No, something is not right")),
        ]
        field.error_messages["required"] = _("Please choose an answer.")

    def must_say(self, kind):
        return kind == Reply.Kind.UNSATISFIED


class ReopenForm(ReplyForm):
    """Where satisfaction is not asked for, and the report may be opened again."""

    kinds = (Reply.Kind.UNSATISFIED,)
    label = _("What is not right?")


def attempt_key(about, nonce: str, *, kind: str, text: str, files) -> str:
    """The same words and files from the same form are one reply, however often they are sent."""
    sizes = [f"{file.name}:{file.size}" for file in files]
    parts = "\n".join([about._meta.model_name, str(about.pk), nonce, kind, *sizes, text])
    return hashlib.sha256(parts.encode()).hexdigest()
