"""The configuration of a site goes out as one file and into another site."""

import json
import time
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    DepartmentFactory,
    DistrictFactory,
    EscalationLevelFactory,
    RoutingRuleFactory,
    UserFactory,
    default_site,
    make_report,
    member_of,
    square,
)
from wagtail_anliegen.casework.delegation.models import DelegationRule
from wagtail_anliegen.casework.escalation.models import EscalationLevel
from wagtail_anliegen.casework.response_templates import ResponseTemplate
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department, RoutingRule
from wagtail_anliegen.setup.export import export_configuration
from wagtail_anliegen.setup.merge import Refused, apply, check
from wagtail_anliegen.setup.models import ConfigurationUpload
from wagtail_anliegen.setup.outcome import Change
from wagtail_anliegen.setup.reading import read_document
from wagtail_anliegen.setup.schema import schema
from wagtail_anliegen.setup.sections import SECTIONS


pytestmark = pytest.mark.django_db

HEAD = {"format": "wagtail-anliegen configuration", "version": 1}
#: Tables of a site that are not in the file, and why.
NOT_IN_THE_FILE = {
    "Deletion": "what happened, not how the city works",
    "ConfigurationUpload": "lasts until somebody decided",
    "DigestMark": "belongs to a person",
    "DistrictUpload": "lasts until somebody decided",
    "Escalation": "belongs to a report",
    "OutgoingMessage": "belongs to reports",
    "OldReport": "belongs to a report",
    "ReferenceCounter": "counts the reports of this site",
    "Report": "is no configuration",
    "ReportDraft": "is no configuration",
    "Street": "comes from the land registry's own file, with anliegen_import_streets",
}


@pytest.fixture
def town():
    """A site with something of everything."""
    site = default_site()
    english = Locale.objects.create(language_code="en")
    AnliegenSettings.objects.create(
        site=site,
        city_name="Musterstadt",
        privacy_notice='<p data-block-key="abc12">Wir <b>sparen</b> Daten.</p>',
        response_days=5,
    )
    top = DepartmentFactory(name="Dezernat", email="")
    works = DepartmentFactory(name="Bauamt", parent=top)
    DepartmentFactory(name="Eingang", is_central=True)
    middle = DistrictFactory(name="Mitte")
    DistrictFactory(name="Mitte", level=2, geometry=square(51.62, 7.82, 0.01))
    waste = CategoryFactory(name="Müll", code="muell", sort_order=1)
    wild = CategoryFactory(name="Wilder Müll", code="wild", parent=waste, needs_place=False)
    CategoryQuestionFactory(
        category=wild, label="Wie viel?", code="menge", field_type="dropdown", choices="viel,wenig"
    )
    for row in (waste, wild):
        other = row.copy_for_translation(english)
        other.name = f"{row.code} in English"
        other.save()
    rules = [(wild, middle, "menge", "viel", works), (None, None, "", "", top)]
    for order, (category, district, code, answer, department) in enumerate([*rules, rules[-1]]):
        RoutingRuleFactory(
            category=category,
            district=district,
            question_code=code,
            answer=answer,
            department=department,
            sort_order=order,
        )
    template = ResponseTemplate.objects.create(
        site=site, name="Danke", text="Danke.", category=wild
    )
    template.variants.create(locale=english, text="Thank you.")
    EscalationLevelFactory(days_late=-1, audience="handler")
    EscalationLevelFactory(level=2, days_late=5, audience="above", is_active=False)
    EscalationLevelFactory(
        level=2, days_late=5, audience="address", address="amt@example.org", department=works
    )
    return site


@pytest.fixture
def fresh():
    return Site.objects.create(
        hostname="neu.example.org", site_name="Neustadt", root_page=Page.objects.get(depth=1)
    )


def taken_along(site) -> dict:
    """The file without what says where and when it was made, as it is read again."""
    document = read_document(json.dumps(export_configuration(site)).encode())
    return {name: value for name, value in document.items() if name not in ("site", "exported_at")}


