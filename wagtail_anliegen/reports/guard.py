"""Keeps a report on the way: whoever saves it, its status follows ``states.PROCESS`` only."""

from django.db import models

from .states import Need, Status, check_needs, check_transition


class Guarded(models.Model):
    """For the model that has a ``status`` and the fields that ``Need`` names."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises ``IllegalTransition`` and ``Missing`` when the status may not become this one."""
        self._check_status()
        super().save(*args, **kwargs)
        self._remember_status()

    @classmethod
    def from_db(cls, db, field_names, values, **options):
        # Django 6.1 names how further rows are fetched.
        report = super().from_db(db, field_names, values, **options)
        report._remember_status()
        return report

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._remember_status()

    @property
    def known(self) -> dict[str, object]:
        """What the report knows of all that a state may need."""
        return {
            Need.HANDLER: self.handler_id,
            Need.FORWARDED_TO: self.forwarded_to,
            Need.EXPECTED_ON: self.expected_on,
            Need.LEADING_REPORT: self.leading_report_id,
            Need.REJECTION_REASON: self.rejection_reason,
        }

    def _remember_status(self) -> None:
        self._status_before = self.__dict__.get("status")

    def _check_status(self) -> None:
        before = getattr(self, "_status_before", None)
        if before in (None, self.status):
            return
        check_transition(before, self.status)
        if before != Status.DUPLICATE:  # what was joined becomes again what it was
            check_needs(self.status, {**self.known, Need.TEXT: True})
