"""Citizens report in a real browser: on a phone, without scripts, by keyboard alone."""

import gzip
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from PIL import Image
from playwright.sync_api import expect

from tests.factories import CategoryFactory, CategoryQuestionFactory, DistrictFactory, StreetFactory
from tests.intake.walking import BASE, form_page, jpeg
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import Street
from wagtail_anliegen.intake.models import ReportDraft
from wagtail_anliegen.reports.models import Report


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def town(live_server):
    """A form, two categories with a danger and questions, a street and a district."""
    page = form_page()
    settings = AnliegenSettings.for_site(page.get_site())
    settings.help_phone, settings.help_email = "0123 4567", "hilfe@example.org"
    settings.save()
    DistrictFactory()
    StreetFactory(name="Lindenweg", latitude=51.65, longitude=7.85)
    StreetFactory(name="Lindenplatz", latitude=51.66, longitude=7.86)
    litter = CategoryFactory(
        name="Abfallbeseitigung und Straßenreinigungsangelegenheiten",
        code="litter",
        icon="bin",
        description="Wilder Müll, überfüllte Papierkörbe.",
    )
    CategoryFactory(
        name="Baum", code="tree", icon="tree", hazard_notice="Fällt er? Rufen Sie 112 an."
    )
    CategoryQuestionFactory(
        category=litter,
        code="ground",
        label="Wo liegt es?",
        field_type="radio",
        choices="öffentlich\nprivat",
        required=True,
        stop_answer="privat",
        stop_text="Dafür ist die Eigentümerin zuständig.",
    )
    return page


@pytest.fixture
def photo(tmp_path) -> str:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg(size=(800, 600)).read())
    return str(path)


