"""The citizen's form from the first screen to the last, without scripts."""

import pytest
from wagtail.models import Locale

from tests.factories import CategoryFactory, CategoryQuestionFactory, DistrictFactory, StreetFactory
from tests.intake.walking import BASE, leads_to, text
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.geocoders import Place
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db


# --- all the way ------------------------------------------------------------------


def test_nothing_below_a_category_that_is_switched_off_is_offered_however_deep(citizen):
    off = CategoryFactory(name="Aus", is_active=False)
    below = CategoryFactory(name="Darunter", parent=off)
    CategoryFactory(name="Weit darunter", parent=below)
    CategoryFactory(name="Offen")
    shown = text(citizen.get("category/"))
    assert "Offen" in shown
    assert "arunter" not in shown


def test_a_report_with_contact_from_start_to_thanks(citizen):
    litter = CategoryFactory(name="Müll", code="muell")
    assert f"{BASE}category/" in citizen.get().content.decode()
    assert leads_to(citizen.choose(litter), "place/")
    assert leads_to(citizen.place(location_note="Hinter der Bank"), "details/")
    assert leads_to(citizen.details(litter), "contact/")
    assert leads_to(citizen.contact(name="Kim Muster", email="kim@example.org"), "check/")
    shown = text(citizen.get("check/"))
    for words in ("Müll", "Lindenweg 1", "Hinter der Bank", "Hier liegt etwas.", "Kim Muster"):
        assert words in shown
    assert leads_to(citizen.send(), "sent/")
    report = Report.objects.get()
    assert (report.category, report.address) == (litter, "Lindenweg 1")
    assert report.reporter.email == "kim@example.org"
    assert report.language == "en"
    assert OutgoingMessage.objects.filter(kind="receipt").count() == 1
    thanks = citizen.get("sent/").content.decode()
    assert report.reference in thanks
    assert report.secret_url in thanks
    assert "data:image/svg+xml" in thanks


def test_an_anonymous_report_is_a_full_report(citizen):
    category = CategoryFactory()
    assert leads_to(citizen.walk(category), "check/")
    citizen.send()
    assert not hasattr(Report.objects.get(), "reporter")


def test_where_contact_is_forbidden_it_is_not_asked_for(citizen):
    category = CategoryFactory(contact=Category.Contact.FORBIDDEN)
    citizen.choose(category)
    citizen.place()
    assert leads_to(citizen.details(category), "check/")
    assert leads_to(citizen.get("contact/"), "check/")
    assert "step 4 of 4" in text(citizen.get("check/"))


def test_where_contact_is_required_only_the_email_is(citizen):
    category = CategoryFactory(contact=Category.Contact.REQUIRED)
    refused = citizen.walk(category, name="Kim")
    assert "Please enter your e-mail address." in text(refused)
    assert 'value="Kim"' in refused.content.decode()
    assert leads_to(citizen.contact(email="kim@example.org"), "check/")


def test_an_email_address_longer_than_the_report_holds_is_refused_where_it_is_typed(citizen):
    long_address = f"{'k' * 64}@{'.'.join(['x' * 60] * 3)}.example.org"
    assert len(long_address) > 254
    refused = citizen.walk(CategoryFactory(), email=long_address)
    assert 'href="#id_email"' in refused.content.decode()


def test_a_category_without_a_place_does_not_ask_for_one(citizen):
    praise = CategoryFactory(needs_place=False)
    assert leads_to(citizen.choose(praise), "details/")
    assert "step 2 of 4" in text(citizen.get("details/"))


def test_going_back_and_changing_a_step_returns_to_the_check(citizen):
    category = CategoryFactory()
    citizen.walk(category)
    assert "Lindenweg 1" in citizen.get("place/").content.decode()
    assert leads_to(citizen.place(address="Am Bach 2"), "check/")
    assert "Am Bach 2" in text(citizen.get("check/"))


