"""A draft of the data protection impact assessment (Art. 35 GDPR) of one site."""

from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.routing.models import Department

from . import measures
from .held import categories_of
from .risks import Level, risks_of
from .structure import Blank, Bullets, Section, Table, Text


def sections(site: Site) -> tuple[Section, ...]:
    return (
        draft(),
        description(site),
        necessity(site),
        risks(site),
        measures_against(site),
        remaining(site),
        consultation(),
        result(),
    )


def draft() -> Section:
    return Section(
        _("This is a draft"),
        (
            Text(
                _(
                    "It was filled in from the configuration. The weights of the risks are "
                    "suggestions; weighing and deciding is for the city."
                )
            ),
            Bullets(
                (
                    Blank(_("whether an assessment is needed (Art. 35 (1), (3) and (4) GDPR)")),
                    Blank(_("who carried it out, and when")),
                )
            ),
        ),
    )


def description(site: Site) -> Section:
    departments = Department.objects.filter(site=site).count()
    figures = _("Categories: %(categories)s. Departments: %(departments)s.") % {
        "categories": len(categories_of(site)),
        "departments": departments,
    }
    steps = (
        _("People report something in a form, or staff enter it for them"),
        _("Rules find the department; it gets a mail and finds the report in its inbox"),
        _("Staff look at text and photos, cover and word anew, and release what may be public"),
        _("They deal with it, ask back, ask other departments or firms, and answer"),
        _("The reporting person follows it by a secret link, without an account"),
        _("After the periods it is erased; figures stay"),
    )
    number = Blank(_("how many reports a year"))
    number = Blank(_("how many reports a year"))
    more = _("Data, recipients and periods stand in the record of processing activities.")
    return Section(
        _("Systematic description"),
        (
            Text(figures),
            Bullets(steps),
            Text(more),
            Bullets((number,)),
        ),
    )


def necessity(site: Site) -> Section:
    categories = categories_of(site)
    rows = tuple(
        (
            str(choice.label),
            "; ".join(each.name for each in categories if each.contact == choice) or "–",
        )
        for choice in Category.Contact
    )
    words = (
        _("A report needs no account, and no name wherever the category allows it"),
        _("Only what a category asks for is asked"),
        _("The words of the reporting person are never public; only what staff released is"),
        _("Data of a report can be erased in part or as a whole, on request or after a period"),
    )
    return Section(
        _("Necessity and proportion"),
        (
            Bullets(words),
            Table((_("Contact data"), _("Categories")), rows),
            Bullets(
                (
                    Blank(_("legal basis, and why milder means do not serve the purpose as well")),
                    Blank(_("why contact data is demanded where it is demanded")),
                    Blank(_("who answers requests of those concerned (Art. 15 to 21 GDPR)")),
                )
            ),
        ),
    )


def risks(site: Site) -> Section:
    head = (
        _("Risk"),
        _("In this configuration"),
        _("Likelihood"),
        _("Severity"),
        _("Risk level"),
        _("Measures"),
    )
    rows = tuple(
        (
            risk.words,
            risk.because,
            str(risk.likelihood.label),
            str(risk.severity.label),
            str(risk.level.label),
            risk.measures,
        )
        for risk in risks_of(site)
    )
    note = _(
        "Level: likelihood times severity, low = 1, medium = 2, high = 3; from 3 on medium, "
        "from 6 on high."
    )
    return Section(_("Risks for those concerned"), (Table(head, rows), Text(note)))


def measures_against(site: Site) -> Section:
    words = _("All measures stand in the document of that name. These are open there:")
    points = [
        point
        for section in measures.sections(site)
        for point in section.points
        if not point.is_blank
    ]
    if not points:
        words = _("All measures stand in the document of that name; none of them is open there.")
    listed = (Bullets(tuple(points)),) if points else ()
    return Section(_("Measures against them"), (Text(words), *listed))


def remaining(site: Site) -> Section:
    high = [risk.words for risk in risks_of(site) if risk.level == Level.HIGH]
    blanks = [Blank(_("which risk remains after the measures, and whether it is acceptable"))]
    blanks += [Blank(_("what is done about: %(risk)s") % {"risk": words}) for words in high]
    return Section(_("Remaining risk"), (Bullets(tuple(blanks)),))


def consultation() -> Section:
    return Section(
        _("Consultation"),
        (
            Bullets(
                (
                    Blank(_("advice of the data-protection officer (Art. 35 (2) GDPR)")),
                    Blank(_("views of those concerned, where appropriate (Art. 35 (9) GDPR)")),
                    Blank(_("staff council: history and looks say what staff did")),
                    Blank(_("prior consultation of the supervisory authority (Art. 36 GDPR)")),
                )
            ),
        ),
    )


def result() -> Section:
    return Section(
        _("Result"),
        (
            Bullets(
                (
                    Blank(_("decision, date and signature")),
                    Blank(_("when it is reviewed, and on which occasion (Art. 35 (11) GDPR)")),
                )
            ),
        ),
    )
