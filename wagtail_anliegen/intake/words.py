"""Tells the browser, while somebody writes, by which words people may be recognised."""

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from wagtail_anliegen.reports.limits import Limited, count
from wagtail_anliegen.reports.personal_words import personal_words

from .journey import Journey
from .questions import MAX_KEPT


def words(journey: Journey) -> HttpResponse:
    """POST ``words/`` with ``text``: the words in it, each with what it may be.

    Nothing is stored, and none are named where no report becomes public. The browser asks here
    because it would otherwise need patterns of its own, which would come to find other words.
    """
    if journey.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        count(journey.request, "words")
    except Limited as error:
        return _json({"error": _("Please try again later.")}, 429, {"Retry-After": error.seconds})
    text = journey.request.POST.get("text", "")[:MAX_KEPT]
    may_be_read = journey.offer is not None and journey.offer.may_become_public
    found = personal_words(text) if may_be_read else []
    named = dict.fromkeys((word.text, str(word.kind.label)) for word in found)
    return _json({"words": [{"text": text, "kind": kind} for text, kind in named]})


def _json(data: dict, status: int = 200, headers=None) -> JsonResponse:
    kept_nowhere = {"Cache-Control": "no-store, private"}
    return JsonResponse(data, status=status, headers={**kept_nowhere, **(headers or {})})
