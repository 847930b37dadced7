"""What became of the wording of internal notes."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.conf import conf

from .models import Note


class NoteVersion(models.Model):
    """An earlier wording of a note; written once, never changed."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    text = models.TextField(_("earlier wording"))
    replaced_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"#{self.note_id}"


def may_reword(note: Note, user, now: datetime | None = None) -> bool:
    """Whoever wrote a note may correct it for some minutes; then it is a record."""
    until = note.created_at + timedelta(minutes=conf.NOTE_MINUTES)
    return user.pk is not None and note.author_id == user.pk and (now or timezone.now()) < until
