"""Nudges the outbox right after a commit; the cron command would find the rows anyway."""

import logging
import threading

from django.db import connections
from django_tasks import task

from wagtail_anliegen.conf import conf


logger = logging.getLogger(__name__)
THREAD_NAME = "anliegen-mail"
_running = threading.Lock()
_wanted = threading.Event()


@task()
def deliver() -> None:
    """Send what is due."""
    from .delivery import deliver_due

    deliver_due()


def nudge() -> None:
    """Have due mail sent soon, without making a citizen wait for a mail server."""
    if not conf.NUDGE:
        return
    if _runs_in_the_caller():
        _wanted.set()
        thread = threading.Thread(target=_deliver_in_background, name=THREAD_NAME, daemon=True)
        thread.start()
    else:
        deliver.enqueue()


def _runs_in_the_caller() -> bool:
    """Whether there is no queue: django-tasks and Django itself each have such a backend."""
    return "ImmediateBackend" in {cls.__name__ for cls in type(deliver.get_backend()).__mro__}


def _deliver_in_background() -> None:
    # Whoever finds the lock taken leaves the wish behind, and the holder looks once more.
    while _wanted.is_set() and _running.acquire(blocking=False):
        _wanted.clear()
        try:
            deliver.call()
        except Exception:
            logger.exception("Delivering mail in the background failed; the next run tries again")
        finally:
            connections.close_all()
            _running.release()
