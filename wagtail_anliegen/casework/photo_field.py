"""Takes a photo in a form of the case view, with the limits that citizens have."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.decoding import decode
from wagtail_anliegen.photos.quotas import room_in
from wagtail_anliegen.photos.scanning import Arrived, arrive
from wagtail_anliegen.photos.uploads import too_much
from wagtail_anliegen.reports.models import Report


class PhotoField(forms.FileField):
    """Cleans to an acceptable photo that was scanned; a telephone opens its camera for it.

    Scanned here, because later the report is locked, and nobody shall wait for a scanner then.
    """

    def __init__(self, **kwargs):
        attrs = {"accept": "image/*", "capture": "environment"}
        super().__init__(widget=forms.FileInput(attrs=attrs), **kwargs)

    def clean(self, data, initial=None) -> Arrived | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > conf.MAX_PHOTO_BYTES:
            limit = conf.MAX_PHOTO_BYTES // 1024 // 1024
            raise ValidationError(_("The photo is larger than %(limit)s MB.") % {"limit": limit})
        photo = arrive(upload.read())
        decode(photo.content)
        return photo


def fitting_photo(report: Report, photo: Arrived | None) -> Arrived | None:
    """The photo, if the report has room for it. Raises ``ValidationError``."""
    if photo and len(photo.content) > room_in(report):
        raise ValidationError(too_much(), code="too_much")
    return photo
