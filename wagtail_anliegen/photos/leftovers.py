"""What a web worker leaves of an upload when it is killed in the middle of it."""

import re
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wagtail_anliegen.conf import conf


#: Nobody uploads for so many seconds.
OLD = 24 * 3600
#: Django writes large uploads into files of such names, and removes them when it is through.
_UPLOAD = re.compile(r"[\w-]{4,}\.upload(\..{0,40})?")


def upload_folder() -> Path | None:
    """Django's folder for large uploads, if it is a place of ours alone: below PRIVATE_ROOT."""
    if not settings.FILE_UPLOAD_TEMP_DIR:
        return None
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR).resolve()
    try:
        private = conf.PRIVATE_ROOT.resolve()
    except ImproperlyConfigured:  # photos lie in another storage
        return None
    return folder if folder != private and folder.is_relative_to(private) else None


def sweep_uploads() -> int:
    """Remove what was left over more than a day ago; in a folder of others nothing is touched."""
    folder, count = upload_folder(), 0
    if folder is None or not folder.is_dir():
        return 0
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if not _UPLOAD.fullmatch(path.name) or path.is_symlink() or not path.is_file():
                continue
            if time.time() - path.stat().st_mtime > OLD:
                path.unlink()
                count += 1
    return count
