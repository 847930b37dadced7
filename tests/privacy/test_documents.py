"""The documents say what is configured, and of what is off that it is open."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile

from tests.factories import (
    CategoryFactory,
    CategoryQuestionFactory,
    DepartmentFactory,
    UserFactory,
    central_inbox,
    default_site,
)
from tests.privacy.canary import WORD, files_with_canary, report_with_canaries
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.privacy.documents.drawing_up import KINDS, draw_up
from wagtail_anliegen.privacy.documents.held import has_word, held, name_of, tables_of_staff
from wagtail_anliegen.privacy.documents.markdown import as_markdown
from wagtail_anliegen.privacy.documents.printing import as_html
from wagtail_anliegen.privacy.documents.structure import Blank, Document, Open, Section, Table
from wagtail_anliegen.privacy.inventory import INVENTORY, Holding, Part
from wagtail_anliegen.privacy.models import RetentionRule, What
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent.parent
PERMISSIONS = ["access_admin", "view_deletion"]


@pytest.fixture(autouse=True)
def _english():
    central_inbox()
    Department.objects.update(email="")
    with translation.override("en"):
        yield


@pytest.fixture
def site():
    return default_site()


@pytest.fixture
def officer(client):
    user = UserFactory(permissions=PERMISSIONS)
    user.groups.add(central_inbox().group)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def text_of(name: str) -> str:
    return as_markdown(draw_up(default_site(), name)).replace("\\", "")


def row_of(text: str, heading: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {heading} |"))


def open_points(name: str) -> str:
    return "\n".join(words for _heading, words in draw_up(default_site(), name).open_points)


# --- the record ----------------------------------------------------------------


def test_a_period_that_an_editor_sets_stands_in_the_record(site):
    category = CategoryFactory(name="Hundekot")
    RetentionRule.objects.create(
        site=site, what=What.CONTACT, category=category, status="resolved", days=77, is_active=True
    )
    row = next(line for line in text_of("record").splitlines() if "after 77 days" in line)
    assert "contact data" in row
    assert "Hundekot" in row
    assert "switched on" in row
    assert "Open" not in row


def test_a_period_that_is_not_switched_on_is_an_open_point(site):
    RetentionRule.objects.create(site=site, what=What.CONTACT, days=77)
    row = next(line for line in text_of("record").splitlines() if "after 77 days" in line)
    assert "**Open:** not switched on" in row
    assert "contact data: no general period is switched on" in open_points("record")


def test_what_has_no_period_is_said_plainly(site):
    assert "the whole report: no general period" in open_points("record")
    RetentionRule.objects.create(site=site, what=What.REPORT, days=730, is_active=True)
    points = open_points("record")
    assert "the whole report: no general period" not in points
    assert "contact data: no general period" not in points, "it goes with the report"
    assert "who has looked at personal data: no general period" in points


def test_a_new_personal_field_appears_by_itself():
    before = {item.thing for item in held()}
    more = (*INVENTORY, Holding("Street", "", Part.WORDS, ("name",)))
    new = [item for item in held(more) if item.thing not in before]
    assert [(item.thing, item.fields) for item in new] == [("Street", ["name"])]


@pytest.mark.parametrize("holding", INVENTORY, ids=lambda holding: holding.model)
def test_each_personal_field_of_the_inventory_stands_in_the_record_in_words(holding):
    assert isinstance(holding.table._meta.verbose_name, Promise)
    assert not [name for name in holding.fields if not has_word(holding, name)]
    record = text_of("record")
    for item in held([holding]):
        assert f"| {item.thing} | {', '.join(item.fields)} |" in record


def test_each_table_that_names_staff_has_a_word():
    assert tables_of_staff()
    assert not [m.__name__ for m in tables_of_staff() if not isinstance(name_of(m), Promise)]


def test_each_category_says_what_it_asks_for():
    above = CategoryFactory(name="Beschwerden", is_confidential=True)
    category = CategoryFactory(name="Ordnungsamt", parent=above, contact="required")
    CategoryQuestionFactory(category=category, label="Wann war das?")
    row = row_of(text_of("record"), "Beschwerden › Ordnungsamt")
    assert "must be given" in row
    assert "never, confidential" in row
    assert "Wann war das?" in row


def test_the_controller_is_who_the_editors_say_and_blanks_are_marked(site):
    empty = row_of(text_of("record"), "Controller")
    assert "**To be filled in by the city:** name of the city" in empty
    AnliegenSettings.objects.filter(site=site).update(city_name="Stadt Musterstadt")
    assert row_of(text_of("record"), "Controller") == "| Controller | Stadt Musterstadt |"


def test_departments_and_their_mailboxes_are_counted_and_no_address_is_told():
    DepartmentFactory(name="Tiefbau", email="tiefbau@example.org")
    text = text_of("record")
    assert "| Tiefbau | – | yes | own reports |" in text
    assert "2 departments" in text
    assert "1 of them is told" in text
    assert "@" not in text


def test_another_city_of_the_installation_is_not_in_the_record(site):
    other = Site.objects.create(hostname="b.example.org", root_page=Page.objects.get(depth=1))
    CategoryFactory(site=other, name="Fremde Kategorie")
    DepartmentFactory(site=other, name="Fremdes Amt")
    RetentionRule.objects.create(site=other, what=What.CONTACT, days=4711, is_active=True)
    for name in KINDS:
        assert not re.search("Fremde|4711", text_of(name))


@pytest.mark.parametrize(
    ("url", "words"),
    [("/tiles/{z}/{x}/{y}.png", None), ("https://karten.example.net/{z}/{x}/{y}.png", True)],
)
def test_a_foreign_map_is_a_recipient_and_an_open_point(settings, url, words):
    settings.WAGTAIL_GRAVATAR_PROVIDER_URL = None
    settings.WAGTAIL_ENABLE_UPDATE_CHECK = False
    settings.ANLIEGEN_TILES = {"url": url, "attribution": "x"}
    found = [name for name in KINDS if "karten.example.net" in open_points(name)]
    assert found == (list(KINDS) if words else [])


def test_wagtails_own_questions_to_foreign_hosts_are_told(settings):
    settings.WAGTAIL_GRAVATAR_PROVIDER_URL = "//www.gravatar.com/avatar"
    settings.WAGTAIL_ENABLE_UPDATE_CHECK = "lts"
    assert "www.gravatar.com" in open_points("record")
    assert "releases.wagtail.org" in open_points("record")


def test_what_other_parts_bring_is_named_without_its_options(settings):
    settings.ANLIEGEN_SCANNER = {"BACKEND": "city.Scanner", "OPTIONS": {"password": "geheim"}}
    settings.ANLIEGEN_DETECTORS = ["city.Faces", ("city.Plates", {"key": "geheim"})]
    for name in KINDS:
        text = text_of(name)
        assert "geheim" not in text
        assert "malware: no" not in text
    assert "city.Scanner" in row_of(text_of("measures"), "Scanner for malware in uploads")
    assert "city.Faces, city.Plates" in text_of("measures")


# --- the measures --------------------------------------------------------------

SAFE = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["anliegen.example.org"],
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}
    ],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "ANLIEGEN_SCANNER": "city.Scanner",
    "ANLIEGEN_DETECTORS": ["city.Faces"],
}
OFF = {
    "SECURE_SSL_REDIRECT": (False, "Redirect from HTTP to HTTPS"),
    "SECURE_HSTS_SECONDS": (0, "HTTPS demanded of browsers (HSTS)"),
    "SESSION_COOKIE_SECURE": (False, "Cookies over HTTPS only"),
    "CSRF_COOKIE_SECURE": (False, "Cookies over HTTPS only"),
    "DEBUG": (True, "Error pages without details"),
    "ALLOWED_HOSTS": (["*"], "Answers to known host names only"),
    "SECRET_KEY": ("short", "Long secret key"),
    "AUTH_PASSWORD_VALIDATORS": ([], "Rules for passwords"),
    "CACHES": (
        {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        "One count for all processes",
    ),
    "ANLIEGEN_SCANNER": (None, "Scanner for malware in uploads"),
    "ANLIEGEN_DETECTORS": ((), "Program that looks for faces and number plates"),
}


@pytest.mark.parametrize("name", OFF)
def test_what_is_switched_off_is_an_open_point_and_never_claimed(name):
    value, heading = OFF[name]
    with override_settings(**SAFE):
        assert f"{heading}: " not in open_points("measures")
    with override_settings(**SAFE | {name: value}):
        assert f"{heading}: " in open_points("measures")
        assert f"{heading}: " in open_points("assessment"), "the draft names it too"


@pytest.mark.parametrize(
    "name",
    [
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.security.SecurityMiddleware",
    ],
)
def test_a_middleware_that_is_missing_is_an_open_point(settings, name):
    settings.MIDDLEWARE = [
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.security.SecurityMiddleware",
    ]
    assert "the middleware is missing" not in open_points("measures")
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != name]
    assert "the middleware is missing" in open_points("measures")


@pytest.mark.parametrize(
    ("middleware", "policy", "is_open"),
    [
        ([], None, True),
        (["example_site.csp.ContentSecurityPolicyMiddleware"], None, False),
        (["csp.middleware.CSPMiddleware"], None, False),
        (["django.middleware.csp.ContentSecurityPolicyMiddleware"], {}, True),
        (
            ["django.middleware.csp.ContentSecurityPolicyMiddleware"],
            {"default-src": ["'self'"]},
            False,
        ),
    ],
)
def test_a_policy_is_claimed_only_where_one_is_sent(settings, middleware, policy, is_open):
    settings.MIDDLEWARE, settings.SECURE_CSP = middleware, policy
    row = row_of(text_of("measures"), "Content Security Policy")
    assert ("**Open:**" in row) is is_open


def test_redirects_need_the_middleware_that_makes_them(settings):
    settings.SECURE_SSL_REDIRECT, settings.MIDDLEWARE = True, []
    assert "Redirect from HTTP to HTTPS" in open_points("measures")


def test_the_figures_of_the_limits_are_those_of_the_settings(settings):
    settings.ANLIEGEN_REPORTS_PER_HOUR = 7
    assert "7 reports, 35 begun, 70 photos" in text_of("measures")


def test_a_directory_of_photos_that_is_served_is_no_measure(settings):
    settings.ANLIEGEN_PRIVATE_ROOT = Path(settings.MEDIA_ROOT) / "photos"
    assert "Photos apart from what the web server serves" in open_points("measures")


def test_every_test_that_is_named_as_proof_exists():
    proofs = set(re.findall(r"(tests/[\w/]+\.py)::(\w+)", text_of("measures")))
    assert len(proofs) > 10
    missing = [
        f"{path}::{name}"
        for path, name in proofs
        if f"def {name}(" not in (ROOT / path).read_text()
    ]
    assert not missing


def test_every_check_of_ours_that_is_named_as_proof_exists():
    checks = set(re.findall(r"wagtail_anliegen\.[EW]\d{3}", text_of("measures")))
    source = (ROOT / "wagtail_anliegen/checks.py").read_text()
    assert checks
    assert not [check for check in checks if check not in source]


# --- the draft of an assessment --------------------------------------------------


def risk(words: str) -> str:
    return next(
        line for line in text_of("assessment").splitlines() if line.startswith(f"| {words}")
    )


def test_the_weight_of_a_risk_follows_the_configuration(site):
    assert "| high | medium | high |" in risk("Data is kept longer")
    for what in What:
        RetentionRule.objects.create(site=site, what=what, days=90, is_active=True)
    assert "| low | medium | low |" in risk("Data is kept longer")
    RetentionRule.objects.filter(what=What.CONTACT).update(days=1000)
    assert "| medium | medium | medium |" in risk("Data is kept longer")
    assert "contact data: after 1000 days" in risk("Data is kept longer")


def test_it_calls_itself_a_draft_and_leaves_the_decision_to_the_city():
    document = draw_up(default_site(), "assessment")
    assert "draft" in document.title
    blanks = "\n".join(words for _heading, words in document.blanks)
    assert "which risk remains" in blanks
    assert "advice of the data-protection officer" in blanks


# --- all three -------------------------------------------------------------------


def test_nothing_of_any_report_is_in_a_document(site):
    call_command("setup_anliegen", verbosity=0, stdout=StringIO())
    report_with_canaries(CategoryFactory())
    try:
        for name in KINDS:
            document = draw_up(site, name)
            assert WORD not in as_markdown(document).lower()
            assert WORD not in as_html(document).lower()
    finally:
        files_with_canary(remove=True)


def test_names_that_look_like_markup_stay_words(site):
    CategoryFactory(name="Weg | <b>frei</b> *ja*")
    document = draw_up(site, "record")
    assert r"Weg \| \<b\>frei\</b\> \*ja\*" in as_markdown(document)
    assert "<b>frei</b>" not in as_html(document)


def test_a_point_in_a_table_is_told_with_the_heading_of_its_row():
    table = Table(("What", "State"), (("Door", Open("is open")), ("Key", Blank("who has it"))))
    document = Document("x", "X", "", "en", (Section("House", (table, table)),))
    assert document.open_points == [("House", "Door: is open")]
    assert document.blanks == [("House", "Key: who has it")]


def test_the_page_to_print_asks_for_nothing_else(site):
    page = as_html(draw_up(site, "record"))
    assert "<style>" in page
    assert not re.search(r"<(link|script|img)\b|url\(|@import", page)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("ending", ["md", "html"])
def test_the_command_prints_the_same_as_the_page_downloads(officer, site, name, ending):
    out = StringIO()
    call_command("anliegen_record", document=name, format=ending, stdout=out)
    url = reverse("wagtail_anliegen_documents:download", args=[site.pk, name, ending])
    response = officer.get(url)
    assert response.content.decode() == out.getvalue()
    assert f"{name}-" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")


def test_the_command_knows_the_sites():
    with pytest.raises(CommandError):
        call_command("anliegen_record", site="nowhere.example.org", stdout=StringIO())


def test_the_overview_tells_how_much_is_open_in_each(officer, site):
    documents = [draw_up(site, name) for name in KINDS]
    page = officer.get(reverse("wagtail_anliegen_documents:index")).content.decode()
    for document in documents:
        assert document.title in page
        assert f"{len(document.open_points)} open points" in page


@pytest.mark.parametrize("name", KINDS)
def test_each_document_is_read_in_the_admin(officer, site, name):
    headings = [section.heading for section in draw_up(site, name).sections]
    url = reverse("wagtail_anliegen_documents:document", args=[site.pk, name])
    page = officer.get(url).content.decode()
    assert not [heading for heading in headings if heading not in page]


def test_what_is_no_document_is_not_found(officer, site):
    for path in (f"{site.pk}/nothing/", f"{site.pk}/record.exe", "4711/"):
        assert officer.get(f"/admin/anliegen/documents/{path}").status_code == 404


def test_the_documents_are_for_those_who_may_see_the_register_of_deletions(client):
    user = UserFactory(permissions=["access_admin", "view_report"])
    user.groups.add(central_inbox().group)
    client.force_login(user)
    response = client.get(reverse("wagtail_anliegen_documents:index"))
    assert response.status_code == 302
    assert "anliegen-documents" not in client.get("/admin/").content.decode()


def test_the_documents_of_another_city_are_not_found(officer):
    other = Site.objects.create(hostname="b.example.org", root_page=Page.objects.get(depth=1))
    for path in (f"{other.pk}/", f"{other.pk}/record/", f"{other.pk}/record.md"):
        assert officer.get(f"/admin/anliegen/documents/{path}").status_code == 404
