"""Which department gets what: every category in every district, before a report comes in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from shapely.geometry import shape

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.geo.shapes import DistrictIndex

from .models import Department, RoutingRule
from .rules import rank


@dataclass(frozen=True)
class Zone:
    """Districts in which every rule fits alike; ``inside`` are all districts around a place."""

    names: tuple[str, ...]
    inside: tuple[District, ...]
    is_mentioned: bool


@dataclass(frozen=True)
class Cell:
    """A category in a zone: the rules that win without any answer, and whether it can happen.

    There are several only where zones were joined because they send everything to the same.
    """

    rules: tuple[RoutingRule, ...]
    can_happen: bool

    @property
    def department(self) -> Department | None:
        return self.rules[0].department if self.rules else None


@dataclass
class Row:
    """A category, its cells in the order of the zones, and its rules that ask for an answer."""

    category: Category
    by_answer: list[RoutingRule]
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Coverage:
    """What the rules of a site do."""

    zones: list[Zone]
    rows: list[Row]
    rules: list[RoutingRule]
    winners: set[int] = field(default_factory=set)
    beaten_by: dict[int, RoutingRule] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> int:
        """How many cells fall to the central inbox."""
        cells = [cell for row in self.rows for cell in row.cells]
        return sum(cell.can_happen and not cell.rules for cell in cells)

    @cached_property
    def shadowed(self) -> list[tuple[RoutingRule, RoutingRule | None]]:
        """Rules that never win, each with one that beats it; None if nothing ever fits it."""
        never = [rule for rule in self.rules if rule.pk not in self.winners]
        return [(rule, self.beaten_by.get(rule.pk)) for rule in never]

    @cached_property
    def ties(self) -> list[tuple[RoutingRule, RoutingRule]]:
        """Pairs of rules that can fit the same report, so that only their order decides."""
        alike = defaultdict(list)
        for rule in self.rules:
            if rule.question_code:
                alike[rule.category_id, rule.district_id].append(rule)
        return [
            (first, second)
            for rules in alike.values()
            for number, first in enumerate(rules)
            for second in rules[number + 1 :]
            if first.question_code != second.question_code
            and first.department_id != second.department_id
        ]


def coverage(site) -> Coverage:
    """Try every category that takes reports in every zone; three queries, whatever the size."""
    rules = list(
        RoutingRule.objects.filter(site=site, is_active=True).select_related(
            "category", "district", "department"
        )
    )
    zones = zones_of(site, {rule.district_id for rule in rules})
    result = Coverage(zones=zones, rows=[], rules=rules)
    by_category = defaultdict(list)
    for rule in rules:
        by_category[rule.category_id].append(rule)
    for category in reportable(site):
        keys = [above.pk for above in category.lineage]
        fitting = [rule for key in (*keys, None) for rule in by_category[key]]
        result.rows.append(_row(category, fitting, result))
    _join_zones(result)
    return result


def reportable(site) -> list[Category]:
    """The categories that a report can have, with their parents at hand."""
    offered = Category.objects.offered(site)
    parents = {category.parent_id for category in offered}
    leaves = [c for c in offered if c.pk not in parents and not c.external_url]
    places = {category.pk: number for number, category in enumerate(offered)}
    leaves.sort(key=lambda c: [places[above.pk] for above in reversed(c.lineage)])
    return leaves


def _row(category: Category, rules: list[RoutingRule], result: Coverage) -> Row:
    row = Row(category=category, by_answer=[rule for rule in rules if rule.question_code])
    for zone in result.zones:
        can_happen = category.needs_place or not zone.names
        winner = _try(category, zone, rules, row.by_answer, result) if can_happen else None
        row.cells.append(Cell((winner,) if winner else (), can_happen))
    return row


def _try(category, zone, rules, by_answer, result: Coverage) -> RoutingRule | None:
    """Let the rules compete without an answer and once with each answer that a rule knows."""
    without = None
    for code, answer in {("", ""), *((rule.question_code, rule.answer) for rule in by_answer)}:
        given = {code: answer} if code else {}
        ranked = rank(rules, category=category, districts=zone.inside, answers=given)
        if not ranked:
            continue
        if not code:
            without = ranked[0]
        result.winners.add(ranked[0].pk)
        for rule in ranked[1:]:
            result.beaten_by.setdefault(rule.pk, ranked[0])
    return without


def _join_zones(result: Coverage) -> None:
    """One column for zones in which every category goes to the same department."""
    alike = defaultdict(list)
    for number, zone in enumerate(result.zones):
        outcome = tuple(row.cells[number].department for row in result.rows)
        alike[outcome if zone.names else None].append(number)
    columns = list(alike.values())
    for row in result.rows:
        row.cells = [_join([row.cells[number] for number in column]) for column in columns]
    result.zones = [_joined([result.zones[number] for number in column]) for column in columns]


def _join(cells: list[Cell]) -> Cell:
    rules = dict.fromkeys(rule for cell in cells for rule in cell.rules)
    return Cell(tuple(rules), cells[0].can_happen)


def _joined(zones: list[Zone]) -> Zone:
    names = sorted(name for zone in zones for name in zone.names)
    return Zone(tuple(names), zones[0].inside, any(zone.is_mentioned for zone in zones))


def zones_of(site, mentioned: set[int | None]) -> list[Zone]:
    """The smallest districts, those together that no rule tells apart; and no district at all."""
    together: dict[tuple[int, ...], list[tuple[str, tuple[District, ...]]]] = defaultdict(list)
    for inside in _places(list(District.objects.filter(site=site))):
        known = tuple(sorted(district.pk for district in inside if district.pk in mentioned))
        together[known].append((inside[0].name, inside))
    zones = [
        Zone(tuple(name for name, _inside in places), places[0][1], is_mentioned=bool(known))
        for known, places in together.items()
    ]
    zones.sort(key=lambda zone: not zone.is_mentioned)
    return [*zones, Zone(names=(), inside=(), is_mentioned=False)]


def _places(districts: list[District]) -> Iterable[tuple[District, ...]]:
    """For every district without a smaller one in it, all districts around it, smallest first."""
    index = DistrictIndex([(district.pk, district.geometry) for district in districts])
    by_pk = {district.pk: district for district in districts}
    has_smaller, around = set(), []
    for district in districts:
        point = shape(district.geometry).representative_point()
        inside = [by_pk[pk] for pk in index.containing(point.y, point.x)]
        outer = [other for other in inside if other.level < district.level]
        has_smaller |= {other.pk for other in outer}
        around.append((district, *sorted(outer, key=lambda other: -other.level)))
    return [places for places in around if places[0].pk not in has_smaller]
