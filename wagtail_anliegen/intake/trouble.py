"""When the database or the disk cannot take anything at the moment: say so, and lose nothing."""

import errno
import logging

from django.db import DatabaseError, InterfaceError
from django.shortcuts import render


RETRY_AFTER = 30
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
TROUBLE = (DatabaseError, InterfaceError, OSError)

logger = logging.getLogger(__name__)


def is_shortage(error: BaseException) -> bool:
    """Whether trying again later may help: anything else is a bug and shall be seen as one."""
    if isinstance(error, OSError):
        return error.errno in _NO_SPACE
    # PostgreSQL reports a full disk and a stopped server as OperationalError too.
    return type(error).__name__ in {"OperationalError", "InterfaceError"}


def mark(response):
    """Tell programs, too, that this is temporary."""
    response.status_code = 503
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def unavailable(request, error: BaseException):
    """A page that asks the database nothing and carries along what was typed."""
    logger.error("The form cannot store anything at the moment: %s", error)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return mark(render(request, "wagtail_anliegen/intake/unavailable.html", {"typed": typed}))