def without_groups(document: dict) -> dict:
    departments = [{**row, "group": None} for row in document["departments"]]
    return {**document, "departments": departments}


def problems(site, **sections) -> list[str]:
    return [str(problem) for problem in check(site, HEAD | sections).problems]


def forget_everything() -> None:
    Category.objects.update(parent=None)
    Department.objects.update(parent=None)
    ResponseTemplate.objects.all().delete()
    for model in (
        RoutingRule,
        EscalationLevel,
        Category,
        District,
        Department,
        AnliegenSettings,
        Group,
    ):
        model.objects.all().delete()


def test_out_of_one_installation_and_into_an_empty_one_yields_the_same_file(town):
    document = taken_along(town)
    forget_everything()
    apply(town, document)
    assert taken_along(town) == document
    assert Department.objects.get(name="Bauamt").parent.name == "Dezernat"


def test_a_second_site_gets_the_same_but_groups_of_its_own(town, fresh):
    document = taken_along(town)
    apply(fresh, document)
    assert without_groups(taken_along(fresh)) == without_groups(document)
    groups = Department.objects.filter(site=fresh).values_list("group", flat=True)
    assert not Department.objects.filter(site=town, group__in=groups).exists()


def test_taking_it_over_twice_changes_nothing(town, fresh):
    document = taken_along(town)
    first, second = apply(fresh, document), apply(fresh, document)
    assert first.count(Change.NEW) == len(first.entries) - 1  # the settings are always there
    assert second.to_do == []
    assert check(town, document).to_do == []


def test_a_site_that_setup_anliegen_prepared_takes_it_over_too(town):
    document = taken_along(town)
    forget_everything()
    call_command("setup_anliegen", verbosity=0)
    group = Department.objects.get(is_central=True).group
    outcome = apply(town, document)
    central = Department.objects.get(is_central=True)
    assert (central.name, central.group) == ("Eingang", group)
    assert len(dict(outcome.kept)["Kategorien"]) == 7
    assert check(town, document).to_do == []


def test_checking_changes_nothing(town, fresh):
    before = export_configuration(fresh) | {"exported_at": ""}
    outcome = check(fresh, taken_along(town))
    assert outcome.to_do and not outcome.problems
    assert export_configuration(fresh) | {"exported_at": ""} == before


def test_the_report_says_old_and_new(town):
    document = taken_along(town)
    document["categories"][1]["needs_place"] = False
    document["settings"]["city_name"] = "Neustadt"
    outcome = check(town, document)
    said = [(e.path, f.name, f.old, f.new) for e in outcome.to_do for f in e.fields]
    assert said == [
        ("settings", "city_name", "Musterstadt", "Neustadt"),
        ("categories[1]", "needs_place", "Ja", "Nein"),
    ]


def test_what_the_file_does_not_know_stays_and_is_named(town):
    DepartmentFactory(name="Nur hier")
    document = taken_along(town)
    document["departments"] = [row for row in document["departments"] if row["name"] != "Nur hier"]
    outcome = apply(town, document)
    assert outcome.kept == [("Fachbereiche", ["Nur hier"])]
    assert Department.objects.filter(name="Nur hier").exists()


def test_fields_and_sections_that_the_file_leaves_out_stay_as_they_are(town):
    apply(town, HEAD | {"departments": [{"name": "Bauamt", "phone": "0 23 81"}]})
    works = Department.objects.get(name="Bauamt")
    assert works.parent.name == "Dezernat"
    assert works.phone == "0 23 81"
    assert Category.objects.exists()


def test_a_rule_is_known_by_its_conditions_so_that_its_department_can_change(town):
    document = taken_along(town)
    document["routing_rules"][0]["department"] = "Dezernat"
    outcome = apply(town, document)
    assert [(f.old, f.new) for e in outcome.to_do for f in e.fields] == [("Bauamt", "Dezernat")]
    assert RoutingRule.objects.count() == 3


