"""Puts the town into an empty database: structure first, then a year of reports."""

import json

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from example_site.home.models import HomePage
from example_site.home.text_templates import load_text_templates
from example_site.town import catalogue
from wagtail_anliegen.casework.delegation.models import DelegationRule
from wagtail_anliegen.casework.escalation.models import EscalationLevel
from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.contrib.pages.models import ReportFormPage, ReportMapPage
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.management.commands.setup_anliegen import role_names
from wagtail_anliegen.reports.deadlines import Deadline
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.routing.models import Department, RoutingRule
from wagtail_anliegen.working_days import Land


PASSWORD = "lerchenfurt"  # printed with every start of the demo

ROLES = {
    "clerk": ["clerk"],
    "lead": ["clerk", "mail", "templates"],
    "dispatcher": ["clerk", "mail", "templates"],
    "readonly": ["reader"],
    "confidential": ["clerk", "confidential"],
    "editor": ["editor"],
    "privacy": ["privacy"],
}


def load_structure() -> Site:
    """Pages, settings, districts, categories, departments, staff and rules."""
    site = _load_pages()
    _load_settings(site)
    districts = _load_districts(site)
    categories = _load_categories(site)
    departments = _load_departments(site)
    _load_staff(departments)
    for order, rule in enumerate(catalogue.ROUTING_RULES):
        RoutingRule.objects.create(
            site=site,
            category=categories.get(rule.category),
            district=districts.get(rule.district),
            department=departments[rule.department],
            sort_order=order,
        )
    load_text_templates(site, categories=categories, departments=departments)
    _load_deadlines(site, categories, departments)
    _load_delegation(site, categories, departments)
    return site


def _load_deadlines(site, categories, departments):
    """Until when, and who hears when it is later."""
    Deadline.objects.create(site=site, done_days=40)
    Deadline.objects.create(site=site, category=categories["muell"], done_days=10)
    Deadline.objects.create(
        site=site, department=departments["strassen"], first_days=5, done_days=25
    )
    audience = EscalationLevel.Audience
    EscalationLevel.objects.create(site=site, level=1, days_late=-1, audience=audience.HANDLER)
    EscalationLevel.objects.create(site=site, level=2, days_late=5, audience=audience.ABOVE)


def _load_delegation(site, categories, departments):
    """What happens by itself."""
    trigger = DelegationRule.Trigger
    lamp = DelegationRule.objects.create(
        site=site,
        name="Beschädigte Laternen sind dringend",
        new_priority=Priority.URGENT,
        done_in_days=3,
    )
    lamp.categories.add(categories["laterne-beschaedigt"])
    DelegationRule.objects.create(
        site=site,
        name="Vergessenes der Zentrale melden",
        trigger=trigger.IDLE,
        days=21,
        new_priority=Priority.HIGH,
        notify_department=Department.objects.get(site=site, is_central=True),
        sort_order=1,
    )


def _load_pages() -> Site:
    german = Locale.objects.get_or_create(language_code="de")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.get_first_root_node()
    site = Site.objects.get(is_default_site=True)
    old_home = site.root_page
    home = root.add_child(
        instance=HomePage(
            title="Lerchenfurt",
            slug="lerchenfurt",
            locale=german,
            welcome="Was können wir für Sie tun?",
        )
    )
    site.root_page, site.site_name, site.port = home, "Lerchenfurt", 8000
    site.hostname = "127.0.0.1"
    site.save()
    old_home.delete()
    form = home.add_child(
        instance=ReportFormPage(title="Anliegen melden", slug="melden", show_in_menus=True)
    )
    listing = home.add_child(
        instance=ReportMapPage(title="Karte der Anliegen", slug="karte", show_in_menus=True)
    )
    _translate(home, english, "Lerchenfurt", "What can we do for you?")
    _translate(form, english, "Report something")
    _translate(listing, english, "Map of reports")
    return site


def _translate(page, locale, title, welcome=""):
    copy = page.copy_for_translation(locale)
    copy.title = copy.draft_title = title
    if welcome:
        copy.welcome = welcome
    copy.save_revision().publish()


