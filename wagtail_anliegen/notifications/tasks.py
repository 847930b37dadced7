"""Nudges the outbox right after a commit; the cron command would find the rows anyway."""

from django_tasks import task

from wagtail_anliegen.background import Background


THREAD_NAME = "anliegen-mail"


@task()
def deliver() -> None:
    """Send what is due."""
    from .delivery import deliver_due

    deliver_due()


_background = Background(deliver, name=THREAD_NAME)


def nudge() -> None:
    """Have due mail sent soon, without making a citizen wait for a mail server."""
    _background.nudge()
