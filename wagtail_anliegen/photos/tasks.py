"""Nudges the detectors right after a commit; the cron command would find the rows anyway."""

from django_tasks import task

from wagtail_anliegen.background import Background

from .detectors import get_detectors


THREAD_NAME = "anliegen-photos"


@task()
def detect() -> None:
    """Look at the photos that wait for it."""
    from .detection import detect_due

    detect_due()


_background = Background(detect, name=THREAD_NAME)


def nudge() -> None:
    """Have new photos looked at soon, without making a citizen wait for it.

    A gigabyte in each process that serves pages would be too much: heavy detectors run in the
    city's queue or by their command only.
    """
    _background.nudge(here=not any(detector.heavy for detector in get_detectors()))
