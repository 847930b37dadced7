"""Which reports somebody may see, in plain values: the same values select the same reports."""

from dataclasses import dataclass

from wagtail_anliegen.routing.models import Department

from .participation import Participation


@dataclass(frozen=True)
class Sight:
    """What the permissions and departments of a person come to; nothing, unless it is given."""

    #: Superusers see all that there is.
    everything: bool = False
    #: As ``routing.querysets.Responsibility`` has it.
    sites: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    sites_of_departments: frozenset[int] = frozenset()
    #: Whether these departments are asked about reports of others, which are then seen too.
    asked: bool = False
    confidential: bool = False


def sight_of(user, *, with_asked: bool) -> Sight:
    """What this member of staff may see now; without ``with_asked`` only what to work on."""
    if not user.is_active:
        return Sight()
    if user.is_superuser:
        return Sight(everything=True)
    if not user.has_perm("wagtail_anliegen.view_report"):
        return Sight()
    scope = Department.objects.all().responsibility_of(user)
    return Sight(
        sites=scope.sites,
        departments=scope.departments,
        sites_of_departments=scope.sites_of_departments,
        asked=with_asked and bool(scope.departments) and open_at(scope.departments).exists(),
        confidential=user.has_perm("wagtail_anliegen.view_confidential_report"),
    )


def open_at(departments: frozenset[int]):
    """The statements for which these departments are asked and that they have not given yet."""
    return Participation.objects.open().filter(department__in=departments)