@pytest.mark.parametrize(
    "path",
    [
        "place/x/",
        "details/x/",
        "check/x/",
        "sent/x/",
        "photos/a/b/",
        "search/x/",
        "category/a/b/c/",
    ],
)
def test_an_address_that_goes_on_behind_a_step_is_not_found(citizen, path):
    citizen.choose(CategoryFactory())
    assert citizen.get(path).status_code == 404
    assert citizen.post(path).status_code == 404


# --- categories -------------------------------------------------------------------


def test_a_main_category_leads_to_those_below_it_and_can_be_chosen_itself(citizen):
    roads = CategoryFactory(name="Straßen")
    hole = CategoryFactory(name="Schlagloch", parent=roads)
    assert leads_to(citizen.choose(roads), f"category/{roads.code}/")
    assert "Schlagloch" in text(citizen.get(f"category/{roads.code}/"))
    assert leads_to(citizen.choose(roads, above=roads), "place/")
    assert leads_to(citizen.choose(hole, above=roads), "place/")
    assert ReportDraft.objects.get().data["category"] == hole.pk


def test_nothing_chosen_is_said_kindly(citizen):
    CategoryFactory()
    refused = citizen.post("category/")
    assert "Please choose what it is about." in text(refused)
    assert "<title>Error:" in refused.content.decode()


def test_a_code_from_a_poster_is_chosen_already(citizen):
    roads = CategoryFactory(name="Straßen")
    hole = CategoryFactory(name="Schlagloch", parent=roads)
    start = citizen.client.get(BASE, {"category": hole.code})
    assert "Schlagloch" in text(start)
    assert f"{BASE}category/?category={hole.code}" in start.content.decode()
    shown = citizen.client.get(f"{BASE}category/", {"category": hole.code}).content.decode()
    assert f'value="{hole.code}" id="id_category_0" checked' in shown
    assert f'action="/en/melden/category/{roads.code}/"' in shown


def test_a_danger_is_read_before_the_form_goes_on(citizen):
    tree = CategoryFactory(hazard_notice="Fällt der Baum? Rufen Sie 112 an.")
    assert leads_to(citizen.choose(tree), f"category/{tree.code}/notice/")
    assert "Rufen Sie 112 an." in text(citizen.get(f"category/{tree.code}/notice/"))
    assert not ReportDraft.objects.exists()
    assert leads_to(citizen.post(f"category/{tree.code}/notice/"), "place/")


def test_a_danger_shown_with_the_subcategories_is_not_shown_again(citizen):
    tree = CategoryFactory(hazard_notice="Rufen Sie 112 an.")
    branch = CategoryFactory(parent=tree)
    assert "Rufen Sie 112 an." in text(citizen.get(f"category/{tree.code}/"))
    assert leads_to(citizen.choose(branch, above=tree), "place/")


def out_of_season(today, **values):
    month = today.month % 12 + 1
    return CategoryFactory(
        season_from_day=2,
        season_from_month=month,
        season_to_day=3,
        season_to_month=month,
        off_season_text="Erst im Frühjahr wieder.",
        **values,
    )


def test_out_of_season_its_text_is_shown_instead_of_the_form(citizen):
    from django.utils import timezone

    moth = out_of_season(timezone.localdate())
    assert leads_to(citizen.choose(moth), f"category/{moth.code}/notice/")
    shown = citizen.get(f"category/{moth.code}/notice/")
    assert "Erst im Frühjahr wieder." in text(shown)
    assert "<form" not in shown.content.decode()
    citizen.post(f"category/{moth.code}/notice/")
    assert not ReportDraft.objects.exists()


def test_an_external_category_links_out_and_takes_nothing(citizen):
    lamp = CategoryFactory(external_url="https://example.org/lampen")
    assert leads_to(citizen.choose(lamp), f"category/{lamp.code}/notice/")
    assert 'href="https://example.org/lampen"' in (
        citizen.get(f"category/{lamp.code}/notice/").content.decode()
    )
    citizen.post(f"category/{lamp.code}/notice/")
    assert not ReportDraft.objects.exists()