def test_a_level_is_known_by_its_number_and_who_hears_so_that_its_days_can_change(town):
    document = taken_along(town)
    document["escalation_levels"][2]["days_late"] = 9
    outcome = apply(town, document)
    assert [(f.name, f.old, f.new) for e in outcome.to_do for f in e.fields] == [
        ("days_late", "5", "9")
    ]
    level = EscalationLevel.objects.get(days_late=9)
    assert (level.department.name, level.address) == ("Bauamt", "amt@example.org")
    assert EscalationLevel.objects.count() == 3


def test_levels_travel_without_persons_and_the_report_says_which_to_complete(town, fresh):
    people = [UserFactory(), UserFactory()]
    for days, person in enumerate(people):
        EscalationLevelFactory(level=3, days_late=days, audience="person", person=person)
    document = taken_along(town)
    assert not any("person" in row for row in document["escalation_levels"])
    notes = apply(fresh, document).notes
    assert [note.split(":")[0] for note in notes] == [
        "escalation_levels[3]",
        "escalation_levels[4]",
    ]
    brought = EscalationLevel.objects.filter(site=fresh, audience="person")
    assert [(row.days_late, row.person) for row in brought] == [(0, None), (1, None)]
    document["escalation_levels"][4]["days_late"] = 7
    assert apply(town, document).notes == []
    assert EscalationLevel.objects.get(site=town, days_late=7).person == people[1]


def test_a_rule_that_only_names_persons_is_said_to_do_nothing_yet(town, fresh):
    DelegationRule.objects.create(site=town, name="An Kim", notify_person=UserFactory())
    notes = apply(fresh, taken_along(town)).notes
    assert [note.partition(": ")[2] for note in notes] == [
        "Bitte ergänzen, was die Regel tut: Die Datei nennt keine Personen. "
        "Bis dahin tut sie nichts."
    ]


def test_the_central_inbox_can_move_to_another_department(town):
    document = taken_along(town)
    for row in document["departments"]:
        row["is_central"] = row["name"] == "Bauamt"
    apply(town, document)
    assert Department.objects.get(is_central=True).name == "Bauamt"


def test_reports_users_and_memberships_are_not_touched(town):
    clerk = member_of(Department.objects.get(name="Bauamt"))
    report = make_report(category=Category.objects.get(code="muell", locale__language_code="de"))
    before = Report.objects.values().get(pk=report.pk)
    document = taken_along(town)
    assert clerk.username not in json.dumps(document)
    document["departments"][0]["phone"] = "1"
    apply(town, document)
    assert Report.objects.values().get(pk=report.pk) == before
    assert list(clerk.groups.all()) == [Department.objects.get(name="Bauamt").group]


def test_a_group_that_has_members_is_never_given_to_a_new_department(fresh):
    stranger = UserFactory()
    stranger.groups.add(Group.objects.create(name="Redaktion"))
    apply(fresh, HEAD | {"departments": [{"name": "Amt", "group": "Redaktion"}]})
    assert not Department.objects.get(name="Amt").group.user_set.exists()


def test_another_sites_rows_are_out_of_reach(town, fresh):
    assert problems(fresh, routing_rules=[{"category": "muell", "department": "Bauamt"}]) == [
        "routing_rules[0].category: „muell“ gibt es auf dieser Website nicht (Kategorie).",
        "routing_rules[0].department: „Bauamt“ gibt es auf dieser Website nicht (Fachbereich).",
    ]


