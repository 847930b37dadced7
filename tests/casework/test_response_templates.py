"""Text templates: who keeps which, where they are offered, and what stands in for a placeholder."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Locale, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    ResponseTemplateFactory,
    UserFactory,
    central_inbox,
    default_site,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework.placeholders import validate_placeholders, values_of
from wagtail_anliegen.casework.response_templates import (
    ResponseTemplate,
    ResponseTemplateVariant,
    offered,
)
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.placeholders import PLACEHOLDERS, fill
from wagtail_anliegen.reports.states import Status


pytestmark = pytest.mark.django_db
NAME = "wagtail_anliegen_templates"


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(
        contact=Contact(name="Kim Muster", email="kim@example.org"), address="Bei Frau Müller"
    )


def given(report, **values) -> Report:
    Report.objects.filter(pk=report.pk).update(**values)
    return Report.objects.get(pk=report.pk)


def names(report) -> list[str]:
    return [each["name"] for each in offered(report)]


def text_of(response) -> str:
    return response.content.decode()


# --- placeholders -----------------------------------------------------------


@pytest.mark.parametrize("text", ["{refrence}", "{Reporter}", "{ reference }", "{}", "{name}"])
def test_an_unknown_placeholder_is_refused(text):
    with pytest.raises(ValidationError, match="reference"):
        validate_placeholders(f"Nummer {text}")


@pytest.mark.parametrize("text", ["{reference", "reference}", "{{reference}}", "}{"])
def test_a_bracket_without_its_partner_is_refused(text):
    with pytest.raises(ValidationError):
        validate_placeholders(text)


def test_every_placeholder_on_the_list_is_accepted():
    validate_placeholders(" ".join(f"{{{name}}}" for name in PLACEHOLDERS))


def test_no_placeholder_tells_who_reported_nor_the_secret_link(report):
    filled = " ".join(values_of(report).values())
    for secret in ("Kim", "Muster", "kim@example.org", report.secret_token, "Frau Müller"):
        assert secret not in filled


def test_an_address_is_inserted_only_once_a_person_has_released_it(report):
    assert "Müller" not in values_of(report)["address"]
    shown = make_public_report(address="Lindenweg 1")
    assert values_of(shown)["address"] == "Lindenweg 1"


def test_what_a_report_does_not_say_becomes_a_gap_that_cannot_be_sent(client, report):
    text = fill("Bis {district}.", values_of(report))
    assert text.startswith("Bis [… ")
    client.force_login(member_of(report.department))
    data = {"action": "answer", "seen": report.updated_at.isoformat(), "answer-text": text}
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    response = client.post(url, data)
    assert response.context["forms"]["answer"].errors["text"]
    assert report.updates.count() == 1
    district = DistrictFactory(name="Altstadt")
    assert values_of(given(report, district=district))["district"] == "Altstadt"


def test_a_value_is_never_read_as_a_placeholder_again():
    assert fill("{city}", {"city": "{link}", "link": "x"}) == "{link}"


def test_days_and_category_are_written_in_the_language_of_the_report(report):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translation = report.category.copy_for_translation(english)
    translation.name = "Street lamp"
    translation.save()
    values = values_of(given(report, language="en"))
    assert values["category"] == "Street lamp"
    assert values_of(given(report, language="de"))["category"] == report.category.name


def test_no_placeholder_names_a_colleague(report):
    clerk = UserFactory(username="anmeldename", first_name="Robin", last_name="Muster")
    filled = " ".join(values_of(given(report, handler=clerk)).values())
    assert "Robin" not in filled
    assert "anmeldename" not in filled


# --- what is offered --------------------------------------------------------


def test_templates_of_the_department_and_of_those_above_it_are_offered(report):
    above = DepartmentFactory()
    own, other = DepartmentFactory(parent=above), DepartmentFactory()
    for name, department in (("oben", above), ("eigen", own), ("fremd", other), ("alle", None)):
        ResponseTemplateFactory(name=name, department=department)
    assert set(names(given(report, department=own))) == {"oben", "eigen", "alle"}
    assert set(names(given(report, department=above))) == {"oben", "alle"}


def test_templates_of_the_category_and_of_those_above_it_are_offered(report):
    above = CategoryFactory()
    own, other = CategoryFactory(parent=above), CategoryFactory()
    for name, category in (("oben", above), ("eigen", own), ("fremd", other), ("alle", None)):
        ResponseTemplateFactory(name=name, category=category)
    assert set(names(given(report, category=own))) == {"oben", "eigen", "alle"}


def test_what_is_switched_off_or_of_another_site_is_not_offered(report):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.first())
    ResponseTemplateFactory(name="fremd", site=elsewhere)
    ResponseTemplateFactory(name="aus", is_active=False)
    assert names(report) == []


def test_the_variant_of_the_reports_language_is_inserted_or_else_the_main_one(report):
    english = Locale.objects.get_or_create(language_code="en")[0]
    template = ResponseTemplateFactory(text="Erledigt: {reference}")
    ResponseTemplateVariant.objects.create(
        template=template, locale=english, text="Done: {reference}"
    )
    for language, word in (("en", "Done"), ("de", "Erledigt"), ("fr", "Erledigt")):
        (each,) = offered(given(report, language=language))
        assert each["text"] == f"{word}: {report.reference}"


def test_the_case_view_hands_the_filled_texts_to_its_pickers(client, report):
    ResponseTemplateFactory(name="Fertig", text="</script><b>{reference}", status=Status.RESOLVED)
    client.force_login(member_of(report.department))
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    text = text_of(client.get(url))
    assert "</script><b>" not in text
    source = text.split('id="anliegen-text-templates" type="application/json">')[1]
    (each,) = json.loads(source.split("</script>")[0])
    assert each == {
        "name": "Fertig",
        "status": "resolved",
        "text": f"</script><b>{report.reference}",
    }
    assert text.count('data-controller="anliegen-templates"') >= 3
    client.force_login(member_of(report.department, role="reader"))
    assert "Fertig" not in text_of(client.get(url))


def test_a_hundred_templates_cost_as_much_as_one(client, report):
    client.force_login(member_of(report.department))
    url = reverse("wagtail_anliegen_reports:edit", args=[report.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    ResponseTemplateFactory(text="{city} {category} {today}")
    cost()
    before = cost()
    ResponseTemplateFactory.create_batch(100, text="{city} {category} {today} {district}")
    assert cost() == before


# --- who keeps them ---------------------------------------------------------


@pytest.fixture
def offices(report):
    """Two offices with a template each, one below the first, and one template for all."""
    a, b = DepartmentFactory(name="Amt A"), DepartmentFactory(name="Amt B")
    below = DepartmentFactory(name="Unter A", parent=a)
    return {
        "a": ResponseTemplateFactory(name="von A", department=a),
        "below": ResponseTemplateFactory(name="unter A", department=below),
        "b": ResponseTemplateFactory(name="von B", department=b),
        "all": ResponseTemplateFactory(name="für alle"),
    }


VIEWS = ("edit", "delete", "history", "history_results", "usage")


@pytest.mark.parametrize("view", VIEWS)
def test_an_office_manager_reaches_the_own_templates_and_no_others(client, offices, view):
    client.force_login(member_of(offices["a"].department, role="templates"))
    for key, status in (("a", 200), ("below", 200), ("b", 404), ("all", 404)):
        assert client.get(url_of(view, offices[key])).status_code == status, key


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_writing_to_the_templates_of_others_changes_nothing(client, offices, view):
    client.force_login(member_of(offices["a"].department, role="templates"))
    for key in ("b", "all"):
        data = sent(name="gekapert", department=offices["a"].department_id)
        assert client.post(url_of(view, offices[key]), data).status_code == 404
        assert ResponseTemplate.objects.get(pk=offices[key].pk).name == offices[key].name


def test_the_list_and_its_filters_show_the_own_ones_only(client, offices):
    client.force_login(member_of(offices["a"].department, role="templates"))
    for name in ("index", "index_results"):
        text = text_of(client.get(reverse(f"{NAME}:{name}")))
        assert "von A" in text
        assert "unter A" in text
        assert "von B" not in text
        assert "für alle" not in text
        assert "Amt B" not in text


def test_the_central_inbox_keeps_those_for_all_departments(client, offices):
    client.force_login(member_of(central_inbox(), role="templates"))
    for template in offices.values():
        assert client.get(url_of("edit", template)).status_code == 200
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for template in offices.values():
        assert client.get(url_of("edit", template)).status_code == 200


def test_without_the_permission_nobody_keeps_any(client, offices):
    client.force_login(member_of(offices["a"].department))
    for view in ("edit", "delete", "history", "usage"):
        response = client.get(url_of(view, offices["a"]))
        assert response.status_code == 302
        assert response.headers["Location"] == reverse("wagtailadmin_home")


def test_an_office_manager_writes_for_the_own_department(client, offices):
    client.force_login(member_of(offices["a"].department, role="templates"))
    mine, theirs = offices["a"].department_id, offices["b"].department_id
    for department, kept in ((mine, True), (theirs, False), ("", False)):
        client.post(reverse(f"{NAME}:add"), sent(name=f"neu {department}", department=department))
        assert ResponseTemplate.objects.filter(name=f"neu {department}").exists() == kept
    client.post(url_of("edit", offices["a"]), sent(name="weg", department=""))
    client.post(url_of("edit", offices["a"]), sent(name="weg", department=theirs))
    assert ResponseTemplate.objects.get(pk=offices["a"].pk).name == "von A"


def test_the_central_inbox_of_one_site_does_not_write_for_all_of_another(client, report):
    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.first())
    department = DepartmentFactory(site=elsewhere)
    user = member_of(central_inbox(), role="templates")
    user.groups.add(department.group)
    client.force_login(user)
    add = reverse(f"{NAME}:add")
    client.post(add, sent(name="für alle dort", site=elsewhere.pk))
    assert not ResponseTemplate.objects.exists()
    client.post(add, sent(name="für dieses Amt", site=elsewhere.pk, department=department.pk))
    client.post(add, sent(name="für alle hier", site=default_site().pk))
    assert ResponseTemplate.objects.count() == 2


@pytest.mark.parametrize("text", ["Nummer {refrence}", "Nummer {reference"])
def test_a_faulty_text_is_marked_next_to_the_field(client, offices, text):
    client.force_login(member_of(central_inbox(), role="templates"))
    response = client.post(reverse(f"{NAME}:add"), sent(text=text))
    assert response.context["form"].errors["text"]
    assert escape("{reference}") in text_of(response)
    rows = inline_formset([{"locale": english().pk, "text": text}])
    response = client.post(
        reverse(f"{NAME}:add"), {**sent(), **nested_form_data({"variants": rows})}
    )
    assert response.context["form"].formsets["variants"].errors[0]["text"]
    assert ResponseTemplate.objects.count() == 4


def test_a_variant_is_kept_once_a_language_and_not_for_the_main_one(client, offices):
    client.force_login(member_of(central_inbox(), role="templates"))
    main = Locale.get_default()
    for locales in ([main.pk], [english().pk, english().pk]):
        rows = inline_formset([{"locale": pk, "text": "Done"} for pk in locales])
        client.post(reverse(f"{NAME}:add"), {**sent(), **nested_form_data({"variants": rows})})
        assert not ResponseTemplateVariant.objects.exists()
    rows = inline_formset([{"locale": english().pk, "text": "Done"}])
    client.post(reverse(f"{NAME}:add"), {**sent(), **nested_form_data({"variants": rows})})
    assert ResponseTemplateVariant.objects.get().template.name == "neu"


def test_where_one_language_is_spoken_nobody_is_asked_for_another(client, offices):
    Locale.objects.exclude(pk=Locale.get_default().pk).delete()
    client.force_login(member_of(central_inbox(), role="templates"))
    assert "variants-TOTAL_FORMS" not in text_of(client.get(reverse(f"{NAME}:add")))
    client.post(reverse(f"{NAME}:add"), {"name": "einsprachig", "text": "x", "sort_order": 0})
    assert ResponseTemplate.objects.filter(name="einsprachig").exists()


def test_what_a_template_names_is_not_deleted_before_it(client, offices):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    department = offices["b"].department
    client.post(reverse("wagtail_anliegen_departments:delete", args=[department.pk]))
    assert ResponseTemplate.objects.get(pk=offices["b"].pk).department == department


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def url_of(view, template) -> str:
    return reverse(f"{NAME}:{view}", args=[template.pk])


def sent(**values) -> dict:
    english()
    data = {"name": "neu", "text": "Guten Tag", "sort_order": 0, "is_active": "on", **values}
    return {**data, **nested_form_data({"variants": inline_formset([])})}