def test_a_category_withdrawn_in_the_meantime_is_asked_for_again(citizen):
    category = CategoryFactory()
    CategoryFactory()
    citizen.walk(category)
    Category.objects.filter(pk=category.pk).update(is_active=False)
    assert leads_to(citizen.get("check/"), "category/")


def test_reading_and_asking_costs_the_same_for_5_and_50_categories(
    citizen, django_assert_max_num_queries
):
    def queries(path):
        with django_assert_max_num_queries(40) as captured:
            citizen.get(path)
        return len(captured)

    CategoryFactory.create_batch(5)
    citizen.get("category/")
    few = queries("category/"), queries("")
    for top in CategoryFactory.create_batch(9):
        CategoryFactory.create_batch(5, parent=top)
    assert (queries("category/"), queries("")) == few


# --- place ------------------------------------------------------------------------


@pytest.fixture
def at_place(citizen):
    citizen.choose(CategoryFactory())
    return citizen


def test_a_place_is_needed_and_nothing_typed_is_lost(at_place):
    refused = at_place.place(address="", latitude="51,65", longitude="")
    assert "Please enter both coordinates" in text(refused)
    assert 'value="51,65"' in refused.content.decode()
    assert "Please tell us where it is." in text(at_place.place(address=""))


def test_words_are_enough_for_a_place(at_place):
    assert leads_to(at_place.place(address="", location_note="Beim alten Mühlrad"), "details/")


def test_a_street_that_is_known_gets_its_position(at_place):
    StreetFactory(name="Lindenweg", latitude=51.6, longitude=7.8)
    at_place.place(address="Lindenweg 12")
    place = ReportDraft.objects.get().data["place"]
    assert (place["latitude"], place["longitude"]) == (51.6, 7.8)


def test_searching_lists_what_fits_and_judges_nothing(at_place):
    StreetFactory(name="Lindenweg", postcode="59065")
    StreetFactory(name="Lindenplatz", latitude=51.61)
    shown = at_place.place(address="Linden", action="search")
    assert "Lindenweg, 59065" in text(shown)
    assert "Error:" not in shown.content.decode()
    assert "None of these" in text(shown)


def test_of_several_places_one_must_be_chosen_or_none(at_place):
    StreetFactory(name="Lindenweg")
    StreetFactory(name="Lindenplatz", latitude=51.61)
    refused = at_place.place(address="Linden")
    assert "Please choose one of the places." in text(refused)
    choice = '{"latitude": 51.61, "longitude": 7.85, "address": "Lindenplatz"}'
    assert leads_to(at_place.place(address="Linden", match=choice), "details/")
    assert ReportDraft.objects.get().data["place"]["latitude"] == 51.61
    assert leads_to(at_place.place(address="Linden", match="words"), "details/")
    place = ReportDraft.objects.get().data["place"]
    assert (place["address"], place["latitude"]) == ("Linden", None)


def test_a_place_that_nobody_knows_is_kept_as_words(at_place):
    shown = at_place.place(address="Am Nirgendwo 7", action="search")
    assert "We know no place of that name." in text(shown)
    assert leads_to(at_place.place(address="Am Nirgendwo 7"), "details/")


def test_a_point_gets_its_address(at_place):
    StreetFactory(name="Lindenweg", latitude=51.6501, longitude=7.8501)
    at_place.place(address="", latitude="51,65", longitude="7.85")
    assert ReportDraft.objects.get().data["place"]["address"] == "Lindenweg"


def test_new_words_replace_an_old_position(at_place):
    at_place.place(address="Lindenweg 1", latitude="51.65", longitude="7.85")
    at_place.place(address="Am Bach 2", latitude="51.650000", longitude="7.850000")
    assert ReportDraft.objects.get().data["place"]["latitude"] is None


def test_a_place_outside_the_city_is_refused_kindly(at_place):
    DistrictFactory()
    refused = at_place.place(latitude="48.1", longitude="11.5")
    assert "This place is outside of our city" in text(refused)
    assert leads_to(at_place.place(latitude="51.65", longitude="7.85"), "details/")


