"""Wakes the rules right after a commit; the cron command would find the rows anyway."""

from django_tasks import task

from wagtail_anliegen.conf import conf


@task()
def delegate() -> None:
    """Let the rules act on what has happened."""
    from .engine import work_off

    work_off()


def nudge() -> None:
    """Have the rules act soon."""
    if conf.NUDGE:
        delegate.enqueue()
