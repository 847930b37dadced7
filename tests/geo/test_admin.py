"""Editors maintain districts and streets, mostly by file, and see before what will change."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from tests.factories import (
    DepartmentFactory,
    DistrictFactory,
    StreetFactory,
    UserFactory,
    default_site,
    member_of,
    square,
)
from tests.geo.test_files import BROKEN, collection
from wagtail_anliegen.geo.models import District, DistrictUpload, Street
from wagtail_anliegen.management.commands.setup_anliegen import ROLES


pytestmark = pytest.mark.django_db
DISTRICTS = "wagtail_anliegen_districts"
STREETS = "wagtail_anliegen_streets"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(permissions=["access_admin", *ROLES["editor"]]))
    return client


def upload(client, content: bytes, **values):
    data = {"file": SimpleUploadedFile("bezirke.geojson", content), "level": "1", **values}
    return client.post(reverse(f"{DISTRICTS}:upload"), data)


# --- districts --------------------------------------------------------------


def test_an_upload_changes_nothing_before_it_is_confirmed(editor):
    response = upload(editor, collection(Nord=square(51, 7)))
    preview = editor.get(response.url)
    assert "Nord" in preview.content.decode()
    assert not District.objects.exists()
    editor.post(response.url, {"name_property": "name"})
    assert District.objects.get().name == "Nord"
    assert not DistrictUpload.objects.exists()


def test_the_preview_says_what_happens_to_every_district(editor):
    DistrictFactory(name="Bleibt", geometry=square(50, 7))
    DistrictFactory(name="Anders", geometry=square(50, 8))
    response = upload(editor, collection(Neu=square(51, 7), Anders=square(52, 7)))
    context = editor.get(response.url).context
    assert {d.name: d.change for d in context["plan"].districts} == {
        "Neu": "new",
        "Anders": "changed",
    }
    assert context["plan"].kept == ["Bleibt"]


def test_another_property_can_be_the_name(editor):
    data = json.loads(collection(Nord=square(51, 7)))
    data["features"][0]["properties"]["nr"] = "01"
    response = upload(editor, json.dumps(data).encode())
    editor.post(response.url, {"name_property": "nr"})
    assert District.objects.get().name == "01"


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_beside_the_field_and_changes_nothing(editor, content):
    DistrictFactory(name="Bleibt")
    response = upload(editor, content)
    assert response.context["form"].errors["file"]
    assert District.objects.get().name == "Bleibt"
    assert not DistrictUpload.objects.exists()


def test_one_bad_feature_refuses_the_whole_file_and_is_named(editor):
    bow_tie = json.loads(BROKEN["a bow-tie"])["features"][0]["geometry"]
    response = upload(editor, collection(Gut=square(51, 7), Schlecht=bow_tie))
    assert "2" in response.context["form"].errors["file"][0]
    assert not District.objects.exists()


def test_a_file_that_is_too_large_is_refused(editor, monkeypatch):
    monkeypatch.setattr("wagtail_anliegen.geo.forms.MAX_BYTES", 10)
    response = upload(editor, collection(Nord=square(51, 7)))
    assert response.context["form"].errors["file"]


def test_the_upload_of_a_colleague_is_not_there_for_me(editor, client):
    url = upload(editor, collection(Nord=square(51, 7))).url
    client.force_login(UserFactory(permissions=["access_admin", *ROLES["editor"]]))
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_uploads_that_nobody_confirmed_are_forgotten_after_a_day(editor):
    upload(editor, collection(Alt=square(51, 7)))
    DistrictUpload.objects.update(created_at=timezone.now() - timedelta(days=2))
    upload(editor, collection(Neu=square(51, 7)))
    assert DistrictUpload.objects.count() == 1


def test_confirming_twice_is_harmless(editor):
    url = upload(editor, collection(Nord=square(51, 7))).url
    editor.post(url, {"name_property": "name"})
    assert editor.post(url, {"name_property": "name"}).status_code == 404
    assert District.objects.count() == 1


def test_with_two_sites_an_upload_belongs_to_one(editor):
    other = Site.objects.create(hostname="zwei.example.org", root_page=default_site().root_page)
    url = upload(editor, collection(Nord=square(51, 7)), site=other.pk).url
    editor.post(url, {"name_property": "name"})
    assert District.objects.get().site == other


def test_a_shape_is_edited_by_hand_only_when_it_is_one(editor):
    district = DistrictFactory(name="Nord")
    url = reverse(f"{DISTRICTS}:edit", args=[district.pk])
    data = {"name": "Nord", "level": "1", "geometry": '{"type": "Point", "coordinates": [7, 51]}'}
    assert "geometry" in editor.post(url, data).context["form"].errors
    data["geometry"] = json.dumps(square(53, 7))
    assert editor.post(url, data).status_code == 302
    district.refresh_from_db()
    assert district.geometry == square(53, 7)


def test_the_list_of_districts_does_not_load_their_shapes(editor, django_assert_max_num_queries):
    DistrictFactory()
    editor.get(reverse(f"{DISTRICTS}:index"))
    with django_assert_max_num_queries(20) as few:
        editor.get(reverse(f"{DISTRICTS}:index"))
    DistrictFactory.create_batch(20)
    with django_assert_max_num_queries(len(few.captured_queries)) as many:
        editor.get(reverse(f"{DISTRICTS}:index"))
    assert not any('"geometry"' in query["sql"] for query in many.captured_queries)


def test_without_a_background_map_the_shapes_are_still_shown(editor, settings):
    settings.ANLIEGEN_TILES = None
    url = upload(editor, collection(Nord=square(51, 7))).url
    assert editor.get(url).context["options"]["tiles"] is None


# --- streets ----------------------------------------------------------------


def test_streets_are_taken_over_with_a_report_of_what_was_refused(editor):
    content = b"street,latitude,longitude\nGut,51.68,7.82\nSchlecht,x,7.82\n"
    data = {"file": SimpleUploadedFile("strassen.csv", content)}
    response = editor.post(reverse(f"{STREETS}:upload"), data)
    assert response.context["report"].new == 1
    assert [line for line, _reason in response.context["report"].refused] == [3]
    assert Street.objects.get().name == "Gut"


def test_a_file_that_is_no_list_of_streets_is_refused_beside_the_field(editor):
    data = {"file": SimpleUploadedFile("strassen.csv", b"a,b\n1,2")}
    response = editor.post(reverse(f"{STREETS}:upload"), data)
    assert response.context["form"].errors["file"]


def test_a_street_is_set_on_the_map(editor):
    data = {"name": "Neue Straße", "place": "51.68, 7.82"}
    assert editor.post(reverse(f"{STREETS}:add"), data).status_code == 302
    street = Street.objects.get()
    assert (street.latitude, street.longitude, street.search_name) == (51.68, 7.82, "neue str")
    page = editor.get(reverse(f"{STREETS}:edit", args=[street.pk])).content.decode()
    assert 'value="51.680000, 7.820000"' in page


def test_a_street_stands_once_in_a_site(editor):
    StreetFactory(name="Weg")
    data = {"name": "Weg", "place": "51.68, 7.82"}
    assert editor.post(reverse(f"{STREETS}:add"), data).context["form"].errors


# --- commands ---------------------------------------------------------------


def run(command: str, *args, **kwargs) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=out, **kwargs)
    return out.getvalue()


def test_districts_are_imported_by_command_whole_or_not_at_all(tmp_path):
    file = tmp_path / "bezirke.geojson"
    file.write_bytes(collection(Nord=square(51, 7), Sued=square(50, 7)))
    assert "2 new" in run("anliegen_import_districts", file, level=2)
    assert "2 unchanged" in run("anliegen_import_districts", file, level=2)
    file.write_bytes(BROKEN["half a file"])
    with pytest.raises(CommandError):
        run("anliegen_import_districts", file, level=2)
    with pytest.raises(CommandError):
        run("anliegen_import_districts", tmp_path / "fehlt")
    assert District.objects.count() == 2


def test_streets_are_imported_by_command_and_refused_lines_are_named(tmp_path):
    file = tmp_path / "strassen.csv"
    file.write_bytes(b"street,latitude,longitude\nGut,51.68,7.82\nSchlecht,x,7.82\n")
    output = run("anliegen_import_streets", file)
    assert "Line 3" in output
    assert "1 new, 0 changed, 0 unchanged, 1 refused" in output
    with pytest.raises(CommandError):
        run("anliegen_import_streets", file, site="gibt-es-nicht.example.org")


# --- who may ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "clerk", "mail"])
def test_other_roles_neither_see_nor_change_districts_and_streets(client, role):
    district, street = DistrictFactory(), StreetFactory()
    client.force_login(member_of(DepartmentFactory(), role=role))
    for url in (
        reverse(f"{DISTRICTS}:index"),
        reverse(f"{DISTRICTS}:upload"),
        reverse(f"{DISTRICTS}:edit", args=[district.pk]),
        reverse(f"{DISTRICTS}:delete", args=[district.pk]),
        reverse(f"{STREETS}:index"),
        reverse(f"{STREETS}:upload"),
        reverse(f"{STREETS}:edit", args=[street.pk]),
    ):
        for response in (client.get(url), client.post(url)):
            assert response.status_code == 302
            assert response.url == reverse("wagtailadmin_home")
    assert (District.objects.count(), Street.objects.count()) == (1, 1)


def test_somebody_who_may_only_add_does_not_overwrite_by_upload(client):
    client.force_login(UserFactory(permissions=["access_admin", "add_district"]))
    assert upload(client, collection(Nord=square(51, 7))).status_code == 302
    assert not DistrictUpload.objects.exists()
