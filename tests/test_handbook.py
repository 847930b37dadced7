"""The menu “Help” leads from each page to the chapter about it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from tests.authorisation.addresses import walk
from tests.factories import UserFactory, central_inbox, make_report, member_of
from wagtail_anliegen.handbook import CHAPTERS, chapter_about


GUIDE = Path(__file__).parent.parent / "docs/editor-guide"


def test_every_chapter_is_written_and_every_chapter_is_reached():
    written = {path.stem for path in GUIDE.glob("*.md")} - {"index"}
    # What these are about happens in the case, which has a chapter of its own.
    assert set(CHAPTERS) == written - {"externe", "rueckfragen", "zusammenfuehren"}


def test_every_page_of_ours_in_the_admin_has_a_chapter():
    names = {name for name, _arguments in walk()}
    ours = {name for name in names if name.startswith(("wagtail_anliegen_", "anliegen_mails"))}
    assert {name for name in ours if chapter_about(name) == "index"} == set()
    assert chapter_about("wagtailadmin_home") == "index"


@pytest.mark.django_db
def test_the_help_of_a_page_is_the_chapter_about_it(client, settings):
    settings.ANLIEGEN_HANDBOOK_URL = "https://intranet.example.org/handbuch"
    call_command("setup_anliegen", verbosity=0)
    client.force_login(member_of(central_inbox()))
    case = reverse("wagtail_anliegen_reports:edit", args=[make_report().pk])
    inbox = reverse("wagtail_anliegen_reports:list")
    for path, chapter in ((case, "bearbeiten"), (inbox, "eingang"), ("/admin/", "index")):
        assert f"https://intranet.example.org/handbuch/{chapter}.html" in page(client, path)


@pytest.mark.django_db
def test_without_an_address_there_is_no_entry(client, settings):
    settings.ANLIEGEN_HANDBOOK_URL = ""
    call_command("setup_anliegen", verbosity=0)
    client.force_login(member_of(central_inbox()))
    assert "anliegen-handbook" not in page(client, "/admin/")


@pytest.mark.django_db
def test_who_has_nothing_to_do_with_reports_sees_no_handbook(client):
    somebody = UserFactory()
    somebody.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(somebody)
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "anliegen-handbook" not in response.content.decode()


def page(client, path: str) -> str:
    return client.get(path).content.decode()
