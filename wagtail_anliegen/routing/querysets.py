"""Selects departments."""

from dataclasses import dataclass

from django.db import models

from wagtail_anliegen.trees import keys_above, keys_below


@dataclass(frozen=True)
class Responsibility:
    """Whose reports somebody is there for, as primary keys."""

    #: The departments whose group the person is in, and those below them.
    teams: frozenset[int]
    #: Sites of which it is all, for members of their central inboxes.
    sites: frozenset[int]
    #: On the other sites: the own departments and those below them, and where they are.
    departments: frozenset[int]
    sites_of_departments: frozenset[int]


class DepartmentQuerySet(models.QuerySet):
    def of_user(self, user):
        """The departments whose group the user is in, without those below them."""
        return self.filter(group__in=user.groups.all())

    def watched_by(self, user):
        """The departments whose reports the user is there for: the own ones, those below them,
        and all of a site for members of its central inbox and for superusers."""
        if user.is_superuser:
            return self.all()
        scope = self.responsibility_of(user)
        return self.filter(models.Q(pk__in=scope.departments) | models.Q(site__in=scope.sites))

    def watching(self, department):
        """The departments whose members see the reports of this one: itself, those above it, and
        the central inbox of the site. The opposite of ``watched_by``."""
        keys = keys_above(self.model, department.pk)
        return self.filter(
            models.Q(pk__in=keys) | models.Q(site=department.site_id, is_central=True)
        )

    def responsibility_of(self, user) -> Responsibility:
        """What follows from the groups of this person, whatever this queryset holds.

        Kept on the instance of the user, as Django keeps permissions: what changes later in groups
        or departments counts from the next request on.
        """
        if not hasattr(user, "_anliegen_responsibility"):
            departments = self.model._default_manager.all()
            user._anliegen_responsibility = departments._responsibility_of(user)
        return user._anliegen_responsibility

    def _responsibility_of(self, user) -> Responsibility:
        own = list(self.of_user(user).values_list("pk", "site_id", "is_central"))
        teams = self.below({pk for pk, _site, _central in own}) if own else set()
        sites = {site for _pk, site, central in own if central}
        others = {pk: site for pk, site, _central in own if site not in sites}
        below = teams if len(others) == len(own) else self.below(set(others)) if others else set()
        return Responsibility(*map(frozenset, (teams, sites, below, others.values())))

    def below(self, keys: set[int]) -> set[int]:
        """Primary keys of the departments named and of all below them."""
        return keys_below(self.model, *keys)