N = {"level": 1, "name": "Nord", "geometry": square(1, 1)}
A = {"code": "a", "name": "A"}
L = {"level": 1, "audience": "above"}
Q = {"code": "q", "label": "Q", "field_type": "x"}
LINK = '<a linktype="page" id="1">x</a>'
MISTAKES = [
    ({"departments": {}}, "departments"),
    ({"departments": ["x"]}, "departments[0]"),
    ({"departments": [{"email": "a@example.org"}]}, "departments[0]"),
    ({"departments": [{"name": "A"}, {"name": "A"}]}, "departments[1]"),
    ({"departments": [{"name": "A", "email": "kein@"}]}, "departments[0].email"),
    ({"departments": [{"name": "A", "is_central": 1}]}, "departments[0].is_central"),
    ({"departments": [{"name": "A", "is_central": None}]}, "departments[0].is_central"),
    ({"departments": [{"name": "A", "group": 4}]}, "departments[0].group"),
    ({"departments": [{"name": "A", "parent": {"pk": 1}}]}, "departments[0].parent"),
    ({"departments": [{"name": "A", "parent": "A"}]}, "departments[0].parent"),
    ({"departments": [{"name": "A", "pk": 1}]}, "departments[0].pk"),
    ({"departments": [{"name": "A", "site": 1}]}, "departments[0].site"),
    ({"departments": [{"name": "x" * 121}]}, "departments[0].name"),
    ({"districts": [N | {"geometry": {"type": "Point"}}]}, "districts[0].geometry"),
    ({"districts": [N | {"level": 9}]}, "districts[0].level"),
    ({"districts": [N | {"level": 10**30}]}, "districts[0].level"),
    ({"categories": [{"code": "a b", "name": "A"}]}, "categories[0].code"),
    ({"categories": [{"code": "a", "name": ""}]}, "categories[0].name"),
    ({"categories": [{"code": "a", "name": "A", "kind": "?"}]}, "categories[0].kind"),
    ({"categories": [{"code": "a", "name": "A", "questions": 3}]}, "categories[0].questions"),
    ({"categories": [A | {"questions": [Q]}]}, "categories[0].questions[0].field_type"),
    ({"categories": [A | {"translations": {"de": {}}}]}, "categories[0].translations.de"),
    ({"categories": [A | {"season_from_day": 1}]}, "categories[0].season_from_day"),
    ({"settings": []}, "settings"),
    ({"settings": {"max_photos": "5"}}, "settings.max_photos"),
    ({"settings": {"privacy_notice": LINK}}, "settings.privacy_notice"),
    ({"routing_rules": [{"department": None}]}, "routing_rules[0].department"),
    ({"escalation_levels": [{"audience": "above"}]}, "escalation_levels[0]"),
    ({"escalation_levels": [L | {"audience": "address"}]}, "escalation_levels[0].address"),
    ({"escalation_levels": [L | {"level": "1"}]}, "escalation_levels[0].level"),
    ({"escalation_levels": [L | {"audience": "?"}]}, "escalation_levels[0].audience"),
    ({"escalation_levels": [L | {"days_late": 999}]}, "escalation_levels[0].days_late"),
    ({"escalation_levels": [L | {"department": "A"}]}, "escalation_levels[0].department"),
    ({"escalation_levels": [L | {"person": "anna"}]}, "escalation_levels[0].person"),
    ({"users": []}, "users"),
    ({"language": "fr"}, "language"),
]


@pytest.mark.parametrize(("sections", "path"), MISTAKES, ids=[path for _s, path in MISTAKES])
def test_a_mistake_is_named_with_its_place_and_nothing_is_saved(fresh, sections, path):
    document = HEAD | sections
    found = check(fresh, document).problems
    assert [problem.path for problem in found] == [path]
    assert found[0].message
    with pytest.raises(Refused):
        apply(fresh, document)
    assert not Department.objects.filter(site=fresh).exists()
    assert not Category.objects.filter(site=fresh).exists()


def test_a_circle_in_a_tree_is_a_mistake_and_no_endless_loop(fresh):
    rows = [
        {"name": "A", "parent": "B"},
        {"name": "B", "parent": "A"},
        {"name": "C", "parent": "B"},
    ]
    assert {path.split(":")[0] for path in problems(fresh, departments=rows)} == {
        "departments[0].parent",
        "departments[1].parent",
        "departments[2].parent",
    }


