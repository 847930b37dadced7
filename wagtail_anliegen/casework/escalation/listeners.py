"""To whom a level of the ladder is told; nobody hears of a report that they may not see."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.notifications.recipients import address_of, members_of
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.absences import Absence, absences_today
from wagtail_anliegen.routing.models import Department

from .models import EscalationLevel


Audience = EscalationLevel.Audience


@dataclass(frozen=True)
class Listeners:
    """``name`` is what the history says; each of the addresses gets a mail."""

    name: str
    addresses: tuple[str, ...]


class Directory:
    """Answers for one batch of reports at a time: whether somebody sees them is one query."""

    def __init__(self):
        self._members: dict[int, list] = {}
        self._central: dict[int, Department | None] = {}
        self._keys: list[int] = []
        self._seen: dict[int, set[int]] = {}

    def open(self, reports: list[Report]) -> None:
        """Begin with the next batch."""
        self._keys, self._seen = [report.pk for report in reports], {}

    def listeners(self, level: EscalationLevel, report: Report) -> Listeners | None:
        """Who hears of this report; None when there is nobody who may."""
        found = self._of_audience(level, report)
        return found if found and found.addresses else None

    def _of_audience(self, level, report) -> Listeners | None:
        if level.audience == Audience.ADDRESS:
            return Listeners(level.address, (level.address,))
        if level.audience == Audience.PERSON:
            return self._person(level.person, report) if level.person else None
        if level.audience == Audience.ABOVE:
            return self._department(self._above(report), report)
        if level.audience == Audience.HANDLER and report.handler:
            return self._handler(report) or self._department(report.department, report)
        return self._department(report.department, report)

    def _above(self, report) -> Department | None:
        if report.department.parent:
            return report.department.parent
        if report.site_id not in self._central:
            central = Department.objects.filter(site=report.site_id, is_central=True).first()
            self._central[report.site_id] = central
        return self._central[report.site_id]

    def _person(self, user, report) -> Listeners | None:
        address = address_of(user)
        if not address or not self._may_see(user, report):
            return None
        return Listeners(get_user_display_name(user), (address,))

    @cached_property
    def _away(self) -> dict[int, Absence]:
        return absences_today()

    def _handler(self, report) -> Listeners | None:
        """Who handles the report, and who stands in while that person is away."""
        people = [report.handler]
        if absence := self._away.get(report.handler_id):
            people.append(absence.substitute)
        found = [who for user in people if (who := self._person(user, report))]
        if not found:
            return None
        addresses = tuple(dict.fromkeys(address for who in found for address in who.addresses))
        return Listeners(", ".join(who.name for who in found), addresses)

    def _department(self, department, report) -> Listeners | None:
        if department is None:
            return None
        if department.email:
            return Listeners(department.name, (department.email,))
        members = [user for user in self._people(department) if self._may_see(user, report)]
        return Listeners(department.name, tuple(filter(None, map(address_of, members))))

    def _people(self, department) -> list:
        if department.group_id not in self._members:
            self._members[department.group_id] = list(members_of(department))
        return self._members[department.group_id]

    def _may_see(self, user, report) -> bool:
        if user.pk not in self._seen:
            visible = Report.objects.visible_to(user).filter(pk__in=self._keys)
            self._seen[user.pk] = set(visible.values_list("pk", flat=True))
        return report.pk in self._seen[user.pk]
