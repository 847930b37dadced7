"""Where the map page is private, everything that it lists is private too."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.casework.test_inbox import add_photo
from tests.factories import UserFactory, make_public_report
from wagtail_anliegen.photos.store import release_photo

from .test_pages import map_page  # noqa: F401  a fixture


pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(map_page):  # noqa: F811
    """Of the page of a report, of the tile it is on, and of its photo."""
    report = make_public_report(latitude=51.65, longitude=7.85)
    photo = add_photo(report)
    release_photo(photo, user=None)
    return [
        reverse("wagtail_anliegen:report", args=[report.reference]),
        reverse("wagtail_anliegen:tile", args=[0, 0, 0]),
        photo.get_url(),
    ]


def answers(client, addresses) -> list[tuple[int, str]]:
    found = []
    for address in addresses:
        response = client.get(address)
        b"".join(response)  # reading a file to its end closes it
        found.append((response.status_code, response.get("Cache-Control", "").split(",")[0]))
    return found


OPEN = [(200, ""), (200, "public"), (200, "public")]
INSIDE = [(200, ""), (200, "private"), (200, "private")]


def restrict(page, kind, **values):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **values)


def test_an_open_map_page_shows_its_reports_to_everybody(client, addresses):
    assert answers(client, addresses) == OPEN


@pytest.mark.parametrize("above", [False, True], ids=["itself", "the page above it"])
def test_a_map_page_for_users_keeps_its_reports_for_users(client, addresses, map_page, above):  # noqa: F811
    restrict(map_page.get_parent() if above else map_page, "login")
    report, tile, photo = answers(client, addresses)
    assert (report[0], tile[0], photo[0]) == (302, 403, 404)
    assert client.get(addresses[0]).url == map_page.get_url()
    unknown = client.get(reverse("wagtail_anliegen:report", args=["1999-000001"]))
    assert unknown.status_code == 302
    client.force_login(UserFactory())
    assert answers(client, addresses) == INSIDE


def test_a_password_opens_the_map_page_and_its_reports(client, addresses, map_page):  # noqa: F811
    restriction = restrict(map_page, "password", password="sesam")
    assert client.get(addresses[0]).status_code == 302
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, map_page.pk])
    client.post(door, {"password": "sesam", "return_url": "/"})
    assert answers(client, addresses) == INSIDE


def test_another_private_page_closes_nothing(client, addresses, map_page):  # noqa: F811
    other = map_page.copy(update_attrs={"slug": "intern", "title": "Intern", "live": False})
    restrict(other, "login")
    assert answers(client, addresses) == OPEN


def test_one_open_map_page_opens_the_reports(client, addresses, map_page):  # noqa: F811
    other = map_page.copy(update_attrs={"slug": "intern", "title": "Intern"})
    restrict(other, "login")
    assert answers(client, addresses) == OPEN
