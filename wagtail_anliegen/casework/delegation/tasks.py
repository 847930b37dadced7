"""Wakes the rules right after a commit; the cron command would find the rows anyway."""

from django_tasks import task

from wagtail_anliegen.background import Background


THREAD_NAME = "anliegen-rules"


@task()
def delegate() -> None:
    """Let the rules act on what has happened."""
    from .engine import work_off

    work_off()


_background = Background(delegate, name=THREAD_NAME)


def nudge() -> None:
    """Have the rules act soon, without making a citizen wait for them."""
    _background.nudge()
