"""A command that works off what is due: once for cron, or again and again as a worker."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections


logger = logging.getLogger(__name__)


class TurnsCommand(BaseCommand):
    """Subclasses say what one ``turn`` does, and how its number is called in ``said``."""

    said = "%s done"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stop = threading.Event()

    def turn(self) -> int:
        """Work off what is due; returns how much it was."""
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until it is stopped")
        parser.add_argument("--seconds", type=float, default=15, help="pause between two turns")

    def handle(self, *args, **options):
        if not options["loop"]:
            self.stdout.write(self.said % self.turn())
            return
        if threading.current_thread() is threading.main_thread():
            # A worker that is told to stop finishes what it has begun.
            signal.signal(signal.SIGTERM, lambda *_signal: self.stop.set())
        while not self.stop.is_set():
            self._try_turn()
            self.stop.wait(options["seconds"])

    def _try_turn(self) -> None:
        close_old_connections()
        try:
            self.turn()
        except Exception:
            # The database may be away for a while; a worker waits for it.
            logger.exception("A turn of %s failed; the next one tries again", type(self).__module__)
