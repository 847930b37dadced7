"""The first step: main category, subcategory, and what to read before going on."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage, mark

from .catalogue import Offer
from .forms import CategoryForm
from .journey import Journey
from .steps import BY_SLUG


STEP = BY_SLUG["category"]


def category(journey: Journey, code: str = "", part: str = "") -> HttpResponse:
    """``category/``, ``category/<code>/`` with what is below it, ``category/<code>/notice/``."""
    if part not in ("", "notice"):
        raise Http404
    if not code:
        preset = journey.catalogue.by_code(journey.request.GET.get("category"))
        return _choose(journey, preset.parent if preset else None, preset)
    offer = journey.catalogue.by_code(code)
    if offer is None:
        return journey.go("category")
    if part == "notice":
        return _notice(journey, offer)
    if not offer.children:
        return journey.go("category", query=f"?category={offer.code}")
    return _choose(journey, offer, None)


def _choose(journey: Journey, above: Offer | None, preset: Offer | None) -> HttpResponse:
    """One level of the tree as a list of choices."""
    offers = journey.catalogue.tops if above is None else [*above.children, above]
    if journey.request.method == "POST":
        form = CategoryForm(journey.request.POST, offers=offers)
        if form.is_valid():
            return _chosen(journey, journey.catalogue.by_code(form.cleaned_data["category"]), above)
    else:
        form = CategoryForm(
            offers=offers, initial={"category": _before(journey, offers, preset, above)}
        )
    return journey.render(
        STEP.template,
        step=STEP,
        form=form,
        offers=offers,
        above=above,
        action=journey.url("category", *([above.code] if above else [])),
        heading=above or STEP.title,
        back_url=_url_above(journey, above) if above else journey.base,
    )


def _before(journey: Journey, offers, preset: Offer | None, above: Offer | None) -> str:
    """What was chosen on this screen before."""
    chosen = preset or journey.offer
    line = chosen.lineage if chosen else []
    if above is not None and line and line[0] is above:
        return above.code
    return next((offer.code for offer in line if offer in offers and offer is not above), "")


def _url_above(journey: Journey, offer: Offer) -> str:
    return journey.url("category", *([offer.parent.code] if offer.parent else []))


def _chosen(journey: Journey, offer: Offer, above: Offer | None) -> HttpResponse:
    if not offer.takes_reports:
        return journey.go("category", offer.code, "notice")
    if offer.children and offer is not above:
        return journey.go("category", offer.code)
    was_read = above is not None and above.hazard_notice == offer.hazard_notice
    if offer.hazard_notice and not was_read:
        return journey.go("category", offer.code, "notice")
    return _settle(journey, offer)


def _notice(journey: Journey, offer: Offer) -> HttpResponse:
    """Out of season, somebody else's task, or a danger: before the form goes on."""
    if offer.takes_reports and journey.request.method == "POST":
        return _settle(journey, offer)
    if offer.takes_reports and not offer.hazard_notice:
        return journey.go("category", query=f"?category={offer.code}")
    above = offer.parent
    return journey.render(
        "wagtail_anliegen/intake/notice.html",
        step=STEP,
        offer=offer,
        resting=offer.out_of_season,
        heading=_("Please read this first") if offer.takes_reports else offer,
        back_url=journey.url("category", *([above.code] if above else [])),
    )


def _settle(journey: Journey, offer: Offer) -> HttpResponse:
    try:
        if journey.draft is None:
            count(journey.request, "draft")
        journey.store(category=offer.category.pk)
    except Limited as error:
        response = _again(journey, offer, trouble="limited", minutes=error.minutes, status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    except TROUBLE as error:
        if not is_shortage(error):
            raise
        return mark(_again(journey, offer, trouble="store").render())
    return journey.go_on()


def _again(journey: Journey, offer: Offer, **trouble) -> HttpResponse:
    """What was chosen, to be sent once more."""
    return journey.render(
        STEP.template,
        step=STEP,
        form=CategoryForm(offers=[offer], initial={"category": offer.code}),
        offers=[offer],
        action=journey.request.path,
        **trouble,
    )