def faults(page):
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": WCAG})
    return [
        (fault["id"], node["html"])
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


def go_on(page):
    page.locator("main").get_by_role("button", name="Continue", exact=True).last.click()


def choose(page, words):
    page.locator("label", has_text=words).click()


def to_details(page):
    """From the start to the third step, with the place typed."""
    page.goto(BASE)
    page.get_by_role("link", name="Report now").click()
    choose(page, "Abfallbeseitigung")
    go_on(page)
    page.get_by_label("Address or place").fill("Am Bach 2")
    go_on(page)
    expect(page.get_by_label("What do you want to tell us?")).to_be_visible()


def go_back(page):
    """One step back, once the page is there: Chromium forgets its history while it changes."""
    page.wait_for_load_state()
    page.go_back()


def test_a_report_with_a_photo_on_a_phone_takes_at_most_twelve_taps(browser_context, town, photo):
    context = browser_context(
        **PHONE,
        geolocation={"latitude": 51.65, "longitude": 7.85},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.goto(BASE)
    taps = [
        page.get_by_role("link", name="Report now").tap,
        page.locator("label", has_text="Abfallbeseitigung").tap,
        page.get_by_role("button", name="Continue").tap,
        page.get_by_role("button", name="Use my position").tap,
    ]
    for tap in taps:
        tap()
    expect(page.get_by_text("The pin is here: Lindenweg")).to_be_visible()
    page.get_by_role("button", name="Continue").tap()
    page.get_by_label("What do you want to tell us?").fill("Ein Sofa auf dem Gehweg.")
    page.locator("label", has_text="öffentlich").tap()
    page.get_by_label("Choose or take photos").set_input_files(photo)
    expect(page.get_by_text("Photo 1 was added.")).to_be_visible()
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Send report").tap()
    expect(page.get_by_role("heading", name="Thank you, we have your report")).to_be_visible()
    # Those above, continue, description, answer, photo, continue twice, send.
    assert len(taps) + 7 <= 12
    report = Report.objects.get()
    assert report.photos.count() == 1
    assert (report.address, report.latitude) == ("Lindenweg", 51.65)
    expect(page.get_by_text(report.reference)).to_be_visible()


def test_the_same_without_scripts(browser_context, town, photo):
    page = browser_context(java_script_enabled=False, **PHONE).new_page()
    page.goto(BASE)
    page.get_by_role("link", name="Report now").click()
    choose(page, "Baum")
    go_on(page)
    expect(page.get_by_text("Rufen Sie 112 an.")).to_be_visible()
    page.get_by_role("button", name="Nobody is in danger, continue").click()
    expect(page.locator(".anliegen-map")).not_to_be_visible()
    page.get_by_label("Address or place").fill("Linden")
    page.get_by_role("button", name="Search").click()
    choose(page, "Lindenplatz")
    go_on(page)
    page.get_by_label("What do you want to tell us?").fill("Er steht schief.")
    page.get_by_label("Choose or take photos").set_input_files([photo, photo])
    page.get_by_role("button", name="Add photos").click()
    expect(page.locator(".anliegen-photo img")).to_have_count(2)
    page.get_by_role("button", name="Remove Photo 2").click()
    expect(page.locator(".anliegen-photo img")).to_have_count(1)
    expect(page.get_by_label("What do you want to tell us?")).to_have_value("Er steht schief.")
    go_on(page)
    page.get_by_label("E-mail address").fill("kim@example.org")
    go_on(page)
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", name="Thank you, we have your report")).to_be_visible()
    report = Report.objects.get()
    expect(page.get_by_text(report.reference)).to_be_visible()
    assert (report.latitude, report.photos.count()) == (51.66, 1)
    assert page.get_by_role("link", name="See my report").get_attribute("href")


def test_the_same_by_keyboard_alone(page, town):
    def tab_to(target, most=60):
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the Tab key")

    def press(name, role="button"):
        tab_to(page.locator("main").get_by_role(role, name=name, exact=True).last)
        page.keyboard.press("Enter")

    page.goto(BASE)
    press("Report now", role="link")
    tab_to(page.locator("[name=category]").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    press("Continue")
    # An empty place is said, with the focus on what went wrong.
    press("Continue")
    expect(page.locator(".anliegen-error-summary")).to_be_focused()
    tab_to(page.get_by_role("link", name="Please tell us where it is."))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address or place")).to_be_focused()
    # The map: to the right, and the pin into the middle.
    tab_to(page.locator(".anliegen-picker"))
    page.keyboard.press("ArrowRight")
    press("Set the pin in the middle")
    expect(page.locator(".anliegen-pin")).to_be_visible()
    expect(page.locator("[name=latitude]")).not_to_have_value("")
    press("Continue")
    tab_to(page.get_by_label("What do you want to tell us?"))
    page.keyboard.type("Ein Sofa.")
    tab_to(page.get_by_label("öffentlich"))
    page.keyboard.press("Space")
    press("Continue")
    press("Continue")
    press("Send report")
    expect(page.get_by_role("heading", name="Thank you, we have your report")).to_be_visible()
    assert Report.objects.get().latitude is not None


@pytest.mark.parametrize(
    "looks",
    [
        {**PHONE, "color_scheme": "light"},
        {**DESKTOP, "color_scheme": "dark"},
        {**DESKTOP, "forced_colors": "active"},
    ],
    ids=["phone-light", "desktop-dark", "forced-colours"],
)
def test_no_step_has_axe_faults(browser_context, town, photo, looks):
    page = browser_context(**looks).new_page()
    found = {}

    def look(name):
        if wrong := faults(page):
            found[name] = wrong

    page.goto(BASE)
    look("start")
    page.get_by_role("link", name="Report now").click()
    look("category")
    go_on(page)
    look("category, with an error")
    choose(page, "Baum")
    go_on(page)
    look("danger")
    page.goto(f"{BASE}category/")
    choose(page, "Abfallbeseitigung")
    go_on(page)
    look("place")
    page.get_by_label("Address or place").fill("Linden")
    page.get_by_role("button", name="Lindenplatz").click()
    expect(page.locator(".anliegen-pin")).to_be_visible()
    look("place, with a pin")
    go_on(page)
    look("details")
    page.get_by_label("Choose or take photos").set_input_files([photo, __file__])
    expect(page.get_by_text("cannot be read as a photo").first).to_be_visible()
    go_on(page)
    expect(page.get_by_text("A photo was not sent.")).to_be_visible()
    look("details, with a photo that failed")
    page.locator(".anliegen-photo--failed").get_by_role("button", name="Remove").click()
    go_on(page)
    look("details, with errors and photos")
    choose(page, "privat")
    go_on(page)
    look("stop")
    page.get_by_role("link", name="Change my answer").click()
    choose(page, "öffentlich")
    page.get_by_label("What do you want to tell us?").fill("Ein Sofa.")
    go_on(page)
    look("contact")
    page.goto(BASE)
    look("start, with an unfinished report")
    page.get_by_role("link", name="Continue my report").click()
    go_on(page)
    look("check")
    page.get_by_role("button", name="Send report").click()
    look("sent")
    assert not found


def test_nothing_scrolls_sideways_at_320_pixels(browser_context, town, photo):
    page = browser_context(viewport={"width": 320, "height": 640}).new_page()
    wide = []

    def look():
        page.wait_for_load_state()
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(page.url)

    page.goto(BASE)
    look()
    to_details(page)
    go_back(page)
    look()
    page.go_forward()
    look()
    page.goto(f"{BASE}category/")
    look()
    page.goto(f"{BASE}details/")
    page.get_by_label("What do you want to tell us?").fill("Donaudampfschifffahrt" * 8)
    choose(page, "öffentlich")
    go_on(page)
    go_on(page)
    look()
    page.get_by_role("button", name="Send report").click()
    look()
    assert not wide


def test_back_and_reload_lose_nothing(page, town):
    to_details(page)
    page.get_by_label("What do you want to tell us?").fill("Ein Sofa.")
    choose(page, "öffentlich")
    go_on(page)
    page.wait_for_url("**/contact/")
    go_back(page)
    page.reload()
    expect(page.get_by_label("What do you want to tell us?")).to_have_value("Ein Sofa.")
    expect(page.get_by_label("öffentlich")).to_be_checked()


def to_place(page):
    page.goto(BASE)
    page.get_by_role("link", name="Report now").click()
    choose(page, "Abfallbeseitigung")
    go_on(page)
    expect(page.locator(".anliegen-picker")).to_be_visible()


def kept_place(page) -> tuple:
    """Words and latitude that the form keeps."""
    go_on(page)
    expect(page.get_by_label("What do you want to tell us?")).to_be_visible()
    place = ReportDraft.objects.get().data["place"]
    return place["address"], place["latitude"]


def test_other_words_take_the_pin_away_that_the_map_had_set(page, town):
    """Or the words would name one place and the pin another."""
    to_place(page)
    page.get_by_role("button", name="Set the pin in the middle").click()
    expect(page.get_by_label("Address or place")).to_have_value("Lindenweg")
    page.get_by_label("Address or place").fill("Lindenplatz")
    expect(page.locator(".anliegen-pin")).to_have_count(0)
    assert kept_place(page) == ("Lindenplatz", 51.66)


def test_words_that_say_more_about_the_pin_leave_it_where_it_is(page, town):
    to_place(page)
    page.get_by_role("button", name="Set the pin in the middle").click()
    expect(page.get_by_label("Address or place")).to_have_value("Lindenweg")
    pin = float(page.locator("[name=latitude]").input_value())
    page.get_by_label("Address or place").fill("Lindenweg 12")
    expect(page.locator(".anliegen-pin")).to_be_visible()
    assert kept_place(page) == ("Lindenweg 12", pin)


def test_where_nobody_knows_an_address_the_citizens_own_words_stay(page, town):
    Street.objects.all().delete()
    to_place(page)
    page.get_by_label("Address or place").fill("Beim alten Mühlrad")
    page.get_by_role("button", name="Set the pin in the middle").click()
    expect(page.get_by_text("We know no address there.")).to_be_visible()
    page.get_by_label("Address or place").fill("Hinter dem alten Mühlrad")
    expect(page.locator(".anliegen-pin")).to_be_visible()
    words, latitude = kept_place(page)
    assert words == "Hinter dem alten Mühlrad"
    assert latitude is not None


def test_a_photo_that_got_lost_on_the_way_can_be_sent_again(page, town, photo):
    to_details(page)
    page.route("**/photos/", lambda route: route.abort())
    page.get_by_label("Choose or take photos").set_input_files(photo)
    page.get_by_role("button", name="Try again").wait_for()
    page.unroute("**/photos/")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Remove Photo 1")).to_be_visible()


def test_a_photo_chosen_before_the_script_arrives_is_sent_as_well(page, town, photo):
    held = []
    page.route("**/photo-upload.js", lambda route: held.append(route))
    page.goto(BASE)
    page.get_by_role("link", name="Report now").click()
    choose(page, "Abfallbeseitigung")
    go_on(page)
    page.get_by_label("Address or place").fill("Am Bach 2")
    go_on(page)
    page.locator("input[type=file]").set_input_files(photo)
    held.pop().continue_()
    expect(page.get_by_role("button", name="Remove Photo 1")).to_be_visible()


def test_a_large_photo_is_made_smaller_on_the_device(page, town, tmp_path):
    large = tmp_path / "large.jpg"
    picture = Image.frombytes("RGB", (3200, 2000), os.urandom(3200 * 2000 * 3))
    picture.save(large, quality=80)
    to_details(page)
    with page.expect_request_finished(
        lambda request: request.url.endswith("/photos/"), timeout=60_000
    ) as sent:
        page.get_by_label("Choose or take photos").set_input_files(str(large))
    assert 0 < sent.value.sizes()["requestBodySize"] < large.stat().st_size
    expect(page.get_by_role("button", name="Remove Photo 1")).to_be_visible()


def test_scripts_of_the_form_stay_within_90_kilobytes():
    names = [
        "js_lib_leaflet/leaflet.js",
        *(
            f"wagtail_anliegen/intake/{name}.js"
            for name in ("form", "location-picker", "photo-upload", "personal-words")
        ),
    ]
    sizes = [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names]
    assert sum(sizes) <= 90_000
