"""Who gets to see data, inside and outside of the house, as the configuration has it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from wagtail_anliegen.routing.models import Department

from . import outside
from .structure import Blank, Block, Bullets, Open, Section, Table, Text


def recipients(site: Site) -> Section:
    blocks = [
        *_departments(site),
        Text(
            _(
                "Firms and other bodies are asked by staff in a single case, by a link to one "
                "report that ends by itself. They read what staff wrote for them; contact data "
                "only if staff chose so, which stands in the history."
            )
        ),
        Text(
            _(
                "The public reads what staff released: the edited text, the place, the category, "
                "the status and the released photos; never names or contact data of the form."
            )
        ),
        Table(head=(_("Technology"), _("Recipient")), rows=tuple(_technology(site))),
        Bullets(
            (
                Blank(_("firms that regularly work for the city, and the agreements with them")),
                Blank(_("who runs server, database and mail, and the contract (Art. 28 GDPR)")),
            )
        ),
    ]
    return Section(_("Recipients"), tuple(blocks))


def third_countries(site: Site) -> Section:
    hosts = outside.foreign_hosts(site)
    own = _("The software itself sends no data to third countries or international organisations.")
    if not hosts:
        return Section(_("Third countries"), (Text(own),))
    asked = tuple(
        Open(
            _("%(host)s (%(setting)s): where it stands, and on which basis it may be asked")
            % {"host": host, "setting": setting}
        )
        for host, setting in hosts.items()
    )
    words = _("Browsers of visitors or staff ask foreign hosts, which learn their network address:")
    return Section(_("Third countries"), (Text(words), Bullets(asked)))


def _departments(site: Site) -> list[Block]:
    departments = list(Department.objects.filter(site=site).select_related("parent"))
    mailboxes = sum(bool(department.email) for department in departments)
    count = ngettext(
        "Inside the city: %(number)s department, which sees its reports only",
        "Inside the city: %(number)s departments, each of which sees its reports only",
        len(departments),
    ) % {"number": len(departments)}
    told = ngettext(
        "%(number)s of them is told by a mailbox of its own.",
        "%(number)s of them are told by a mailbox of their own.",
        mailboxes,
    ) % {"number": mailboxes}
    rows = tuple(
        (
            department.name,
            department.parent.name if department.parent else "–",
            _("yes") if department.email else _("no"),
            _("all reports of the site") if department.is_central else _("own reports"),
        )
        for department in departments
    )
    head = (_("Department"), _("Belongs to"), _("Mailbox"), _("Sees"))
    if not rows:
        return [Text(Open(_("There is no department yet.")))]
    return [Text(f"{count}. {told}"), Table(head, rows)]


def _technology(site: Site):
    yield _("Mail server"), _mail_server()
    yield _("Background map"), _tiles(site)
    other = outside.other_geocoder()
    yield (
        _("Search of addresses"),
        Open(_("%(name)s: which machine it asks") % {"name": other})
        if other
        else _("the city's own list of streets; no other machine is asked"),
    )
    storage = outside.storage_of_photos()
    yield (
        _("Photos and attachments"),
        Blank(_("%(name)s: where it stands and who runs it") % {"name": storage})
        if storage
        else _("a directory of the server that is served to nobody directly"),
    )
    yield _("Search for malware"), outside.scanner() or _("none")
    yield _("Search for faces and number plates"), outside.detectors() or _("none; people look")


def _mail_server() -> str:
    server = outside.mail_server()
    if not server["host"]:
        return Open(
            _("no mail server is set: mails leave by %(name)s") % {"name": server["backend"]}
        )
    return _("%(host)s, which sees addresses and words of the mails") % {"host": server["host"]}


def _tiles(site: Site) -> str:
    host = outside.tiles_host(site)
    if host is None:
        return _("none; places are found by address")
    return Open(_("foreign host %(host)s") % {"host": host}) if host else _("the city's own host")
