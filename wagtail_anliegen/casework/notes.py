"""Correcting an internal note while it is fresh, and handing out what is attached to it."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.log_actions import log

from wagtail_anliegen.photos.attachments import NoteAttachment
from wagtail_anliegen.reports.models import Note, Report
from wagtail_anliegen.reports.notes import NoteVersion, may_reword

from .locking import on_locked_report_even_merged


class NoteClosed(ValueError):
    """The note is a record by now, or somebody else's."""


@on_locked_report_even_merged
def reword_note(report: Report, *, note: Note, text: str, user) -> Note:
    """Correct one's own note; the earlier wording is kept. Raises ``NoteClosed``."""
    note = report.notes.get(pk=note.pk)
    if not may_reword(note, user):
        raise NoteClosed(note.pk)
    if text.strip() == note.text:
        return note
    NoteVersion.objects.create(note=note, text=note.text, replaced_at=timezone.now())
    note.text = text.strip()
    note.save(update_fields=["text"])
    log(instance=report, action="anliegen.reword_note", user=user)
    return note


class AttachmentView(View):
    """A file of a note, for those who may see the report; always saved, never opened here."""

    def get(self, request, pk, attachment):
        report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
        found = get_object_or_404(NoteAttachment, pk=attachment, note__report=report)
        if not found.is_cleared:
            return self._refuse(found, report)
        try:
            file = found.file.open()
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            file, as_attachment=True, filename=found.name, content_type=found.content_type
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def _refuse(self, found: NoteAttachment, report: Report):
        why = (
            _("“%(name)s” was removed: the virus scanner found %(finding)s in it.")
            if found.is_infected
            else _("“%(name)s” still waits for the virus scanner. Please try again later.")
        )
        messages.warning(self.request, why % {"name": found.name, "finding": found.finding})
        return redirect(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
