"""Which screen answers which address below the page."""

import inspect
from collections.abc import Callable
from functools import cache

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers

from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage, mark

from . import choosing, details, lookup, sending, uploads, words
from .drafts import DraftSent, discard_draft, drop_cookie
from .journey import Journey
from .steps import BY_SLUG
from .trouble import unavailable


def answer(page, request, path: tuple[str, ...]) -> HttpResponse:
    """Answer a request to the page or to one of its steps."""
    try:
        journey = Journey(page, request)
        screen = SCREENS.get(path[0]) if path else start
        if screen is None or len(path) > 1 + _most_parts(screen):
            raise Http404
        return screen(journey, *path[1:])
    except DraftSent:
        return Journey(page, request).go("sent")
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        return unavailable(request, error)


@cache
def _most_parts(screen: Callable[..., HttpResponse]) -> int:
    """How many parts of the address may follow the screen's own."""
    return len(inspect.signature(screen).parameters) - 1


def start(journey: Journey) -> HttpResponse:
    """The page itself; whoever only reads it gets no cookie, so that it can be cached."""
    preset = journey.catalogue.by_code(journey.request.GET.get("category"))
    context = {
        "preset": preset,
        "lost": journey.lost,
        "open_step_url": journey.url(journey.first_open().slug) if journey.draft else "",
        "discard_url": journey.url("discard"),
        "start_url": journey.url("category") + (f"?category={preset.code}" if preset else ""),
    }
    if journey.draft or journey.lost:
        response = journey.render("wagtail_anliegen/intake/start.html", **context)
        if journey.lost:
            drop_cookie(response)
        return response
    context = {**journey.page.get_context(journey.request), "city": journey.settings, **context}
    response = TemplateResponse(
        journey.request, "wagtail_anliegen/intake/start.html", {"journey": journey, **context}
    )
    patch_vary_headers(response, ["Cookie"])
    return response


def discard(journey: Journey) -> HttpResponse:
    """Forget the unfinished report."""
    if journey.request.method == "POST" and journey.draft:
        discard_draft(journey.draft)
        journey.draft = None
    response = journey.go()
    drop_cookie(response)
    return response


def place(journey: Journey) -> HttpResponse:
    request, step = journey.request, BY_SLUG["place"]
    if away := _elsewhere(journey, step):
        return away
    if request.method == "POST" and request.POST.get("action") == "search":
        form = journey.page.get_form(step, journey, request.POST).with_matches()
        return journey.render(step.template, step=step, form=form, searched=True, **_map(journey))
    return _plain_step(journey, step, **_map(journey))


def _map(journey: Journey) -> dict:
    return {"map": lookup.map_options(journey)}


def contact(journey: Journey) -> HttpResponse:
    step = BY_SLUG["contact"]
    return _elsewhere(journey, step) or _plain_step(journey, step)


def _elsewhere(journey: Journey, step) -> HttpResponse | None:
    """Where to go instead: a step was reached too early, or the report was sent already."""
    if journey.sent:
        return journey.go("sent")
    if journey.draft is None:
        return journey.go() if journey.lost else journey.go("category")
    return None if journey.may_open(step) else journey.go_on()


def _plain_step(journey: Journey, step, **context) -> HttpResponse:
    """Show a form, or check and keep what came in."""
    if journey.request.method != "POST":
        form = journey.page.get_form(step, journey)
        return journey.render(step.template, step=step, form=form, **context)
    form = journey.page.get_form(step, journey, journey.request.POST)
    if not form.is_valid():
        return journey.render(step.template, step=step, form=form, **context)
    try:
        journey.store(**{step.slug: step.keep(form)})
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        return mark(
            journey.render(step.template, step=step, form=form, trouble="store", **context).render()
        )
    return journey.go_on()


SCREENS: dict[str, Callable[..., HttpResponse]] = {
    "category": choosing.category,
    "place": place,
    "details": details.details,
    "stop": details.stop,
    "contact": contact,
    "check": sending.check,
    "sent": sending.sent,
    "discard": discard,
    "photos": uploads.photos,
    "search": lookup.search,
    "locate": lookup.locate,
    "words": words.words,
}
