"""The editors' own words for the states: what citizens read instead of the usual ones."""

import time
from dataclasses import replace

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .states import LOOKS, Look, Status


#: Seconds after which another process reads what an editor changed.
KNOWN_FOR = 10


class StatusWording(models.Model):
    """How one site calls one state in one language; empty words mean the usual ones."""

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("site"), related_name="+")
    status = models.CharField(_("status"), max_length=24, choices=Status.choices)
    language = models.CharField(_("language"), max_length=12)
    words = models.CharField(
        _("what citizens read"),
        max_length=40,
        blank=True,
        help_text=_("One or two words, for example “In progress”. Empty: the usual words."),
    )
    explanation = models.CharField(
        _("what it means for them"),
        max_length=300,
        blank=True,
        help_text=_("Stands on the status page instead of the usual sentence."),
    )

    class Meta:
        verbose_name = _("words for a status")
        verbose_name_plural = _("words for the states")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "status", "language"], name="anliegen_status_wording"
            )
        ]

    def __str__(self):
        return f"{self.get_status_display()} ({self.language})"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(forget)

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(forget)
        return deleted


_known: dict[int, tuple[float, dict]] = {}


def forget() -> None:
    """Let this process read the words anew."""
    _known.clear()


def _wordings(site_id: int) -> dict[tuple[str, str], tuple[str, str]]:
    """(status, language) → (words, explanation); one query, then from memory for a moment."""
    read_at, rows = _known.get(site_id, (0.0, {}))
    if not read_at or time.monotonic() - read_at > KNOWN_FOR:
        found = StatusWording.objects.filter(site=site_id)
        rows = {
            (status, language): (words, explanation)
            for status, language, words, explanation in found.values_list(
                "status", "language", "words", "explanation"
            )
        }
        _known[site_id] = (time.monotonic(), rows)
    return rows


def _wording(status: str, site_id: int) -> tuple[str, str]:
    language = get_language() or settings.LANGUAGE_CODE
    rows, nothing = _wordings(site_id), ("", "")
    exact = rows.get((status, language), nothing)
    base = rows.get((status, language.split("-")[0]), nothing)
    return exact[0] or base[0], exact[1] or base[1]


def look_of(status: str, site_id: int) -> Look:
    """Words, shape and colour of a state on one site, in the active language."""
    words, _explanation = _wording(status, site_id)
    return replace(LOOKS[status], words=words) if words else LOOKS[status]


def explanation_of(status: str, site_id: int) -> str:
    """What the editors say of a state, or nothing."""
    return _wording(status, site_id)[1]
