"""Sends the mails that are due: once for cron, or again and again as a worker."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from wagtail_anliegen.notifications.delivery import deliver_due


logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends the mails that are due. Any number of these may run at the same time."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until it is stopped")
        parser.add_argument("--seconds", type=float, default=15, help="pause between two turns")

    def handle(self, *args, **options):
        if not options["loop"]:
            self.stdout.write(f"{deliver_due()} sent")
            return
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            # A worker that is told to stop finishes the mail that it has begun.
            signal.signal(signal.SIGTERM, lambda *_signal: stop.set())
        while not stop.is_set():
            self._turn()
            stop.wait(options["seconds"])

    def _turn(self) -> None:
        close_old_connections()
        try:
            deliver_due()
        except Exception:
            # The database may be away for a while; a worker waits for it.
            logger.exception("Delivering mail failed; the next turn tries again")
