"""Takes a photo in a form of the case view, with the limits that citizens have."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.decoding import decode


class PhotoField(forms.FileField):
    """Cleans to the bytes of an acceptable photo; a telephone opens its camera for it."""

    def __init__(self, **kwargs):
        attrs = {"accept": "image/*", "capture": "environment"}
        super().__init__(widget=forms.FileInput(attrs=attrs), **kwargs)

    def clean(self, data, initial=None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > conf.MAX_PHOTO_BYTES:
            limit = conf.MAX_PHOTO_BYTES // 1024 // 1024
            raise ValidationError(_("The photo is larger than %(limit)s MB.") % {"limit": limit})
        content = upload.read()
        decode(content)
        return content
