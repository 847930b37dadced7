"""Takes a photo in that a citizen sends along, or says why not."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_anliegen.conf import conf
from wagtail_anliegen.reports.limits import Limited
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage

from .models import Photo
from .store import store_photo


#: For the file chooser; some systems know HEIC and AVIF by the ending only.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,.heic,.heif,.avif"


class PhotoRefused(Exception):
    """The photo is not taken, for a reason that the citizen can do something about."""


class PhotoTrouble(Exception):
    """The photo cannot be stored at the moment; the report can do without it."""


def always() -> None:
    """Staff are not counted."""


def take_in(upload, *, allow: Callable[[], None] = always) -> Photo:
    """Keep an uploaded photo; it belongs to no report yet.

    ``allow`` may raise ``Limited``. Raises ``PhotoRefused`` or ``PhotoTrouble``.
    """
    if upload.size > conf.MAX_PHOTO_BYTES:
        raise PhotoRefused(
            _("The photo is larger than %(limit)s MB.")
            % {"limit": conf.MAX_PHOTO_BYTES // 1024 // 1024}
        )
    try:
        allow()
        return store_photo(upload.read())
    except ValidationError as error:
        raise PhotoRefused(" ".join(error.messages)) from error
    except Limited as error:
        raise PhotoRefused(_wait(error.minutes)) from error
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        raise PhotoTrouble from error


def _wait(minutes: int) -> str:
    return ngettext(
        "Many photos came from your connection. Please try again in %(minutes)s minute, "
        "or go on without this photo.",
        "Many photos came from your connection. Please try again in %(minutes)s minutes, "
        "or go on without this photo.",
        minutes,
    ) % {"minutes": minutes}
