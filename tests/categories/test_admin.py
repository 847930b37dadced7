"""Editors maintain categories in Wagtail, and nobody else does."""

import re

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    DepartmentFactory,
    UserFactory,
    default_site,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.actions import correct_category
from wagtail_anliegen.categories.forms import code_from
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.management.commands.setup_anliegen import ROLES
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db
LIST = "wagtail_anliegen_categories:list"
ADD = "wagtail_anliegen_categories:add"
EDIT = "wagtail_anliegen_categories:edit"
DELETE = "wagtail_anliegen_categories:delete"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(permissions=["access_admin", *ROLES["editor"]]))
    return client


def form_data(**values):
    data = {
        "name": "Müll & Öl",
        "kind": "defect",
        "contact": "optional",
        "sort_order": "0",
        "is_active": "on",
        "is_public": "on",
        "needs_place": "on",
        "public_place": "exact",
        "questions": inline_formset([]),
        **values,
    }
    return nested_form_data(data)


def rows(response):
    return [row.name for row in response.context["object_list"]]


def test_a_category_is_created_with_a_code_from_its_name_and_the_only_site(editor):
    editor.post(reverse(ADD), form_data())
    category = Category.objects.get()
    assert (category.code, category.site) == ("muell-oel", default_site())


def test_a_second_category_of_the_same_name_gets_a_code_of_its_own(editor):
    editor.post(reverse(ADD), form_data())
    editor.post(reverse(ADD), form_data())
    assert set(Category.objects.values_list("code", flat=True)) == {"muell-oel", "muell-oel-2"}


def test_a_code_that_is_taken_is_refused_beside_the_field(editor):
    CategoryFactory(code="muell")
    response = editor.post(reverse(ADD), form_data(code="muell"))
    assert "code" in response.context["form"].errors


@pytest.mark.parametrize(
    ("name", "code"),
    [("Geh- und Radwege", "geh-und-radwege"), ("Straße", "strasse"), ("!", "category")],
)
def test_codes_are_plain_ascii(name, code):
    assert code_from(name) == code


def test_with_one_site_nobody_sees_the_field(editor):
    assert b'name="site"' not in editor.get(reverse(ADD)).content


def test_with_two_sites_the_field_is_asked_for_and_the_list_shows_it(editor):
    other = Site.objects.create(hostname="zwei.example.org", root_page=default_site().root_page)
    assert b'name="site"' in editor.get(reverse(ADD)).content
    response = editor.post(reverse(ADD), form_data(site=other.pk))
    assert response.status_code == 302
    assert Category.objects.get().site == other
    assert "zwei.example.org" in editor.get(reverse(LIST)).content.decode()


def test_a_category_does_not_stand_below_one_of_another_site(editor):
    other = Site.objects.create(hostname="zwei.example.org", root_page=default_site().root_page)
    above = CategoryFactory()
    response = editor.post(reverse(ADD), form_data(site=other.pk, parent=above.pk))
    assert "parent" in response.context["form"].errors


def test_the_list_is_a_tree(editor):
    second = CategoryFactory(name="B", sort_order=2)
    first = CategoryFactory(name="A", sort_order=1)
    CategoryFactory(name="B1", parent=second)
    CategoryFactory(name="A2", parent=first, sort_order=2)
    CategoryFactory(name="A1", parent=first, sort_order=1)
    response = editor.get(reverse(LIST))
    assert rows(response) == ["A", "A1", "A2", "B", "B1"]
    assert "↳ </span>A1" in response.content.decode()


def test_the_list_needs_the_same_queries_for_any_number_of_categories(
    editor, django_assert_max_num_queries
):
    for _number in range(3):
        CategoryQuestionFactory(category=CategoryFactory(parent=CategoryFactory()))
    editor.get(reverse(LIST))
    with django_assert_max_num_queries(20) as few:
        editor.get(reverse(LIST))
    for _number in range(20):
        CategoryQuestionFactory(category=CategoryFactory(parent=CategoryFactory()))
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor.get(reverse(LIST))


@pytest.fixture
def translator(client):
    permissions = ["access_admin", *ROLES["editor"], "submit_translation"]
    client.force_login(UserFactory(permissions=permissions))
    return client


def translated_from(response) -> list[int]:
    """The categories for which translating is offered."""
    found = re.findall(r"translation/submit/snippet/\w+/\w+/(\d+)/", response.content.decode())
    return [int(key) for key in found]


