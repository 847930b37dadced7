"""Selects departments."""

from django.db import models


class DepartmentQuerySet(models.QuerySet):
    def of_user(self, user):
        """The departments whose group the user is in, without those below them."""
        return self.filter(group__in=user.groups.all())

    def watched_by(self, user):
        """The departments whose reports the user is there for: the own ones, those below them,
        and all of a site for members of its central inbox and for superusers."""
        if user.is_superuser:
            return self.all()
        own = list(self.of_user(user).values_list("pk", "site_id", "is_central"))
        sites = {site for _pk, site, central in own if central}
        below = self.below({pk for pk, _site, _central in own})
        return self.filter(models.Q(pk__in=below) | models.Q(site__in=sites))

    def below(self, keys: set[int]) -> set[int]:
        """Primary keys of the departments named and of all below them."""
        parents = dict(self.model._default_manager.values_list("pk", "parent_id"))
        return {pk for pk in parents if _stands_below(pk, parents, keys)}


def _stands_below(pk: int, parents: dict[int, int | None], keys: set[int]) -> bool:
    seen: set[int] = set()
    above: int | None = pk
    while above and above not in seen:
        if above in keys:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
