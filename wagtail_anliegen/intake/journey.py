"""One visitor on the way through the form: page, draft, and where to go next."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from wagtail_anliegen.editor_settings import AnliegenSettings

from .catalogue import Catalogue, Offer
from .drafts import find_draft, has_cookie, set_cookie, start_draft, write
from .models import ReportDraft
from .steps import STEPS, Step


class Journey:
    """What a screen needs to know, read once for a request."""

    def __init__(self, page, request):
        self.page = page
        self.request = request
        self.site = page.get_site()
        self.base = page.get_url(request) or request.path
        found = find_draft(request, self.site, hours=self.settings.draft_hours)
        self.draft: ReportDraft | None = found if found and not found.report_id else None
        self.sent: ReportDraft | None = found if found and found.report_id else None

    # --- what is known ------------------------------------------------------

    @property
    def data(self) -> dict[str, Any]:
        return self.draft.data if self.draft else {}

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.site)

    @property
    def offer(self) -> Offer | None:
        """The chosen category, while it is still offered."""
        return self.catalogue.by_pk(self.data.get("category"))

    @cached_property
    def settings(self) -> AnliegenSettings:
        return AnliegenSettings.for_site(self.site)

    @property
    def steps(self) -> list[Step]:
        return [step for step in STEPS if step.is_asked(self)]

    def first_open(self) -> Step:
        """The first step that is not done."""
        return next(step for step in self.steps if not step.is_done(self))

    def may_open(self, step: Step) -> bool:
        """Whether everything before this step is done."""
        steps = self.steps
        return step in steps and steps.index(step) <= steps.index(self.first_open())

    def before(self, step: Step) -> str:
        """Where “back” leads."""
        steps = self.steps
        number = steps.index(step)
        return self.url(steps[number - 1].slug) if number else self.base

    # --- going on -----------------------------------------------------------

    def url(self, *parts: str) -> str:
        return self.base.rstrip("/") + "/" + "".join(f"{part}/" for part in parts)

    def go(self, *parts: str, query: str = "") -> HttpResponse:
        return self.seal(HttpResponseRedirect(self.url(*parts) + query))

    def go_on(self) -> HttpResponse:
        """To the first step that is still open."""
        return self.go(self.first_open().slug)

    def store(self, **parts: Any) -> None:
        """Write to the draft, which begins with the first thing that is stored."""
        if self.draft is None:
            self.draft = start_draft(self.site, parts)
        else:
            write(self.draft, **parts)

    def render(self, template: str, *, step: Step | None = None, status=200, **context):
        """A screen of the form; ``step`` adds progress and the way back."""
        if step is not None:
            steps = self.steps
            context = {
                "step": step,
                "heading": step.title,
                "number": steps.index(step) + 1,
                "total": len(steps),
                "bars": [number <= steps.index(step) for number in range(len(steps))],
                "back_url": self.before(step),
                **context,
            }
        response = TemplateResponse(
            self.request,
            template,
            {
                **self.page.get_context(self.request),
                "journey": self,
                "city": self.settings,
                "start_url": self.base,
                **context,
            },
            status=status,
        )
        return self.seal(response)

    def seal(self, response: HttpResponse) -> HttpResponse:
        """Nobody in between may keep this page; the browser remembers the draft."""
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        if self.draft is not None and self.request.method == "POST":
            hours, secure = self.settings.draft_hours, self.request.is_secure()
            set_cookie(response, self.draft, hours=hours, secure=secure)
        return response

    @property
    def lost(self) -> bool:
        """The browser remembers a draft that is gone."""
        return has_cookie(self.request) and self.draft is None and self.sent is None
