"""Takes files in a form of the case view that staff attach to a note."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail_anliegen.photos.attachments import CheckedFile, look_at
from wagtail_anliegen.photos.quotas import attachments_left, room_in
from wagtail_anliegen.photos.uploads import too_much
from wagtail_anliegen.reports.models import Report


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files, each of an allowed kind and size and scanned for viruses."""

    widget = FilesInput
    AT_MOST = 10

    def clean(self, data, initial=None) -> list[CheckedFile]:
        uploads = [super(FilesField, self).clean(each, initial) for each in data or []]
        if len(uploads) > self.AT_MOST:
            raise ValidationError(
                _("At most %(limit)s files.") % {"limit": self.AT_MOST}, code="too_many"
            )
        return [look_at(upload) for upload in uploads]


def fitting_files(report: Report, files: list[CheckedFile]) -> list[CheckedFile]:
    """The files, if the report has room for them. Raises ``ValidationError``."""
    if not files:
        return files
    left = attachments_left(report)
    if len(files) > left:
        words = ngettext(
            "The notes of this report can take %(count)s more file.",
            "The notes of this report can take %(count)s more files.",
            left,
        )
        raise ValidationError(words % {"count": left}, code="too_many")
    if sum(file.upload.size for file in files) > room_in(report):
        raise ValidationError(too_much(), code="too_much")
    return files
