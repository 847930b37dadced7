"""Sends the mails that are due: once for cron, or again and again as a worker."""

from wagtail_anliegen.management.turns import TurnsCommand
from wagtail_anliegen.notifications.delivery import deliver_due


class Command(TurnsCommand):
    help = "Sends the mails that are due. Any number of these may run at the same time."
    said = "%s sent"

    def turn(self) -> int:
        return deliver_due()
