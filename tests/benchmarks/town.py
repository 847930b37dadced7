"""An installed city with pages, categories, districts, departments, rules and users."""

import io
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from wagtail.models import Locale, Site

from tests.benchmarks.scale import (
    BRANCHES,
    DEPARTMENTS,
    HEIGHT,
    LEAVES,
    POINTS,
    SOUTH,
    STREETS,
    WEST,
    WIDTH,
)
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.contrib.pages.models import ReportFormPage, ReportMapPage
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.management.commands.setup_anliegen import role_names
from wagtail_anliegen.routing.models import Department, RoutingRule


@dataclass
class Town:
    site: Site
    categories: list[Category]
    districts: list[District]
    departments: list[Department]
    streets: list[tuple[float, float, float, float]]


def found() -> None:
    """Install the city and the people who work for it."""
    call_command("setup_anliegen", stdout=io.StringIO())
    site = Site.objects.get(is_default_site=True)
    site.root_page.add_child(instance=ReportFormPage(title="Melden", slug="melden"))
    site.root_page.add_child(instance=ReportMapPage(title="Karte", slug="karte"))
    departments = _departments(site)
    _categories(site, departments)
    _districts(site)
    _users(departments)


def load() -> Town:
    """The city that ``found`` installed; its streets are the same each time."""
    dice, site = Random(STREETS), Site.objects.get(is_default_site=True)
    return Town(
        site=site,
        categories=list(Category.objects.filter(site=site).exclude(parent=None).order_by("pk")),
        districts=list(District.objects.filter(site=site).order_by("pk")),
        departments=list(Department.objects.filter(site=site).order_by("pk")),
        streets=[_street(dice) for _ in range(STREETS)],
    )


def _departments(site) -> list[Department]:
    central = Department.objects.get(site=site, is_central=True)
    return [central] + [
        Department.objects.create(
            site=site,
            name=f"Amt {number}",
            group=Group.objects.create(name=f"Amt {number}"),
            email=f"amt{number}@example.org",
        )
        for number in range(DEPARTMENTS)
    ]


def _categories(site, departments) -> None:
    locale = Locale.get_default()
    for number in range(BRANCHES):
        values = {"site": site, "locale": locale}
        branch = Category.objects.create(
            **values, name=f"Bereich {number}", code=f"b{number}", sort_order=number
        )
        for leaf in range(LEAVES):
            Category.objects.create(
                **values, parent=branch, name=f"Art {number}.{leaf}", code=f"b{number}-{leaf}"
            )
        RoutingRule.objects.create(
            site=site, category=branch, department=departments[1 + number % DEPARTMENTS]
        )


def _districts(site) -> None:
    side_y, side_x = HEIGHT / 3, WIDTH / 3
    for number in range(9):
        south, west = SOUTH + number // 3 * side_y, WEST + number % 3 * side_x
        north, east = south + side_y, west + side_x
        shape = {"type": "Polygon", "coordinates": [_ring(west, south, east, north)]}
        District.objects.create(site=site, name=f"Bezirk {number}", geometry=shape)


def _ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A rectangle with as many points as the boundary of a real district has."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = []
    for (x, y), (further_x, further_y) in pairwise(corners):
        steps = (step / POINTS for step in range(POINTS))
        ring += [[x + (further_x - x) * at, y + (further_y - y) * at] for at in steps]
    return [*ring, list(corners[-1])]


def _street(dice: Random) -> tuple[float, float, float, float]:
    """Where it begins and how far it reaches; people live in the middle of a town."""
    latitude = SOUTH + HEIGHT * min(max(dice.gauss(0.5, 0.18), 0.02), 0.98)
    longitude = WEST + WIDTH * min(max(dice.gauss(0.5, 0.18), 0.02), 0.98)
    return latitude, longitude, dice.uniform(-0.006, 0.006), dice.uniform(-0.009, 0.009)


def _users(departments) -> None:
    names = role_names()
    for username, department in (("dispatcher", departments[0]), ("clerk", departments[1])):
        user = User.objects.create_user(username, f"{username}@example.org", "secret")
        user.groups.add(department.group, Group.objects.get(name=names["clerk"]))
        user.groups.add(Group.objects.get(name=names["mail"]))
    User.objects.create_superuser("admin", "admin@example.org", "secret")
