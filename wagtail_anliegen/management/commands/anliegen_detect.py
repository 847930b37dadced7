"""Looks for faces and number plates in new photos: once for cron, or again and again."""

from wagtail_anliegen.management.turns import TurnsCommand
from wagtail_anliegen.photos.detection import detect_due


class Command(TurnsCommand):
    help = "Covers faces and number plates in photos that are due. Any number may run at a time."
    said = "%s photos checked"

    def turn(self) -> int:
        return detect_due(stop=self.stop.is_set)