def _load_settings(site):
    city = AnliegenSettings.for_site(site)
    city.city_name = "Stadt Lerchenfurt"
    city.help_phone = "0123 456789-0"
    city.help_email = "anliegen@example.org"
    city.help_hours = "Montag bis Freitag, 8 bis 16 Uhr"
    city.privacy_notice = (
        "<p>Wir nutzen Ihre Angaben nur, um Ihr Anliegen zu bearbeiten und Ihnen zu antworten. "
        "Öffentlich sind sie nie.</p>"
    )
    city.outside_text = (
        "Dieser Ort liegt nicht in Lerchenfurt. Bitte wenden Sie sich an die Gemeinde dort; "
        "den Kontakt finden Sie unter der Behördennummer 115."
    )
    city.land, city.free_days = Land.NW, "24.12. Heiligabend\n31.12. Silvester"
    city.ask_satisfaction = True
    city.mail_signature = "Freundliche Grüße\nIhre Stadt Lerchenfurt"
    city.save()


def _load_districts(site) -> dict[str, District]:
    shapes = (settings.BASE_DIR / "town" / "districts.geojson").read_text(encoding="utf-8")
    features = json.loads(shapes)["features"]
    return {
        feature["properties"]["name"]: District.objects.create(
            site=site, name=feature["properties"]["name"], geometry=feature["geometry"]
        )
        for feature in features
    }


def _load_categories(site) -> dict[str, Category]:
    Category.objects.filter(site=site, reports=None).delete()
    german, english = (Locale.objects.get(language_code=code) for code in ("de", "en"))
    made: dict[str, Category] = {}
    for entry in catalogue.CATEGORIES:
        category = made[entry.code] = Category.objects.create(
            site=site, locale=german, parent=made.get(entry.parent), **_german(entry)
        )
        _load_questions(category, entry.code, english=False)
        translation = category.copy_for_translation(english)
        for name, words in _english(entry).items():
            setattr(translation, name, words)
        translation.save()
        translation.questions.all().delete()
        _load_questions(translation, entry.code, english=True)
    return made


def _german(entry) -> dict:
    season = entry.season or ((None, None), (None, None))
    return {
        "code": entry.code,
        "name": entry.name,
        "kind": entry.kind,
        "icon": entry.icon,
        "sort_order": entry.order,
        "description": entry.description,
        "season_from_month": season[0][0],
        "season_from_day": season[0][1],
        "season_to_month": season[1][0],
        "season_to_day": season[1][1],
        "off_season_text": entry.out_of_season,
        "hazard_notice": entry.hazard,
        "is_hazard": entry.urgent,
        "contact": entry.contact,
        "is_public": entry.public,
        "is_confidential": entry.kind == "complaint",
        "needs_place": entry.needs_place,
        "public_place": entry.public_place,
        "external_url": entry.external_url,
        "response_days": entry.deadline_days,
    }


def _english(entry) -> dict:
    return {
        "name": entry.name_en,
        "description": entry.description_en,
        "off_season_text": entry.out_of_season_en,
        "hazard_notice": entry.hazard_en,
    }


def _load_questions(category, code, *, english):
    label = 2 if english else 1
    for order, question in enumerate(q for q in catalogue.QUESTIONS if q.category == code):
        words = {value: choice[label] for choice in question.choices for value in [choice[0]]}
        CategoryQuestion.objects.create(
            category=category,
            code=question.code,
            sort_order=order,
            label=question.label_en if english else question.label,
            field_type=question.field_type,
            required=question.required,
            choices="\n".join(words.values()),
            help_text=question.help_text_en if english else question.help_text,
            stop_answer=words.get(question.stop_answer, question.stop_answer),
            stop_text=question.stop_text_en if english else question.stop_text,
        )


def _load_departments(site) -> dict[str, Department]:
    made: dict[str, Department] = {}
    for entry in catalogue.DEPARTMENTS:
        central = entry.code == "anliegenstelle"
        group, _created = Group.objects.get_or_create(name=entry.name)
        department = Department.objects.filter(site=site, is_central=True).first()
        if not central or department is None:
            department = Department(site=site)
        department.name, department.group, department.is_central = entry.name, group, central
        department.parent = made.get(entry.parent)
        department.email, department.phone = entry.mailbox, entry.phone
        department.save()
        made[entry.code] = department
    return made


def _load_staff(departments):
    User.objects.create_superuser(
        "admin", "admin@example.org", PASSWORD, first_name="Alex", last_name="Adminfeld"
    )
    with override("de"):
        names = role_names()
    for person in catalogue.STAFF:
        user = User.objects.create_user(
            person.username,
            person.email,
            PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
        )
        roles = [Group.objects.get(name=names[role]) for role in ROLES[person.role]]
        user.groups.add(*roles)
        if person.role != "editor":
            user.groups.add(departments[person.department].group)
