"""What comes by telephone, letter or at the counter: staff enter it through the one front door."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page, Site

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    StreetFactory,
    UserFactory,
    central_inbox,
    make_report,
    member_of,
)
from tests.maintaining import faults, page_of
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([^"]+)"')
ENTER = "/admin/anliegen/enter/"


@pytest.fixture
def category():
    call_command("setup_anliegen", verbosity=0)
    return CategoryFactory(code="laterne", name="Laterne")


@pytest.fixture
def clerk(category):
    return member_of(central_inbox())


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def fresh_key(client) -> str:
    return KEY.search(client.get(ENTER).content.decode())[1]


def now_as_typed(**ago) -> str:
    return timezone.localtime(timezone.now() - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def typed(client, **values) -> dict:
    usual = {
        "action": "enter",
        "channel": "phone",
        "received_at": now_as_typed(),
        "category": "laterne",
        "language": "de",
        "description": "Die Laterne ist aus.",
        "location_note": "Vor der Schule",
    }
    return {"key": values.pop("key", None) or fresh_key(client), **usual, **values}


def test_a_telephone_report_is_a_report_like_any_other(desk, clerk):
    data = typed(desk, name="Kim Muster", email="kim@example.org", note="Für die Nachbarin")
    response = desk.post(ENTER, data, follow=True)
    report = Report.objects.get()
    assert report.reference in response.content.decode()
    assert (report.channel, report.entered_by) == ("phone", clerk)
    assert report.reporter.email == "kim@example.org"
    assert report.notes.get().text == "Für die Nachbarin"
    assert OutgoingMessage.objects.filter(kind="receipt").count() == 1
    assert not report.live
    entry = ReportLogEntry.objects.get(action="anliegen.enter")
    assert (entry.user, entry.data) == (clerk, {"channel": "phone"})


def test_the_case_says_who_entered_it_and_how_it_came(desk, clerk):
    desk.post(ENTER, typed(desk, channel="mobile"))
    url = reverse("wagtail_anliegen_reports:edit", args=[Report.objects.get().pk])
    text = desk.get(url).content.decode()
    assert "mobiles Bürgeramt" in text
    assert clerk.get_username() in text


def test_the_link_for_the_person_at_the_counter_is_shown_for_half_an_hour(desk):
    page = desk.post(ENTER, typed(desk)).url
    assert "data:image/svg" in desk.get(page).content.decode()
    ReportDraft.objects.update(updated_at=timezone.now() - timedelta(minutes=31))
    later = desk.get(page).content.decode()
    assert Report.objects.get().reference in later
    assert "data:image/svg" not in later


def test_a_double_click_and_the_way_back_yield_one_report(desk):
    data = typed(desk)
    first = desk.post(ENTER, data)
    second = desk.post(ENTER, {**data, "description": "Anderes"})
    assert first.url == second.url
    assert Report.objects.get().description == "Die Laterne ist aus."


def test_the_same_key_after_the_draft_was_swept_is_still_the_same_report(desk):
    data = typed(desk)
    desk.post(ENTER, data)
    ReportDraft.objects.all().delete()
    desk.post(ENTER, data)
    assert Report.objects.count() == 1


def test_a_key_of_ones_own_making_or_of_a_colleague_is_refused(desk, client):
    assert desk.post(ENTER, typed(desk, key="ausgedacht")).status_code == 404
    key = fresh_key(desk)
    client.force_login(member_of(central_inbox()))
    assert client.post(ENTER, typed(client, key=key)).status_code == 404
    assert not Report.objects.exists()


def test_a_letter_counts_from_the_day_it_arrived_and_never_from_tomorrow(desk):
    desk.post(ENTER, typed(desk, channel="letter", received_at=now_as_typed(days=10)))
    report = Report.objects.get()
    assert timezone.now() - report.created_at > timedelta(days=9)
    for wrong in (now_as_typed(days=-1), now_as_typed(days=500), "gestern"):
        desk.post(ENTER, typed(desk, received_at=wrong))
    assert Report.objects.count() == 1


def test_the_questions_appear_with_the_category_and_what_was_typed_stays(desk, category):
    CategoryQuestionFactory(category=category, label="Mastnummer", code="mast")
    data = typed(desk, action="show", description="Fängt an", received_at="quatsch")
    text = desk.post(ENTER, data).content.decode()
    assert "Mastnummer" in text
    assert "Fängt an" in text
    assert "quatsch" in text
    assert 'aria-invalid="true"' not in text
    assert not Report.objects.exists()
    desk.post(ENTER, typed(desk, **{"q-mast": "17"}))
    assert Report.objects.get().answers == [
        {"code": "mast", "question": "Mastnummer", "answer": "17"}
    ]


def test_a_letter_need_not_answer_what_the_online_form_must_know(desk, category):
    CategoryQuestionFactory(category=category, label="Wo?", code="wo", required=True)
    desk.post(ENTER, typed(desk))
    assert Report.objects.get().answers == []


def test_an_answer_that_ends_the_form_is_a_hint_for_staff_and_no_dead_end(desk, category):
    CategoryQuestionFactory(
        category=category,
        label="Grund",
        code="grund",
        field_type="radio",
        choices="öffentlich\nprivat",
        stop_answer="privat",
        stop_text="Bitte an die Eigentümerin wenden.",
    )
    assert "Eigentümerin" in desk.post(ENTER, typed(desk, action="show")).content.decode()
    desk.post(ENTER, typed(desk, **{"q-grund": "privat"}))
    assert Report.objects.get().answers[0]["answer"] == "privat"


def test_out_of_season_staff_may_still_enter(desk, category):
    day = timezone.localdate() + timedelta(days=40)
    Category.objects.filter(pk=category.pk).update(
        season_from_day=day.day,
        season_from_month=day.month,
        season_to_day=day.day,
        season_to_month=day.month,
        off_season_text="Erst im Frühling.",
    )
    assert "Erst im Frühling." in desk.post(ENTER, typed(desk, action="show")).content.decode()
    desk.post(ENTER, typed(desk))
    assert Report.objects.exists()


def test_what_others_take_in_is_not_entered_here(desk, category):
    Category.objects.filter(pk=category.pk).update(external_url="https://example.org/")
    assert "https://example.org/" in desk.post(ENTER, typed(desk)).content.decode()
    assert not Report.objects.exists()


def test_who_has_no_address_is_anonymous_only_when_staff_say_so(desk, category):
    Category.objects.filter(pk=category.pk).update(contact="required")
    desk.post(ENTER, typed(desk))
    assert not Report.objects.exists()
    desk.post(ENTER, typed(desk, anonymous="on"))
    assert "anonym" in Report.objects.get().notes.get().text


def test_a_category_that_asks_nobody_takes_no_contact_data_from_staff_either(desk, category):
    Category.objects.filter(pk=category.pk).update(contact="forbidden")
    desk.post(ENTER, typed(desk, email="kim@example.org"))
    assert not hasattr(Report.objects.get(), "reporter")


def test_photos_survive_a_mistake_and_can_be_removed(desk, photo_bytes):
    data = typed(desk, description="")
    upload = SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")
    text = desk.post(ENTER, {**data, "photos": upload}).content.decode()
    photo = Photo.objects.get()
    assert photo.report is None
    address = re.search(r'<img src="([^"]+/photo/[^"]+)"', text)[1]
    assert desk.get(address)["Content-Type"] == "image/jpeg"
    other = SimpleUploadedFile("b.jpg", photo_bytes("blue"), "image/jpeg")
    desk.post(ENTER, {**data, "photos": other})
    desk.post(ENTER, {**data, "remove": str(photo.uuid), "action": ""})
    desk.post(ENTER, {**data, "description": "Jetzt mit Text"})
    assert Report.objects.get().photos.count() == 1
    assert desk.get(address).status_code == 404


def test_a_file_that_is_no_photo_is_named_and_nothing_is_entered(desk):
    upload = SimpleUploadedFile("brief.pdf", b"%PDF-1.4", "application/pdf")
    text = desk.post(ENTER, {**typed(desk), "photos": upload}).content.decode()
    assert "brief.pdf" in text
    assert not Report.objects.exists()


def test_the_search_sets_the_pin_and_a_changed_address_does_not_keep_it(desk):
    StreetFactory(name="Lindenweg", house_number="1", latitude=51.65, longitude=7.85)
    StreetFactory(name="Ahornweg", house_number="2", latitude=51.66, longitude=7.86)
    found = desk.post(ENTER, typed(desk, action="search", address="Lindenweg 1"))
    place = found.context["forms"]["place"].initial
    assert place["place"] == "51.650000, 7.850000"
    stale = {name: place[name] for name in ("place", "found_place", "found_address")}
    desk.post(ENTER, typed(desk, address="Ahornweg 2", **stale))
    assert Report.objects.get().latitude == 51.66


def test_a_place_outside_the_city_is_refused_as_online(desk):
    DistrictFactory()
    desk.post(ENTER, typed(desk, place="48.1, 11.5"))
    assert not Report.objects.exists()


def test_who_may_release_can_do_so_at_once(desk):
    desk.post(ENTER, typed(desk, release="on"))
    assert Report.objects.get().is_public


def test_who_may_not_release_is_not_offered_it(client, category):
    user = UserFactory(permissions=["access_admin", "enter_report"])
    client.force_login(user)
    assert 'name="release"' not in client.get(ENTER).content.decode()
    client.post(ENTER, typed(client, release="on"))
    assert not Report.objects.get().live


def test_who_enters_for_another_department_gets_the_number_and_not_the_case(client, category):
    RoutingRuleFactory(category=category, department=DepartmentFactory(name="Lichtamt"))
    client.force_login(member_of(DepartmentFactory(name="Bürgerbüro")))
    response = client.post(ENTER, typed(client, release="on"), follow=True)
    report, text = Report.objects.get(), response.content.decode()
    assert report.reference in text
    assert "Lichtamt" in text
    case = reverse("wagtail_anliegen_reports:edit", args=[report.pk])
    assert case not in text
    assert client.get(case).status_code == 404
    assert not report.live


def test_nobody_else_sees_the_page_with_the_number(desk, client):
    done = desk.post(ENTER, typed(desk)).url
    client.force_login(member_of(central_inbox()))
    assert client.get(done).status_code == 404


def test_without_the_permission_there_is_no_form(client, category):
    client.force_login(member_of(central_inbox(), role="reader"))
    assert client.get(ENTER, follow=True).redirect_chain
    assert client.post(ENTER, {"key": "x"}).status_code == 302


def test_cities_stay_apart(client, category):
    elsewhere = Site.objects.create(
        hostname="anderswo.test", root_page=Page.objects.get(depth=1), site_name="Anderswo"
    )
    CategoryFactory(site=elsewhere, code="dort", name="Nur dort")
    client.force_login(member_of(DepartmentFactory(site=elsewhere)))
    text = client.get(ENTER).content.decode()
    assert "Nur dort" in text
    assert "Laterne" not in text
    assert client.get(ENTER, {"site": category.site_id}).status_code == 404


def test_without_anybody_to_take_it_nothing_typed_is_lost(desk, clerk):
    department = central_inbox()
    department.is_central = False
    department.save()
    text = desk.post(ENTER, typed(desk)).content.decode()
    assert "Die Laterne ist aus." in text
    assert not Report.objects.exists()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_call_is_entered_by_keyboard_alone(browser_context, category):
    StreetFactory(name="Lindenweg", house_number="1")
    CategoryQuestionFactory(category=category, label="Mastnummer", code="mast")
    for width in (1280, 768, 390):
        page = page_of(
            member_of(central_inbox()), browser_context, viewport={"width": width, "height": 900}
        )
        began = timezone.now()
        page.goto(ENTER)
        expect(page.locator("#id_channel")).to_be_focused()
        press = page.keyboard.press
        page.focus("#id_category")
        page.keyboard.type("Laterne")
        expect(page.get_by_label("Mastnummer")).to_be_visible()
        press("Tab")
        page.keyboard.type("Es ist dunkel.")
        press("Tab")
        page.keyboard.type("17")
        press("Tab")
        page.keyboard.type("Lindenweg 1")
        press("Enter")
        expect(page.locator("#id_place")).to_have_value("51.650000, 7.850000")
        assert faults(page) == []
        overflow = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(overflow)
        page.focus('button[value="enter"]')
        press("Enter")
        expect(page.locator(".anliegen-entered__reference")).to_be_visible()
        assert timezone.now() - began < timedelta(minutes=1)
        assert faults(page) == []
    answers = [report.answers[0]["answer"] for report in Report.objects.all()]
    assert answers == ["17"] * 3


LAMP = {"place": "51.65, 7.85", "description": "Die Laterne leuchtet nicht."}


def known(client, category, **values) -> str:
    """The page after somebody chose the category and set the pin."""
    data = typed(client, action="known", category=category.code, **LAMP, **values)
    return client.post(ENTER, data).content.decode()


def test_what_was_reported_nearby_is_shown_before_it_is_entered_again(desk, category):
    before = make_report(
        category=category, latitude=51.65, longitude=7.85, description=LAMP["description"]
    )
    assert before.reference in known(desk, category)
    assert before.reference not in known(desk, CategoryFactory(name="Müll"))
    assert Report.objects.count() == 1


def test_what_this_person_may_not_see_is_not_shown_as_known(client, desk, category):
    before = make_report(category=category, latitude=51.65, longitude=7.85)
    client.force_login(member_of(DepartmentFactory()))
    assert before.reference not in known(client, category)
