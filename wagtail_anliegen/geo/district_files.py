"""Takes districts over from a file: shows first what would change, then does it whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import District


Feature = tuple[dict[str, Any], dict[str, Any]]
NAME_LENGTH = 120
LIKELY_NAMES = ("name", "bezeichnung", "bezirk", "stadtteil", "stadtbezirk", "ortsteil", "gen")


class Change(models.TextChoices):
    """What taking a file over would do to a district."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


@dataclass(frozen=True)
class PlannedDistrict:
    name: str
    geometry: dict[str, Any]
    change: Change


@dataclass(frozen=True)
class DistrictPlan:
    """What a file would do; ``kept`` are districts of the site that it does not mention."""

    site: Any
    level: int
    districts: list[PlannedDistrict]
    kept: list[str]

    def count(self, change: str) -> int:
        return sum(district.change == change for district in self.districts)

    @property
    def to_save(self) -> int:
        """How many districts are new or changed."""
        return len(self.districts) - self.count(Change.UNCHANGED)


def name_properties(features: Iterable[Feature]) -> list[str]:
    """The properties that can be the name: filled in and different in every feature."""
    features = list(features)
    keys = {key for properties, _geometry in features for key in properties}
    usable = []
    for key in keys:
        values = [properties.get(key) for properties, _geometry in features]
        if all(isinstance(value, str | int) and str(value).strip() for value in values):
            if len({str(value).strip() for value in values}) == len(values):
                usable.append(key)
    return sorted(usable, key=_how_likely)


def _how_likely(key: str) -> tuple:
    low = key.lower()
    place = LIKELY_NAMES.index(low) if low in LIKELY_NAMES else len(LIKELY_NAMES)
    return place, "name" not in low, low


def plan_districts(
    site, features: Iterable[Feature], *, level: int, name_property: str
) -> DistrictPlan:
    """Compare a file with what is there. Raises ``ValidationError`` with a message a problem."""
    known = dict(District.objects.filter(site=site, level=level).values_list("name", "geometry"))
    planned, problems, seen = [], [], {}
    for number, (properties, geometry) in enumerate(features, start=1):
        name = str(properties.get(name_property) or "").strip()
        if not name:
            problems.append(_("Feature %(number)s has no name.") % {"number": number})
        elif len(name) > NAME_LENGTH:
            problems.append(_("Feature %(number)s: the name is too long.") % {"number": number})
        elif name in seen:
            problems.append(
                _("The name “%(name)s” stands in features %(first)s and %(second)s.")
                % {"name": name, "first": seen[name], "second": number}
            )
        seen.setdefault(name, number)
        planned.append(PlannedDistrict(name, geometry, _change(known.get(name), geometry)))
    if problems:
        raise ValidationError(problems)
    return DistrictPlan(site, level, planned, sorted(known.keys() - seen.keys()))


def _change(before: dict | None, after: dict) -> Change:
    if before is None:
        return Change.NEW
    return Change.UNCHANGED if before == after else Change.CHANGED


@transaction.atomic
def save_districts(plan: DistrictPlan) -> None:
    """Do what the plan says; nothing is ever removed."""
    for district in plan.districts:
        if district.change != Change.UNCHANGED:
            District.objects.update_or_create(
                site=plan.site,
                level=plan.level,
                name=district.name,
                defaults={"geometry": district.geometry},
            )