def test_the_editors_say_who_is_responsible_outside(at_place, form):
    from wagtail_anliegen.editor_settings import AnliegenSettings

    DistrictFactory()
    settings = AnliegenSettings.for_site(form.get_site())
    settings.outside_text = "Dort hilft der Kreis Unna."
    settings.save()
    refused = at_place.place(latitude="48.1", longitude="11.5")
    assert "Dort hilft der Kreis Unna." in text(refused)


@pytest.mark.parametrize("degrees", ["nan", "inf", "91", "abc", "1e400"])
def test_nonsense_is_no_coordinate(at_place, degrees):
    assert at_place.place(latitude=degrees, longitude="7").status_code == 200


def test_the_map_learns_addresses_and_limits_from_us(at_place):
    DistrictFactory()
    StreetFactory(name="Lindenweg", latitude=51.65, longitude=7.85)
    found = at_place.client.get(f"{BASE}search/", {"q": "linden"}).json()
    assert found == {"places": [{"label": "Lindenweg", "latitude": 51.65, "longitude": 7.85}]}
    inside = at_place.client.get(f"{BASE}locate/", {"latitude": 51.65, "longitude": 7.85}).json()
    assert inside == {"inside": True, "address": "Lindenweg", "text": ""}
    outside = at_place.client.get(f"{BASE}locate/", {"latitude": 1, "longitude": 1}).json()
    assert not outside["inside"]
    assert at_place.client.get(f"{BASE}locate/", {"latitude": "x"}).status_code == 400


def test_without_a_geocoder_the_form_goes_on(at_place, settings):
    settings.ANLIEGEN_GEOCODER = "tests.intake.test_form.BrokenGeocoder"
    assert at_place.client.get(f"{BASE}search/", {"q": "linden"}).json() == {"places": []}
    assert leads_to(at_place.place(latitude="51.6", longitude="7.8", address=""), "details/")


def test_a_geocoders_long_name_for_a_place_is_cut_to_what_the_report_holds(at_place, settings):
    settings.ANLIEGEN_GEOCODER = "tests.intake.test_form.WordyGeocoder"
    found = at_place.client.get(f"{BASE}search/", {"q": "linden"}).json()["places"]
    assert {len(place["label"]) for place in found} == {255}
    shown = at_place.place(address="Linden", action="search")
    choice = shown.context["form"].match_choices[0][0]
    assert leads_to(at_place.place(address="Linden", match=choice), "details/")
    assert len(ReportDraft.objects.get().data["place"]["address"]) == 255


class WordyGeocoder:
    def search(self, words, *, site, limit=8):
        return [Place(label=f"{number} {'x' * 300}", latitude=1, longitude=1) for number in (1, 2)]


class BrokenGeocoder:
    def search(self, words, *, site, limit=8):
        from wagtail_anliegen.geo.geocoders import GeocoderError

        raise GeocoderError

    def reverse(self, latitude, longitude, *, site):
        return self.search("", site=site)


@pytest.mark.parametrize("is_public", [True, False])
def test_whoever_writes_what_tells_who_somebody_is_reads_it_before_sending(citizen, is_public):
    category = CategoryFactory(is_public=is_public)
    citizen.choose(category)
    citizen.place()
    citizen.details(category, description="Frau Muster sagt: Ruft 0123 456789 an")
    citizen.contact()
    shown = text(citizen.get("check/"))
    assert ("Muster (name)" in shown) == is_public
    assert ("0123 456789 (phone number)" in shown) == is_public
    assert leads_to(citizen.send(), "sent/")


# --- questions --------------------------------------------------------------------


def asking(citizen, **question):
    category = CategoryFactory()
    CategoryQuestionFactory(category=category, label="Wo liegt es?", code="grund", **question)
    citizen.choose(category)
    citizen.place()
    return category


