"""What we know of the reporting person, shown so that a stolen link gives nothing away."""

from django.utils.translation import gettext as _

from wagtail_anliegen.reports.models import Report


_DOTS = "•••"


def mask_email(address: str) -> str:
    """``m•••@example.org``: enough to recognise one's own."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}{_DOTS}@{domain}"


def mask_phone(number: str) -> str:
    """The last two digits."""
    return f"{_DOTS} {number.strip()[-2:]}"


def contact_lines(report: Report) -> list[tuple[str, str]]:
    """Labels and masked values of the contact data that was given."""
    reporter = getattr(report, "reporter", None)
    if reporter is None:
        return []
    lines = [
        (_("E-mail"), mask_email(reporter.email) if reporter.email else ""),
        (_("Telephone"), mask_phone(reporter.phone) if reporter.phone else ""),
        (_("Name"), f"{reporter.name[:1]}{_DOTS}" if reporter.name else ""),
    ]
    return [(label, value) for label, value in lines if value]
