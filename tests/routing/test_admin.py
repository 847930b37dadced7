"""Editors maintain departments and rules, and see beforehand what the rules do."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Site

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    StreetFactory,
    UserFactory,
    central_inbox,
    default_site,
    make_report,
    member_of,
    square,
)
from wagtail_anliegen.management.commands.setup_anliegen import ROLES
from wagtail_anliegen.routing.models import Department, RoutingRule


pytestmark = pytest.mark.django_db
DEPARTMENTS = "wagtail_anliegen_departments"
RULES = "wagtail_anliegen_rules"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(permissions=["access_admin", *ROLES["editor"]]))
    return client


def add_department(client, **data):
    url = reverse(f"{DEPARTMENTS}:add")
    return client.post(url, {"mail_frequency": "at_once", **data})


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- departments ------------------------------------------------------------


def test_a_department_without_a_group_gets_one_of_its_name(editor):
    add_department(editor, name="Bauhof", email="bauhof@example.org")
    department = Department.objects.get()
    assert (department.group.name, department.site) == ("Bauhof", default_site())


def test_a_new_department_never_takes_over_a_group_that_has_members(editor):
    stranger = UserFactory()
    stranger.groups.add(Group.objects.create(name="Bauhof"))
    add_department(editor, name="Bauhof")
    assert not Department.objects.get().group.user_set.exists()


def test_a_refused_form_leaves_no_group_behind(editor):
    before = Group.objects.count()
    add_department(editor, name="Bauhof", email="kein Postfach")
    assert Group.objects.count() == before


def test_two_departments_of_a_site_do_not_share_a_name(editor):
    DepartmentFactory(name="Bauhof")
    response = add_department(editor, name="Bauhof")
    assert "name" in response.context["form"].errors


def test_a_second_central_inbox_is_refused_beside_its_box(editor):
    central_inbox()
    response = add_department(editor, name="Noch eine", is_central="on")
    assert "is_central" in response.context["form"].errors


def test_the_list_of_departments_is_a_tree_with_members_and_open_reports(
    editor, django_assert_num_queries
):
    central = central_inbox()
    make_report()
    make_report()
    for _number in range(3):
        member_of(central)
    DepartmentFactory(name="Unter", parent=central)
    editor.get(reverse(f"{DEPARTMENTS}:index"))
    response = editor.get(reverse(f"{DEPARTMENTS}:index"))
    first, second = response.context["object_list"]
    assert (first.member_count, first.open_count) == (3, 2)
    assert (second.name, second.member_count) == ("Unter", 0)
    assert "↳ </span>Unter" in text(response)


def test_the_list_of_departments_needs_constant_queries(editor, django_assert_max_num_queries):
    DepartmentFactory()
    editor.get(reverse(f"{DEPARTMENTS}:index"))
    with django_assert_max_num_queries(20) as few:
        editor.get(reverse(f"{DEPARTMENTS}:index"))
    DepartmentFactory.create_batch(15, parent=DepartmentFactory())
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor.get(reverse(f"{DEPARTMENTS}:index"))


def test_a_department_with_reports_is_not_deleted(editor):
    department = central_inbox()
    make_report()
    url = reverse(f"{DEPARTMENTS}:delete", args=[department.pk])
    response = editor.post(url, follow=True)
    assert Department.objects.filter(pk=department.pk).exists()
    assert department.name in str(list(response.context["messages"])[0])


# --- rules ------------------------------------------------------------------


def rule_data(**values):
    return {"department": values.pop("department").pk, "is_active": "on", **values}


def test_a_rule_is_created_and_reads_like_a_sentence(editor):
    category, district = CategoryFactory(name="Müll"), DistrictFactory(name="Mitte")
    department = DepartmentFactory(name="Bauhof")
    data = rule_data(department=department, category=category.pk, district=district.pk)
    editor.post(reverse(f"{RULES}:add"), data)
    sentence = RoutingRule.objects.get().sentence
    assert sentence.index("Müll") < sentence.index("Mitte") < sentence.index("Bauhof")
    assert "Müll" in text(editor.get(reverse(f"{RULES}:index")))


def test_an_answer_that_nobody_can_give_is_refused_with_those_that_can_be_given(editor):
    question = CategoryQuestionFactory(
        label="Wo", code="wo", field_type="dropdown", choices="Gehweg\nFahrbahn"
    )
    data = rule_data(
        department=DepartmentFactory(), category=question.category.pk, question_code="wo"
    )
    response = editor.post(reverse(f"{RULES}:add"), {**data, "answer": "Dach"})
    assert "Gehweg, Fahrbahn" in response.context["form"].errors["answer"][0]
    assert editor.post(reverse(f"{RULES}:add"), {**data, "answer": "Gehweg"}).status_code == 302


def test_a_question_without_its_answer_is_refused(editor):
    question = CategoryQuestionFactory(code="wo")
    data = rule_data(department=DepartmentFactory(), question_code=question.code)
    assert "answer" in editor.post(reverse(f"{RULES}:add"), data).context["form"].errors


def test_two_active_rules_do_not_have_the_same_conditions(editor):
    rule = RoutingRuleFactory(category=CategoryFactory())
    data = rule_data(department=DepartmentFactory(), category=rule.category.pk)
    assert editor.post(reverse(f"{RULES}:add"), data).context["form"].errors
    assert editor.post(reverse(f"{RULES}:add"), {**data, "is_active": ""}).status_code == 302


def test_the_list_of_rules_needs_constant_queries(editor, django_assert_max_num_queries):
    RoutingRuleFactory(category=CategoryFactory())
    editor.get(reverse(f"{RULES}:index"))
    with django_assert_max_num_queries(20) as few:
        editor.get(reverse(f"{RULES}:index"))
    for _number in range(15):
        RoutingRuleFactory(category=CategoryFactory(), district=DistrictFactory())
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor.get(reverse(f"{RULES}:index"))


# --- dry run ----------------------------------------------------------------


def dry_run(client, **values):
    return client.get(reverse(f"{RULES}:dry_run"), values)


def test_a_dry_run_names_the_winner_the_reason_and_every_rule_that_fits(editor):
    category = CategoryFactory(name="Müll")
    north = DistrictFactory(name="Nord", geometry=square(51.6, 7.8))
    general = RoutingRuleFactory(category=category, department__name="Bauhof")
    exact = RoutingRuleFactory(category=category, district=north, department__name="Bezirksamt")
    outcome = dry_run(editor, category=category.pk, place="51.65, 7.85").context["outcome"]
    assert outcome.decision.department.name == "Bezirksamt"
    assert outcome.rules == [exact, general]
    assert outcome.districts == [north]
    assert "Nord" in outcome.decision.explain()
    elsewhere = dry_run(editor, category=category.pk, place="52.65, 7.85")
    assert elsewhere.context["outcome"].decision.department.name == "Bauhof"
    assert elsewhere.context["outside"]


def test_a_dry_run_takes_an_address(editor):
    central_inbox()
    StreetFactory(name="Marktplatz", latitude=51.65, longitude=7.85)
    district = DistrictFactory(geometry=square(51.6, 7.8))
    response = dry_run(editor, category=CategoryFactory().pk, address="marktplatz")
    assert response.context["outcome"].districts == [district]
    response = dry_run(editor, category=CategoryFactory().pk, address="Nirgendwo")
    assert "address" in response.context["form"].errors


def test_in_a_dry_run_the_address_counts_more_than_the_pin_of_the_run_before(editor):
    central_inbox()
    StreetFactory(name="Marktplatz", latitude=51.65, longitude=7.85)
    district = DistrictFactory(geometry=square(51.6, 7.8))
    old_pin = {"category": CategoryFactory().pk, "place": "52.65, 7.85"}
    response = dry_run(editor, **old_pin, address="Marktplatz")
    assert response.context["outcome"].districts == [district]
    assert "address" in dry_run(editor, **old_pin, address="Nirgendwo").context["form"].errors


def test_a_dry_run_asks_the_questions_that_a_rule_wants_to_know(editor):
    central_inbox()
    question = CategoryQuestionFactory(
        label="Wo", code="wo", field_type="dropdown", choices="Gehweg\nFahrbahn"
    )
    RoutingRuleFactory(
        category=question.category, question_code="wo", answer="Gehweg", department__name="Tiefbau"
    )
    response = dry_run(editor, category=question.category.pk)
    assert "answer-wo" in response.context["form"].fields
    assert response.context["outcome"].decision.reason["fallback"]
    answered = dry_run(editor, **{"category": question.category.pk, "answer-wo": "Gehweg"})
    assert answered.context["outcome"].decision.department.name == "Tiefbau"


def test_a_dry_run_without_a_central_inbox_says_so(editor):
    response = dry_run(editor, category=CategoryFactory().pk)
    assert response.context["outcome"].decision is None


@pytest.mark.parametrize("category", ["", "0", "x", "²", "9" * 30])
def test_a_dry_run_with_a_category_that_does_not_exist_is_an_error_beside_the_field(
    editor, category
):
    response = dry_run(editor, category=category)
    assert "category" in response.context["form"].errors


# --- gaps and overlaps ------------------------------------------------------


def coverage_of(client, **values):
    return client.get(reverse(f"{RULES}:coverage"), values).context["coverage"]


def test_a_category_without_a_rule_is_a_gap(editor):
    CategoryFactory(name="Müll")
    coverage = coverage_of(editor)
    assert [cell.rules for cell in coverage.rows[0].cells] == [()]
    assert coverage.gaps == 1


def test_a_rule_for_one_district_leaves_the_others_as_a_gap(editor):
    category = CategoryFactory()
    north, _south, _west = (
        DistrictFactory(name=name, geometry=square(51.6, 7 + number))
        for number, name in enumerate(["Nord", "Süd", "West"])
    )
    rule = RoutingRuleFactory(category=category, district=north)
    response = editor.get(reverse(f"{RULES}:coverage"))
    coverage = response.context["coverage"]
    assert [zone.names for zone in coverage.zones] == [("Nord",), ("Süd", "West"), ()]
    assert [cell.rules for cell in coverage.rows[0].cells] == [(rule,), (), ()]
    assert coverage.gaps == 2


def test_districts_that_send_everything_to_the_same_share_a_column(editor):
    category, same = CategoryFactory(), DepartmentFactory()
    rules = [
        RoutingRuleFactory(
            category=category,
            district=DistrictFactory(name=name, geometry=square(51.6, 7 + number)),
            department=same,
        )
        for number, name in enumerate(["Nord", "Süd"])
    ]
    coverage = coverage_of(editor)
    assert [zone.names for zone in coverage.zones] == [("Nord", "Süd"), ()]
    assert coverage.rows[0].cells[0].rules == tuple(rules)


def test_main_categories_external_ones_and_those_switched_off_take_no_reports(editor):
    above = CategoryFactory(name="Oben")
    CategoryFactory(name="Unten", parent=above)
    CategoryFactory(name="Woanders", external_url="https://example.org/")
    off = CategoryFactory(name="Aus", is_active=False)
    CategoryFactory(name="Weit darunter", parent=CategoryFactory(name="Unter Aus", parent=off))
    assert [row.category.name for row in coverage_of(editor).rows] == ["Unten"]


def test_a_category_without_a_place_has_one_cell_only(editor):
    CategoryFactory(needs_place=False)
    DistrictFactory()
    cells = coverage_of(editor).rows[0].cells
    assert [cell.can_happen for cell in cells] == [False, True]


def test_a_quarter_counts_with_its_borough(editor):
    category = CategoryFactory()
    borough = DistrictFactory(name="Bezirk", geometry=square(51.6, 7.8), level=1)
    DistrictFactory(name="Viertel", geometry=square(51.62, 7.82, 0.02), level=2)
    rule = RoutingRuleFactory(category=category, district=borough)
    coverage = coverage_of(editor)
    assert [zone.names for zone in coverage.zones] == [("Viertel",), ()]
    assert coverage.rows[0].cells[0].rules == (rule,)


def test_a_rule_that_never_wins_is_named_with_the_one_that_beats_it(editor):
    category = CategoryFactory()
    winner = RoutingRuleFactory(category=category, sort_order=1)
    loser = RoutingRuleFactory(category=category, sort_order=2)
    assert coverage_of(editor).shadowed == [(loser, winner)]


def test_a_rule_for_a_category_that_is_not_offered_never_wins(editor):
    rule = RoutingRuleFactory(category=CategoryFactory(is_active=False))
    assert coverage_of(editor).shadowed == [(rule, None)]


def test_a_rule_with_an_answer_does_not_count_as_never_winning(editor):
    category = CategoryFactory()
    RoutingRuleFactory(category=category)
    RoutingRuleFactory(category=category, question_code="wo", answer="Gehweg")
    coverage = coverage_of(editor)
    assert not coverage.shadowed
    assert len(coverage.rows[0].by_answer) == 1


def test_rules_that_only_their_order_tells_apart_are_named(editor):
    category = CategoryFactory()
    first = RoutingRuleFactory(category=category, question_code="wo", answer="Gehweg")
    second = RoutingRuleFactory(category=category, question_code="was", answer="Loch")
    assert coverage_of(editor).ties == [(first, second)]


def test_gaps_and_overlaps_need_constant_queries(editor, django_assert_max_num_queries):
    def grow(number):
        for step in range(number):
            district = DistrictFactory(geometry=square(51.6, step / 100, 0.01))
            RoutingRuleFactory(
                category=CategoryFactory(parent=CategoryFactory()), district=district
            )

    grow(2)
    editor.get(reverse(f"{RULES}:coverage"))
    with django_assert_max_num_queries(16) as few:
        editor.get(reverse(f"{RULES}:coverage"))
    grow(20)
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor.get(reverse(f"{RULES}:coverage"))


def test_gaps_are_shown_for_one_site_at_a_time(editor):
    other = Site.objects.create(hostname="zwei.example.org", root_page=default_site().root_page)
    CategoryFactory(name="Hier")
    CategoryFactory(name="Dort", site=other)
    assert [row.category.name for row in coverage_of(editor).rows] == ["Hier"]
    assert [row.category.name for row in coverage_of(editor, site=other.pk).rows] == ["Dort"]
    for unknown in ("99999", "²"):
        assert editor.get(reverse(f"{RULES}:coverage"), {"site": unknown}).status_code == 404


# --- who may ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "clerk", "mail"])
def test_other_roles_neither_see_nor_change_departments_and_rules(client, role):
    rule = RoutingRuleFactory()
    user = member_of(DepartmentFactory(), role=role)
    client.force_login(user)
    before = Department.objects.count(), RoutingRule.objects.count()
    for url in (
        reverse(f"{DEPARTMENTS}:index"),
        reverse(f"{DEPARTMENTS}:add"),
        reverse(f"{DEPARTMENTS}:edit", args=[rule.department_id]),
        reverse(f"{DEPARTMENTS}:delete", args=[rule.department_id]),
        reverse(f"{RULES}:index"),
        reverse(f"{RULES}:add"),
        reverse(f"{RULES}:edit", args=[rule.pk]),
        reverse(f"{RULES}:delete", args=[rule.pk]),
        reverse(f"{RULES}:dry_run"),
        reverse(f"{RULES}:coverage"),
    ):
        for response in (client.get(url), client.post(url, {"name": "Fremd"})):
            assert response.status_code == 302
            assert response.url == reverse("wagtailadmin_home")
    assert before == (Department.objects.count(), RoutingRule.objects.count())
