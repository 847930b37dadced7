"""For people who do not report online: a blank form and a poster, for each category, on A4."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.generic.base import TemplateView
from wagtail.models import Locale, get_page_models

from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.categories.questions import choices_of, questions_of
from wagtail_anliegen.editor_settings import AnliegenSettings

from .pages import ReportFormMixin
from .sending import qr_code


#: Whoever keeps categories or takes reports down may print them.
PERMISSIONS = ("change_category", "view_category", "enter_report", "view_report")
LINES = {"multiline": 4, "date": 1}
ONE_OF, SOME_OF, YES = {"radio", "dropdown"}, {"checkboxes", "multiselect"}, {"checkbox"}


def form_url(category: Category) -> str:
    """The address of the online form with this category chosen, or nothing without a form page."""
    home = category.site.root_page
    homes = [home, *home.get_translations()]
    pages = [
        page
        for model in get_page_models()
        if issubclass(model, ReportFormMixin)
        for root in homes
        for page in model.objects.live().descendant_of(root, inclusive=True).order_by("path")
    ]
    pages.sort(key=lambda page: page.locale_id != category.locale_id)
    return f"{pages[0].full_url}?category={category.code}" if pages else ""


def in_words(url: str) -> str:
    """An address as people type it, without the question mark and what follows."""
    return url.split("//", 1)[-1].split("?", 1)[0].rstrip("/")


class PaperView(TemplateView):
    """A sheet in the language of the category."""

    def dispatch(self, request, *args, **kwargs):
        if not any(request.user.has_perm(f"wagtail_anliegen.{name}") for name in PERMISSIONS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        rows = Category.objects.select_related("site", "locale", "parent")
        self.category = get_object_or_404(rows, pk=kwargs["pk"])
        with translation.override(self.category.locale.language_code):
            return self.render_to_response(self.get_context_data(**kwargs)).render()

    def get_context_data(self, **kwargs):
        category = self.category
        url = form_url(category)
        hazards = (above.hazard_notice for above in category.lineage)
        return super().get_context_data(
            category=category,
            original=category.get_translation_or_none(Locale.get_default()) or category,
            city=AnliegenSettings.for_site(category.site),
            hazard=next(filter(None, hazards), ""),
            qr_code=qr_code(url) if url else "",
            address=in_words(url),
            questions=[asked_on_paper(question) for question in questions_of(category)],
            **kwargs,
        )


def asked_on_paper(question: CategoryQuestion) -> dict:
    """The question with what there is to tick, or how many lines to write on."""
    kind, choices = question.field_type, []
    if kind in ONE_OF | SOME_OF:
        choices = choices_of(question)
    elif kind in YES:
        choices = [translation.gettext("Yes"), translation.gettext("No")]
    return {
        "question": question,
        "choices": choices,
        "is_one_of": kind in ONE_OF | YES,
        "lines": range(0 if choices else LINES.get(kind, 1)),
    }


class BlankFormView(PaperView):
    template_name = "wagtail_anliegen/intake/blank_form.html"


class PosterView(PaperView):
    template_name = "wagtail_anliegen/intake/poster.html"
