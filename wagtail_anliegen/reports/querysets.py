"""Selects reports; every view of a report starts with one of these."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import models

from .sight import Sight, open_at, sight_of
from .states import CLOSED, OPEN, Status


AT_ONCE = 500
_SHOWN_PLACE = (
    "public_place",
    "public_address",
    "public_latitude",
    "public_longitude",
    "public_cell",
)
_PLACE = ("site", "status", "latitude", "longitude", "cell", "address", *_SHOWN_PLACE)
UNTOUCHED = (Status.RECEIVED, Status.IN_REVIEW)


def _slices(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


class ReportQuerySet(models.QuerySet):
    def public(self, site=None):
        """What everybody may see: released by a person, of a category that is public.

        Why a report was rejected is between the city and the person who sent it.
        """
        released = self.filter(live=True, publishable=True, confidential=False)
        released = released.exclude(status=Status.REJECTED)
        return released if site is None else released.filter(site=site)

    def visible_to(self, user):
        """What this member of staff may see.

        Superusers see all; members of a department see its reports and those of the departments
        below it, and what these are asked about; members of the central inbox see the whole site.
        Confidential reports need a permission of their own. Without the permission to view
        reports nothing is visible.
        """
        return self._for(user, with_asked=True)

    def workable_by(self, user):
        """What this member of staff may work on: ``visible_to`` without what other departments
        only ask about."""
        return self._for(user, with_asked=False)

    def _for(self, user, *, with_asked: bool):
        return self.within(sight_of(user, with_asked=with_asked))

    def within(self, sight: Sight):
        """What somebody sees who sees so far."""
        if sight.everything:
            return self.all()
        if not sight.sites and not sight.departments:
            return self.none()
        seen = self._of_departments(sight)
        return seen if sight.confidential else seen.filter(confidential=False)

    def _of_departments(self, sight: Sight):
        sites, below = sight.sites, sight.departments
        # One plain condition where one is enough: an index serves that better than an OR.
        if sight.asked:
            own = models.Q(site__in=sight.sites_of_departments, department__in=below)
            theirs = models.Q(pk__in=open_at(below).order_by().values("report"))
            return self.filter(own | theirs | models.Q(site__in=sites))
        if not sites:
            # The site follows from the department; naming it lets an index begin with it.
            return self.filter(site__in=sight.sites_of_departments, department__in=below)
        if not below:
            return self.filter(site=min(sites)) if len(sites) == 1 else self.filter(site__in=sites)
        return self.filter(models.Q(department__in=below) | models.Q(site__in=sites))

    def blur(self, public_place) -> None:
        """Show everybody no more than this of where these reports are, from now on."""
        keys = list(self.order_by().values_list("pk", flat=True))
        rows = self.model.objects.select_related("site").only(*_PLACE)
        alike = defaultdict(list)
        for some in _slices(keys):
            for report in rows.filter(pk__in=some):
                report.public_place = public_place
                report.settle_place()
                alike[tuple(getattr(report, name) for name in _SHOWN_PLACE)].append(report.pk)
        # Many reports share a street or a square, so few questions change them all.
        for place, pks in alike.items():
            for some in _slices(pks):
                self.model.objects.filter(pk__in=some).update(
                    **dict(zip(_SHOWN_PLACE, place, strict=True))
                )

    def real(self):
        """What counts: without the reports of a test mode."""
        return self.filter(is_test=False)

    def hidden(self):
        """What not everybody may see; the opposite of ``public``."""
        return self.filter(
            models.Q(live=False)
            | models.Q(publishable=False)
            | models.Q(confidential=True)
            | models.Q(status=Status.REJECTED)
        )

    def open(self):
        """What staff still have to do; ``closed_at`` says the same again, for the index."""
        return self.filter(status__in=OPEN, closed_at__isnull=True)

    def closed(self):
        return self.filter(status__in=CLOSED)

    def waiting_for_review(self):
        """Open reports that nobody has checked yet.

        What can never become public needs no release once somebody works on it.
        """
        unchecked = models.Q(publishable=True) | models.Q(status__in=UNTOUCHED)
        return self.open().filter(unchecked, live=False)

    def overdue(self, today):
        """Open reports whose nearest day (a date) has passed; none that waits for a person."""
        return self.open().filter(next_due_on__lt=today)
