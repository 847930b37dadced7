"""The record of processing activities (Art. 30 GDPR) of one site."""

from collections import Counter

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings

from . import periods
from .held import categories_of, held, held_of_staff, path_of
from .recipients import recipients, third_countries
from .structure import Blank, Bullets, Open, Section, Table, Text


def sections(site: Site) -> tuple[Section, ...]:
    return (
        controller(site),
        purposes(),
        legal_bases(),
        persons(site),
        categories_of_data(site),
        what_is_asked(site),
        recipients(site),
        third_countries(site),
        kept(site),
        information(site),
        Section(
            _("Security of processing"),
            (Text(_("See the document “Technical and organisational measures”.")),),
        ),
    )


def controller(site: Site) -> Section:
    city = AnliegenSettings.for_site(site)
    address = _("postal address, and who represents the city")
    rows = (
        (_("Controller"), city.city_name or Blank(_("name of the city"))),
        (_("Address and representative"), Blank(address)),
        (_("Telephone"), city.help_phone or Blank(_("telephone number"))),
        (_("E-mail"), city.help_email or Blank(_("e-mail address"))),
        (_("Data-protection officer"), Blank(_("name and how to reach them"))),
        (_("Office in charge"), Blank(_("who answers for the processing inside the city"))),
        (_("Website"), site.root_url),
    )
    return Section(_("Controller"), (Table((_("Item"), _("Entry")), rows),))


def purposes() -> Section:
    words = (
        _("Taking reports of defects, ideas and complaints about public space"),
        _("Finding the department that is responsible, and dealing with the report"),
        _("Asking back, and telling the reporting person what became of it"),
        _("Informing the public about reports that were released"),
        _("Statistics without reference to persons"),
        _("Proof of who did what, and who saw personal data"),
        _("Protection of the form against automatic sending"),
    )
    return Section(_("Purposes"), (Bullets(words),))


def legal_bases() -> Section:
    head = (_("Processing"), _("Suggested basis"))
    task = _("Art. 6 (1) (e) and (3) GDPR with the data-protection act of the Land: a public task")
    rows = (
        (_("Taking and dealing with reports"), task),
        (_("Publishing released reports and their status"), task),
        (_("Contact data that is given voluntarily, to ask back and to answer"), task),
        (
            _("Proof, history and protection against abuse"),
            _("Art. 6 (1) (e) and Art. 32 GDPR: security of the processing"),
        ),
        (
            _("A draft on the server and its cookie while the form is filled in"),
            _("§ 25 (2) no. 2 TDDDG: needed for the service that is asked for"),
        ),
    )
    note = Blank(_("which legal bases apply: these are suggestions, the city decides"))
    return Section(_("Legal bases"), (Table(head, rows), Bullets((note,))))


def persons(site: Site) -> Section:
    firms = _("People of firms and other bodies that are asked")
    words = (
        _("Reporting persons"),
        _("Third parties about whom somebody writes or who are in photos"),
        _("Staff who deal with reports"),
        firms,
    )
    return Section(_("Categories of persons"), (Bullets(words),))


def categories_of_data(site: Site) -> Section:
    """What is held of whom: from the inventory, so that a new field stands here by itself."""
    rows = tuple(
        (
            item.thing,
            ", ".join(item.fields),
            item.part,
            _("fields emptied, the row stays for the figures")
            if item.row_stays
            else _("everything"),
        )
        for item in held()
    )
    head = (_("Data set"), _("Personal data"), _("Kind"), _("Erased"))
    return Section(_("Categories of data"), (Table(head, rows), *_staff_and_visitors(site)))


def _staff_and_visitors(site: Site) -> tuple[Text, Text]:
    staff = _(
        "Of staff: user name, name, e-mail address, groups and last sign-in. They are "
        "named by their account in: %(list)s."
    )
    visitors = _(
        "No network address is stored with a report. Visitors are counted by a value "
        "that is mixed with a daily secret and kept in the cache for a day at most. "
        "A cookie is set when somebody begins the form; what was typed is kept on the "
        "server for %(hours)s hours."
    )
    return (
        Text(staff % {"list": ", ".join(held_of_staff())}),
        Text(visitors % {"hours": AnliegenSettings.for_site(site).draft_hours}),
    )


def what_is_asked(site: Site) -> Section:
    """Which category asks for what, in the words of the editors."""
    categories = categories_of(site)
    if not categories:
        return Section(_("What is asked for"), (Text(Open(_("There are no categories yet."))),))
    head = (_("Category"), _("Contact data"), _("Place"), _("Public"), _("Questions"))
    by_contact = Counter(category.contact for category in categories)
    counted = ", ".join(
        f"{choice.label}: {by_contact[choice]}" for choice in Category.Contact if by_contact[choice]
    )
    return Section(
        _("What is asked for"),
        (
            Text(_("Contact data in the categories – %(counted)s.") % {"counted": counted}),
            Table(head, tuple(_row(category) for category in categories)),
        ),
    )


def _row(category: Category) -> tuple[str, ...]:
    seen = category.visibility
    public = _("after release") if seen["publishable"] else _("never")
    if seen["confidential"]:
        public = _("never, confidential")
    name = path_of(category)
    if not all(above.is_active for above in category.lineage):
        name = _("%(name)s (not offered)") % {"name": name}
    questions = [question.label for question in category.questions.all()]
    return (
        name,
        str(category.get_contact_display()),
        _("yes") if category.needs_place else _("no"),
        public,
        "; ".join(questions) or "–",
    )


def kept(site: Site) -> Section:
    blocks = []
    if periods.rules_of(site):
        words = _("Periods that the editors have set; the most specific one counts for a report:")
        blocks += [Text(words), periods.table_of_rules(site)]
    missing = periods.without_period(site)
    if missing:
        none = _("%(what)s: no general period is switched on, so this is kept without an end")
        blocks.append(Bullets(tuple(Open(none % {"what": what}) for what in missing)))
    blocks += [
        periods.table_of_fixed(site),
        Text(
            _(
                "A report with a legal hold is not erased while the hold lasts. Erasing is done by "
                "the command anliegen_forget and stands in the register of deletions."
            )
        ),
        Bullets((Blank(_("that anliegen_forget runs each night, and who looks after it")),)),
    ]
    return Section(_("Periods for erasing"), tuple(blocks))


def information(site: Site) -> Section:
    city = AnliegenSettings.for_site(site)
    given = _("A privacy notice of the editors is shown where contact data is asked for.")
    missing = Open(_("there is no privacy notice (Art. 13 GDPR) in the settings for reports"))
    words = [given if city.privacy_notice else missing]
    if city.test_mode:
        words.append(Open(_("the test mode is on: this is not yet real operation")))
    if settings.DEBUG:
        words.append(Open(_("DEBUG is on: this is not yet real operation")))
    return Section(_("Information of those concerned"), (Bullets(tuple(words)),))
