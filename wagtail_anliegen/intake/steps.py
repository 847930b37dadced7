"""The steps of the form: which are asked, which are done, what each keeps in the draft."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.categories.models import Category

from .forms import ContactForm, PlaceForm
from .questions import build_details_form


if TYPE_CHECKING:
    from .journey import Journey


class Step:
    """One thing that is asked, at an address of its own below the page."""

    slug: str
    title: Any

    @property
    def template(self) -> str:
        return f"wagtail_anliegen/intake/{self.slug}.html"

    def is_asked(self, journey: "Journey") -> bool:
        """Whether this report needs the step at all."""
        return True

    def is_done(self, journey: "Journey") -> bool:
        """Whether the draft holds what the step asks for; asked only when those before are."""
        raise NotImplementedError

    def form_class(self, journey: "Journey"):
        """The form of this step; None when its screens check what comes in themselves."""
        return None

    def form_options(self, journey: "Journey") -> dict[str, Any]:
        return {"initial": journey.data.get(self.slug, {})}

    def keep(self, form) -> dict[str, Any]:
        """What goes into the draft."""
        return dict(form.cleaned_data)


class CategoryStep(Step):
    slug = "category"
    title = _("What is it about?")

    def is_done(self, journey):
        return journey.offer is not None and journey.offer.takes_reports


class PlaceStep(Step):
    slug = "place"
    title = _("Where is it?")

    def is_asked(self, journey):
        return journey.offer is None or journey.offer.category.needs_place

    def is_done(self, journey):
        return bool(journey.data.get(self.slug))

    def form_class(self, journey):
        return PlaceForm

    def form_options(self, journey):
        return {**super().form_options(journey), "site": journey.site}

    def keep(self, form):
        return {name: value for name, value in form.cleaned_data.items() if name != "match"}


class DetailsStep(Step):
    slug = "details"
    title = _("Please describe it")

    def is_done(self, journey):
        details = journey.data.get(self.slug, {})
        return bool(details.get("complete")) and details["category"] == journey.offer.category.pk

    def form_class(self, journey):
        return build_details_form(journey.offer)

    def form_options(self, journey):
        return {"initial": journey.data.get(self.slug, {}).get("typed", {})}

    def keep(self, form):
        stopped = form.stop()
        complete = form.is_valid() and stopped is None
        return {
            "category": form.offer.category.pk,
            "typed": form.typed(),
            "description": form.cleaned_data.get("description", ""),
            "answers": form.answers() if complete else [],
            "stop": stopped[0].code if stopped else "",
            "complete": complete,
        }


class ContactStep(Step):
    slug = "contact"
    title = _("May we write to you?")

    def is_asked(self, journey):
        return journey.offer is None or journey.offer.category.contact != Category.Contact.FORBIDDEN

    def is_done(self, journey):
        contact = journey.data.get(self.slug)
        return contact is not None and bool(contact["email"] or not self._is_required(journey))

    def form_class(self, journey):
        return ContactForm

    def form_options(self, journey):
        return {**super().form_options(journey), "required": self._is_required(journey)}

    def _is_required(self, journey) -> bool:
        return journey.offer.category.contact == Category.Contact.REQUIRED


class CheckStep(Step):
    slug = "check"
    title = _("Check and send")

    def is_done(self, journey):
        return False


STEPS: tuple[Step, ...] = (
    CategoryStep(),
    PlaceStep(),
    DetailsStep(),
    ContactStep(),
    CheckStep(),
)
BY_SLUG = {step.slug: step for step in STEPS}