def test_one_wrong_row_is_named_once_and_not_again_by_those_that_lead_to_it(fresh):
    departments = [{"name": "A", "email": "?"}, {"name": "B", "parent": "A"}]
    rules = [{"department": "B"}]
    assert len(problems(fresh, departments=departments, routing_rules=rules)) == 1


def test_a_script_in_a_text_with_markup_does_not_arrive(fresh):
    text = '<p>Gut</p><script>alert(1)</script><p><a href="javascript:x()">L</a></p>'
    apply(fresh, HEAD | {"settings": {"privacy_notice": text}})
    kept = AnliegenSettings.for_site(fresh).privacy_notice
    assert "Gut" in kept
    assert "script" not in kept


def test_a_language_that_is_not_set_up_is_left_out_and_named(fresh):
    row = {"code": "a", "name": "A", "translations": {"fr": {"name": "B"}}}
    outcome = apply(fresh, HEAD | {"categories": [row]})
    assert outcome.notes
    assert Category.objects.get(site=fresh).name == "A"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"format": "wagtail-anliegen configuration"}',
        b'{"format": "wagtail-anliegen configuration", "version": 2}',
        b'{"format": "wagtail-anliegen configuration", "version": true}',
        b'{"format": "something", "version": 1}',
        b'{"format": "wagtail-anliegen configuration", "version": 1, "version": 1}',
        json.dumps(HEAD | {"site": "\0"}).encode(),
        json.dumps(HEAD | {"site": "\ud800"}).encode(),
        json.dumps(HEAD | {"site": float("nan")}).encode(),
        json.dumps(HEAD | {"site": 1}).encode().replace(b'"site": 1', b'"site": 1e999'),
        json.dumps(HEAD | {"site": 1}).encode().replace(b": 1}", b": " + b"9" * 5000 + b"}"),
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b" " * (20 * 1024**2 + 1),
    ],
    ids=range(17),
)
def test_what_is_no_configuration_is_refused_with_words(content):
    with pytest.raises(ValidationError) as caught:
        read_document(content)
    assert caught.value.messages


def test_every_table_of_a_site_is_in_the_file_or_left_out_for_a_reason():
    of_a_site = {
        model.__name__
        for model in apps.get_app_config("wagtail_anliegen").get_models()
        if any(field.related_model is Site for field in model._meta.concrete_fields)
    }
    in_the_file = {section.model.__name__ for section in SECTIONS}
    assert of_a_site == in_the_file | NOT_IN_THE_FILE.keys()


def test_the_schema_in_the_documentation_is_that_of_this_version():
    path = Path(__file__).parents[2] / "docs/reference/configuration.schema.json"
    assert json.loads(path.read_text()) == schema()


def test_the_commands_write_and_read(town, fresh, tmp_path):
    path, out = tmp_path / "config.json", StringIO()
    call_command("anliegen_export_config", path)
    call_command("anliegen_import_config", path, site=fresh.hostname, dry_run=True, stdout=out)
    assert not Department.objects.filter(site=fresh).exists()
    call_command("anliegen_import_config", path, site=fresh.hostname, stdout=StringIO())
    assert Department.objects.filter(site=fresh).count() == 3
    out = StringIO()
    call_command("anliegen_import_config", path, site=fresh.hostname, stdout=out)
    assert out.getvalue().splitlines()[-1].startswith("0 new, 0 changed, ")


def test_the_command_names_each_mistake(tmp_path):
    path = tmp_path / "config.json"
    path.write_text(json.dumps(HEAD | {"departments": [{"name": "A", "pk": 1}, {}]}))
    with pytest.raises(CommandError) as caught:
        call_command("anliegen_import_config", path)
    assert "departments[0].pk" in str(caught.value)
    assert "departments[1]" in str(caught.value)