def test_translating_is_offered_where_a_language_is_missing(translator):
    english = Locale.objects.create(language_code="en")
    missing, complete = CategoryFactory(), CategoryFactory()
    complete.copy_for_translation(english).save()
    assert translated_from(translator.get(reverse(LIST))) == [missing.pk]


def test_translating_is_offered_without_asking_for_each_category(
    translator, django_assert_max_num_queries
):
    Locale.objects.create(language_code="en")
    CategoryFactory()
    translator.get(reverse(LIST))
    with django_assert_max_num_queries(25) as few:
        translator.get(reverse(LIST))
    CategoryFactory.create_batch(5)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(translated_from(translator.get(reverse(LIST)))) == 6


def test_buttons_of_other_apps_stand_beside_it(translator):
    Locale.objects.create(language_code="en")
    category = CategoryFactory()

    def another(snippet, user, next_url=None):
        yield MenuItem("Anderswo", f"/anderswo/{snippet.pk}/")

    with hooks.register_temporarily("register_snippet_listing_buttons", another):
        response = translator.get(reverse(LIST))
    assert f"/anderswo/{category.pk}/" in response.content.decode()
    assert translated_from(response) == [category.pk]


def test_the_list_can_be_filtered_and_searched(editor):
    CategoryFactory(name="Schlagloch")
    CategoryFactory(name="Idee fürs Grün", kind="idea")
    assert rows(editor.get(reverse(LIST), {"kind": "idea"})) == ["Idee fürs Grün"]
    assert rows(editor.get(reverse(LIST), {"q": "schlag"})) == ["Schlagloch"]


def test_the_list_shows_originals_and_on_demand_translations(editor):
    english = Locale.objects.create(language_code="en")
    category = CategoryFactory(name="Müll")
    translation = category.copy_for_translation(english)
    translation.name = "Rubbish"
    translation.save()
    assert rows(editor.get(reverse(LIST))) == ["Müll"]
    assert rows(editor.get(reverse(LIST), {"locale": "de"})) == ["Müll"]
    assert rows(editor.get(reverse(LIST), {"locale": "en"})) == ["Rubbish"]


def test_a_translation_is_edited_in_words_only(editor):
    english = Locale.objects.create(language_code="en")
    above = CategoryFactory()
    above.copy_for_translation(english).save()
    translation = CategoryFactory(parent=above, code="muell").copy_for_translation(english)
    translation.save()
    url = reverse(EDIT, args=[translation.pk])
    assert b'name="is_public"' not in editor.get(url).content
    data = {"name": "Rubbish", "questions": inline_formset([])}
    assert editor.post(url, nested_form_data(data)).status_code == 302
    translation.refresh_from_db()
    assert (translation.name, translation.code) == ("Rubbish", "muell")
    assert translation.parent == above.get_translation(english)


def test_a_category_begins_in_the_default_language(editor):
    Locale.objects.create(language_code="en")
    response = editor.get(reverse(ADD), {"locale": "en"})
    assert response.url == reverse(LIST)


@pytest.mark.parametrize(("day", "month"), [("31", "2"), ("31", "4")])
def test_a_season_ends_on_a_day_that_exists(editor, day, month):
    season = {"season_from_day": "1", "season_from_month": "1"}
    data = form_data(**season, season_to_day=day, season_to_month=month)
    assert "season_to_day" in editor.post(reverse(ADD), data).context["form"].errors


def test_a_category_is_not_offered_as_its_own_parent(editor):
    category = CategoryFactory()
    child = CategoryFactory(parent=category)
    form = editor.get(reverse(EDIT, args=[category.pk])).context["form"]
    assert not form.fields["parent"].queryset.filter(pk__in=[category.pk, child.pk]).exists()


def test_a_question_with_a_stop_answer_is_saved_with_the_category(editor):
    question = {
        "label": "Ist es dringend?",
        "field_type": "dropdown",
        "choices": "ja\nnein",
        "stop_answer": "ja",
        "stop_text": "Bitte rufen Sie 112.",
    }
    editor.post(reverse(ADD), form_data(questions=inline_formset([question])))
    saved = Category.objects.get().questions.get()
    assert (saved.code, saved.stop_text) == ("ist-es-dringend", "Bitte rufen Sie 112.")


def test_a_category_with_reports_is_not_deleted_but_its_switch_is_pointed_at(editor):
    category = CategoryFactory(name="Müll")
    make_report(category=category)
    response = editor.post(reverse(DELETE, args=[category.pk]), follow=True)
    assert Category.objects.filter(pk=category.pk).exists()
    assert "Müll" in str(list(response.context["messages"])[0])
    assert response.redirect_chain[0][0] == reverse(EDIT, args=[category.pk])


