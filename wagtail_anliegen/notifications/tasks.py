"""Nudges the outbox right after a commit; the cron command would find the rows anyway."""

import logging
import threading

from django.db import close_old_connections
from django_tasks import default_task_backend, task
from django_tasks.backends.immediate import ImmediateBackend

from wagtail_anliegen.conf import conf


logger = logging.getLogger(__name__)
_running = threading.Lock()


@task()
def deliver() -> None:
    """Send what is due."""
    from .delivery import deliver_due

    deliver_due()


def nudge() -> None:
    """Have due mail sent soon, without making a citizen wait for a mail server."""
    if not conf.NUDGE:
        return
    if isinstance(default_task_backend, ImmediateBackend):
        threading.Thread(target=_deliver_in_background, daemon=True).start()
    else:
        deliver.enqueue()


def _deliver_in_background() -> None:
    if not _running.acquire(blocking=False):
        return
    try:
        deliver.call()
    except Exception:
        logger.exception("Delivering mail in the background failed; the next run tries again")
    finally:
        _running.release()
        close_old_connections()
