"""When the database or the disk cannot take anything at the moment, and later may."""

import errno

from django.db import DatabaseError, InterfaceError


RETRY_AFTER = 30
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
TROUBLE = (DatabaseError, InterfaceError, OSError)


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