@pytest.fixture
def mover(client):
    user = UserFactory(permissions=["access_admin", "move_configuration"])
    client.force_login(user)
    return user


def upload(client, path, document, **data):
    path.write_text(json.dumps(document))
    with path.open("rb") as file:
        url = reverse("wagtail_anliegen_setup:configuration")
        return client.post(url, {"file": file, **data})


def test_in_the_admin_the_report_comes_first(client, mover, town, tmp_path):
    document = taken_along(town)
    document["settings"]["city_name"] = "Neustadt"
    answer = upload(client, tmp_path / "c.json", document)
    page = client.get(answer.url)
    assert "Musterstadt" in page.text and "Neustadt" in page.text
    assert AnliegenSettings.for_site(town).city_name == "Musterstadt"
    client.post(answer.url, {"agreed": page.context["outcome"].fingerprint})
    assert AnliegenSettings.for_site(town).city_name == "Neustadt"
    assert not ConfigurationUpload.objects.exists()


def test_what_changed_since_the_report_was_shown_is_shown_again(client, mover, town, tmp_path):
    document = taken_along(town)
    document["settings"]["city_name"] = "Neustadt"
    answer = upload(client, tmp_path / "c.json", document)
    agreed = client.get(answer.url).context["outcome"].fingerprint
    AnliegenSettings.objects.update(city_name="Altstadt")
    client.post(answer.url, {"agreed": agreed})
    client.post(answer.url)
    assert AnliegenSettings.for_site(town).city_name == "Altstadt"


def test_mistakes_are_shown_in_the_admin_without_a_way_to_save(client, mover, tmp_path):
    answer = upload(client, tmp_path / "c.json", HEAD | {"departments": [{"name": "A", "pk": 1}]})
    page = client.get(answer.url)
    assert "departments[0].pk" in page.text
    assert "agreed" not in page.text


def test_the_file_of_another_city_is_not_found(client, mover, town, fresh):
    address = reverse("wagtail_anliegen_setup:download")
    assert client.get(address, {"site": town.pk}).status_code == 404
    mover.groups.add(Department.objects.filter(site=town).first().group)
    assert client.get(address, {"site": fresh.pk}).status_code == 404


def test_a_name_that_stands_twice_is_found_in_a_moment():
    names = ",".join(f'"n{n}":1' for n in range(40_000))
    started = time.monotonic()
    with pytest.raises(ValidationError, match="n39999"):
        read_document(f'{{{names},"n39999":2}}'.encode())
    assert time.monotonic() - started < 3


def test_too_many_rows_are_refused(town, monkeypatch):
    monkeypatch.setattr("wagtail_anliegen.setup.items.MAX_ROWS", 1)
    outcome = check(town, HEAD | {"departments": [{"name": "A"}, {"name": "B"}]})
    assert [problem.path for problem in outcome.problems] == ["departments"]


def test_the_file_can_be_downloaded(client, mover, town, fresh):
    mover.groups.add(Department.objects.filter(site=town).first().group)
    answer = client.get(reverse("wagtail_anliegen_setup:download"), {"site": town.pk})
    assert "attachment" in answer["Content-Disposition"]
    assert answer.json()["settings"]["city_name"] == "Musterstadt"


def test_only_the_permission_opens_it(client, town, mover, tmp_path):
    answer = upload(client, tmp_path / "c.json", taken_along(town))
    client.force_login(member_of(Department.objects.get(name="Bauamt"), role="editor"))
    addresses = [
        reverse("wagtail_anliegen_setup:configuration"),
        reverse("wagtail_anliegen_setup:download"),
        answer.url,
    ]
    assert all(client.get(url).status_code in (302, 403, 404) for url in addresses)
    client.force_login(UserFactory(permissions=["access_admin", "move_configuration"]))
    assert client.get(answer.url).status_code == 404