def test_categories_are_not_deleted_in_bulk_past_what_stands_in_the_way(editor):
    category = CategoryFactory()
    make_report(category=category)
    url = reverse("wagtail_bulk_action", args=["wagtail_anliegen", "category", "delete"])
    assert editor.post(f"{url}?id={category.pk}").status_code == 404
    assert Category.objects.filter(pk=category.pk).exists()


def test_switching_a_category_off_for_everybody_hides_the_reports_that_are_there():
    category = CategoryFactory()
    report = make_public_report(category=category)
    clerk = member_of(report.department)
    category.is_public = False
    category.save()
    assert not Report.objects.public().exists()
    assert Report.objects.visible_to(clerk).exists()
    category.is_confidential = True
    category.save()
    assert not Report.objects.visible_to(clerk).exists()
    category.is_public, category.is_confidential = True, False
    category.save()
    assert not Report.objects.public().exists()


@pytest.mark.parametrize(
    ("above", "seen"),
    [
        ({"is_public": False}, {"publishable": False, "confidential": False}),
        ({"is_confidential": True}, {"publishable": True, "confidential": True}),
    ],
)
def test_what_is_hidden_in_a_main_category_is_hidden_in_everything_below_it(above, seen):
    top = CategoryFactory(**above)
    leaf = CategoryFactory(parent=CategoryFactory(parent=top))
    report = make_report(category=leaf)
    assert {name: getattr(report, name) for name in seen} == seen
    other = make_report()
    correct_category(other, category=leaf, user=member_of(other.department))
    assert {name: getattr(other, name) for name in seen} == seen


def test_switching_a_main_category_off_hides_the_reports_of_everything_below_it():
    top = CategoryFactory()
    make_public_report(category=CategoryFactory(parent=CategoryFactory(parent=top)))
    make_public_report()
    top.is_confidential = True
    top.save()
    assert Report.objects.public().count() == 1


def test_moving_a_category_below_a_hidden_one_hides_its_reports(editor):
    category = CategoryFactory()
    make_public_report(category=category)
    hidden = CategoryFactory(is_public=False)
    data = form_data(name=category.name, code=category.code, parent=hidden.pk)
    assert editor.post(reverse(EDIT, args=[category.pk]), data).status_code == 302
    assert not Report.objects.public().exists()


def test_a_category_without_reports_is_deleted_with_its_translations(editor):
    category = CategoryFactory()
    category.copy_for_translation(Locale.objects.create(language_code="en")).save()
    editor.post(reverse(DELETE, args=[category.pk]))
    assert not Category.objects.exists()


def test_a_category_whose_subcategory_moved_away_is_deleted_with_its_translations(editor):
    english = Locale.objects.create(language_code="en")
    old, new = CategoryFactory(), CategoryFactory()
    child = CategoryFactory(parent=old)
    for category in (old, new, child):
        category.copy_for_translation(english).save()
    data = form_data(name=child.name, code=child.code, parent=new.pk)
    editor.post(reverse(EDIT, args=[child.pk]), data)
    assert child.get_translation(english).parent == new.get_translation(english)
    assert editor.post(reverse(DELETE, args=[old.pk])).status_code == 302
    assert not Category.objects.filter(translation_key=old.translation_key).exists()


@pytest.mark.parametrize("role", ["reader", "clerk", "mail"])
def test_other_roles_neither_see_nor_change_categories(client, role):
    category = CategoryFactory()
    client.force_login(member_of(DepartmentFactory(), role=role))
    assert client.get(reverse(LIST)).status_code == 302
    for name, args in ((ADD, []), (EDIT, [category.pk]), (DELETE, [category.pk])):
        response = client.post(reverse(name, args=args), form_data())
        assert response.url == reverse("wagtailadmin_home")
    assert list(Category.objects.values_list("name", flat=True)) == [category.name]


def test_the_menu_shows_only_what_may_be_opened(editor, client):
    def urls():
        from wagtail_anliegen.admin_menu import menu

        request = client.get(reverse("wagtailadmin_home")).wsgi_request
        return {item.url for item in menu.menu_items_for_request(request)}

    assert reverse(LIST) in urls()
    assert reverse("wagtail_anliegen_reports:list") not in urls()
    client.force_login(member_of(DepartmentFactory()))
    assert reverse(LIST) not in urls()
    assert reverse("wagtail_anliegen_reports:list") in urls()
