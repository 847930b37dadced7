"""How urgent a report is to the city; nobody outside is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    """The larger, the more urgent, so that a database can sort by it."""

    LOW = 1, _("low")
    NORMAL = 2, _("normal")
    HIGH = 3, _("high")
    URGENT = 4, _("urgent")

    @property
    def shape(self) -> str:
        """Seen besides the word: colour alone says nothing to many."""
        return {self.LOW: "↓", self.HIGH: "!", self.URGENT: "!!"}.get(self, "")