def test_answers_reach_the_report_in_the_words_of_the_rules(citizen):
    category = asking(citizen, field_type="radio", choices="öffentlich\nprivat", required=True)
    citizen.details(category, **{"q-grund": "öffentlich"})
    citizen.contact()
    assert "öffentlich" in text(citizen.get("check/"))
    citizen.send()
    assert Report.objects.get().answers == [
        {"code": "grund", "question": "Wo liegt es?", "answer": "öffentlich"}
    ]


def test_a_required_answer_must_be_given_and_the_rest_is_kept(citizen):
    category = asking(citizen, field_type="singleline", required=True)
    refused = citizen.details(category, description="Schon getippt.")
    assert 'href="#id_q-grund"' in refused.content.decode()
    assert "Schon getippt." in text(refused)
    assert "Schon getippt." in text(citizen.get("details/"))
    assert leads_to(citizen.get("check/"), "details/")


def test_an_answer_can_end_the_form_before_anything_else_is_asked(citizen):
    category = asking(
        citizen,
        field_type="radio",
        choices="öffentlich,privat",
        stop_answer="privat",
        stop_text="Dafür ist die Eigentümerin zuständig.",
    )
    stopped = citizen.details(category, description="", **{"q-grund": "privat"})
    assert leads_to(stopped, "stop/")
    shown = text(citizen.get("stop/"))
    assert "Dafür ist die Eigentümerin zuständig." in shown
    assert "Nothing was sent." in shown
    assert leads_to(citizen.get("check/"), "details/")
    assert leads_to(citizen.details(category, **{"q-grund": "öffentlich"}), "contact/")
    assert leads_to(citizen.get("stop/"), "contact/")


def test_a_checkbox_can_end_the_form(citizen):
    category = asking(citizen, field_type="checkbox", stop_answer="on", stop_text="112!")
    assert leads_to(citizen.details(category, **{"q-grund": "on"}), "stop/")


@pytest.mark.parametrize(
    ("field_type", "typed", "kept"),
    [
        ("date", "2026-05-01", "2026-05-01"),
        ("datetime", "2026-05-01T10:00", "2026-05-01T10:00:00+02:00"),
        ("number", "7.5", "7.5"),
        ("email", "a@example.org", "a@example.org"),
        ("url", "https://example.org", "https://example.org"),
        ("multiline", "Viel\nText", "Viel\nText"),
        ("dropdown", "b", "b"),
        ("checkboxes", ["a", "b"], ["a", "b"]),
        ("multiselect", ["b"], ["b"]),
        ("checkbox", "on", "on"),
    ],
)
def test_every_field_type_of_wagtail_can_ask(citizen, field_type, typed, kept):
    category = asking(citizen, field_type=field_type, choices="a\nb\nc")
    assert citizen.get("details/").status_code == 200
    assert leads_to(citizen.details(category, **{"q-grund": typed}), "contact/")
    citizen.contact()
    citizen.send()
    answer = Report.objects.get().answers[0]["answer"]
    assert answer.replace("\r\n", "\n") == kept if isinstance(kept, str) else answer == kept


def test_questions_are_asked_in_the_readers_language_and_kept_in_that_of_the_rules(citizen):
    category = asking(citizen, field_type="radio", choices="öffentlich\nprivat")
    english = Locale.objects.get(language_code="en")
    words = category.copy_for_translation(english)
    words.name = "Litter"
    question = words.questions.get()
    question.label, question.choices = "On which ground?", "public\nprivate"
    words.questions = [question]
    words.save()
    assert "Litter" in text(citizen.get("category/"))
    shown = citizen.get("details/")
    assert "On which ground?" in text(shown)
    assert 'value="privat"' in shown.content.decode()
    citizen.details(category, **{"q-grund": "privat"})
    citizen.contact()
    assert "private" in text(citizen.get("check/"))
    citizen.send()
    report = Report.objects.get()
    assert report.answers == [{"code": "grund", "question": "Wo liegt es?", "answer": "privat"}]
    assert report.language == "en"
    assert report.category == category
