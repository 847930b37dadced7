"""Takes a photo in that a citizen sends along, or says why not."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.conf import conf
from wagtail_anliegen.reports.limits import Limited
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage

from .models import Photo
from .store import discard_photo, store_photo


#: For the file chooser; some systems know HEIC and AVIF by the ending only.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,.heic,.heif,.avif"


#: Nobody counts in so many minutes.
MOST_MINUTES = 90


class PhotoRefused(Exception):
    """The photo is not taken, for a reason that the citizen can do something about."""


class PhotoTrouble(Exception):
    """The photo cannot be stored at the moment; the report can do without it."""


def always() -> None:
    """Staff are not counted."""


def take_in(upload, *, room: int, allow: Callable[[], None] = always) -> Photo:
    """Keep an uploaded photo; it belongs to no report yet.

    ``room`` is how many bytes its report may still take; ``allow`` may raise ``Limited``. Raises
    ``PhotoRefused`` or ``PhotoTrouble``.
    """
    if upload.size > conf.MAX_PHOTO_BYTES:
        raise PhotoRefused(
            _("The photo is larger than %(limit)s MB.")
            % {"limit": conf.MAX_PHOTO_BYTES // 1024 // 1024}
        )
    try:
        allow()
        return _fit(store_photo(upload.read()), room)
    except ValidationError as error:
        raise PhotoRefused(" ".join(error.messages)) from error
    except Limited as error:
        raise PhotoRefused(_wait(error.minutes)) from error
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        raise PhotoTrouble from error


def _fit(photo: Photo, room: int) -> Photo:
    """How large it becomes is known only once it is written anew."""
    if photo.size > room:
        discard_photo(photo)
        raise PhotoRefused(too_much())
    return photo


def too_much() -> str:
    """For the field where one file too many was chosen."""
    return _("This report already has as many files as fit. Please go on without this one.")


def _wait(minutes: int) -> str:
    if minutes > MOST_MINUTES:
        return _(
            "Many photos came from your connection today. Please try again tomorrow, or go on "
            "without this photo."
        )
    return ngettext(
        "Many photos came from your connection. Please try again in %(minutes)s minute, "
        "or go on without this photo.",
        "Many photos came from your connection. Please try again in %(minutes)s minutes, "
        "or go on without this photo.",
        minutes,
    ) % {"minutes": minutes}
