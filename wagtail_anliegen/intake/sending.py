"""The last step: read it once more, send it, and learn how to follow it."""

import logging

import segno
from django.db import transaction
from django.http import HttpResponse

from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.personal_words import personal_words
from wagtail_anliegen.reports.trouble import RETRY_AFTER, TROUBLE, is_shortage, mark
from wagtail_anliegen.reports.turnaround import expectation
from wagtail_anliegen.routing.rules import NoCentralInbox

from .drafts import close, fingerprint, lock
from .journey import Journey
from .protection import HONEYPOT, looks_automatic
from .questions import shown_answers
from .steps import BY_SLUG
from .submit import Contact, Submission


STEP = BY_SLUG["check"]

logger = logging.getLogger(__name__)


def check(journey: Journey) -> HttpResponse:
    if journey.sent:
        return journey.go("sent")
    if journey.draft is None:
        return journey.go() if journey.lost else journey.go("category")
    if not journey.may_open(STEP):
        return journey.go_on()
    return _send(journey) if journey.request.method == "POST" else _show(journey)


def _send(journey: Journey) -> HttpResponse:
    request = journey.request
    if _is_changed(journey):
        return _show(journey, notice="changed")
    if looks_automatic(request, journey.draft):
        return _show(journey, notice="again")
    try:
        count(request, "send")
        is_sent = _make_report(journey)
    except Limited as error:
        response = _show(journey, notice="limited", minutes=error.minutes, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    except NoCentralInbox:
        logger.error("Nobody can take reports: no rule fits and the site has no central inbox")
        return mark(_show(journey, trouble="store"))
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        return mark(_show(journey, trouble="store").render())
    if is_sent:
        return journey.go("sent")
    return _show(journey, notice="changed") if journey.may_open(STEP) else journey.go_on()


def _is_changed(journey: Journey) -> bool:
    """Whether the draft is another one than the citizen read on this screen."""
    return journey.request.POST.get("fingerprint") != fingerprint(journey.draft)


@transaction.atomic
def _make_report(journey: Journey) -> bool:
    """Accept the report and close its draft: both or neither; False when the draft changed.

    A draft that was sent and still open would take changes in and lose them, and so would one
    that another window changes while it is being sent: hence the lock and the second look.
    """
    journey.draft = lock(journey.draft)
    if _is_changed(journey):
        return False
    report = journey.page.process_form_submission(build_submission(journey))
    close(journey.draft, report)
    return True


def build_submission(journey: Journey) -> Submission:
    """What the draft says, in the plain values of the front door."""
    draft, data = journey.draft, journey.data
    asked = {step.slug for step in journey.steps}
    place = data.get("place", {}) if "place" in asked else {}
    contact = data.get("contact", {}) if "contact" in asked else {}
    return Submission(
        key=draft.token,
        site=journey.site,
        category=journey.offer.category,
        language=draft.language,
        description=data["details"]["description"],
        latitude=place.get("latitude"),
        longitude=place.get("longitude"),
        address=place.get("address", ""),
        location_note=place.get("location_note", ""),
        answers=data["details"]["answers"],
        contact=Contact(**contact),
        photos=list(draft.photos.values_list("pk", flat=True)),
    )


def _show(journey: Journey, *, status: int = 200, **context) -> HttpResponse:
    details = journey.data["details"]
    photos = journey.draft.photos.all()
    return journey.render(
        STEP.template,
        step=STEP,
        status=status,
        asked={step.slug for step in journey.steps},
        urls={step.slug: journey.url(step.slug) for step in journey.steps},
        place=journey.data.get("place", {}),
        contact=journey.data.get("contact", {}),
        details=details,
        answers=shown_answers(journey.offer, details["answers"]),
        personal=personal_words(details["description"]) if journey.offer.may_become_public else [],
        photos=[journey.url("photos", str(photo.uuid)) for photo in photos],
        fingerprint=fingerprint(journey.draft),
        honeypot=HONEYPOT,
        retry_after=RETRY_AFTER,
        **context,
    )


def sent(journey: Journey) -> HttpResponse:
    """The thanks; shown as long as the browser remembers the draft."""
    if journey.sent is None:
        return journey.go()
    report = Report.objects.select_related("site", "category", "reporter").get(
        pk=journey.sent.report_id
    )
    return journey.page.render_landing_page(journey.request, journey, report)


def render_sent(journey: Journey, report: Report) -> HttpResponse:
    """What the page's ``render_landing_page`` shows unless the city shows something else."""
    reporter = getattr(report, "reporter", None)
    return journey.render(
        "wagtail_anliegen/intake/sent.html",
        report=report,
        expectation=expectation(report),
        has_email=bool(reporter and reporter.email),
        qr_code=qr_code(report.secret_url),
        again_url=journey.url("category"),
        discard_url=journey.url("discard"),
    )


def qr_code(text: str) -> str:
    """A picture as a data address, so that nobody else learns the secret in it."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
