"""Has a task done soon, without making the person wait whose request asks for it."""

import logging
import threading

from django.db import connections

from .conf import conf


logger = logging.getLogger(__name__)


class Background:
    """Runs ``task`` in the city's queue or, without one, in a thread of this process.

    The thread is called ``name``, and of each task there is one at a time.
    """

    def __init__(self, task, *, name: str):
        self.task, self.name = task, name
        self._running, self._wanted = threading.Lock(), threading.Event()

    def nudge(self, *, here: bool = True) -> None:
        """Have it run soon, if the settings say so.

        What is too much for a process that serves pages is not run ``here``: without a queue it
        is left to its command.
        """
        if not conf.NUDGE:
            return
        if self._runs_in_the_caller():
            if not here:
                return
            self._wanted.set()
            threading.Thread(target=self._run, name=self.name, daemon=True).start()
        else:
            self.task.enqueue()

    def _runs_in_the_caller(self) -> bool:
        """Whether there is no queue: django-tasks and Django itself each have such a backend."""
        line = type(self.task.get_backend()).__mro__
        return "ImmediateBackend" in {cls.__name__ for cls in line}

    def _run(self) -> None:
        # Whoever finds the lock taken leaves the wish behind, and the holder looks once more.
        while self._wanted.is_set() and self._running.acquire(blocking=False):
            self._wanted.clear()
            try:
                self.task.call()
            except Exception:
                logger.exception("%s failed; the next run tries again", self.name)
            finally:
                connections.close_all()
                self._running.release()
