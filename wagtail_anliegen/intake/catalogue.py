"""What citizens can choose from: the categories of a site in their language, in two queries."""

from functools import cached_property

from django.utils import timezone
from wagtail.models import Locale

from wagtail_anliegen.categories.drawings import icon_path
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.categories.questions import questions_of


class Offer:
    """A category and the words for it; reports point at ``category``, people read ``words``."""

    def __init__(self, category: Category, words: Category):
        self.category = category
        self.words = words
        self.parent: Offer | None = None
        self.children: list[Offer] = []

    def __str__(self):
        return self.words.name

    @property
    def code(self) -> str:
        return self.category.code

    @property
    def lineage(self) -> list["Offer"]:
        """This one and those above it."""
        return [self, *(self.parent.lineage if self.parent else [])]

    @property
    def icon(self) -> str:
        names = [above.category.icon for above in self.lineage if above.category.icon]
        return icon_path(names[0] if names else "")

    @property
    def hazard_notice(self) -> str:
        """What to read before going on: its own notice, or that of the category above."""
        return next((o.words.hazard_notice for o in self.lineage if o.words.hazard_notice), "")

    @property
    def out_of_season(self) -> "Offer | None":
        """Whichever of the lineage is out of its season today."""
        today = timezone.localdate()
        return next((o for o in self.lineage if not o.category.is_in_season(today)), None)

    @property
    def external_url(self) -> str:
        return self.words.external_url or self.category.external_url

    @property
    def may_become_public(self) -> bool:
        seen = self.category.visibility
        return seen["publishable"] and not seen["confidential"]

    @property
    def takes_reports(self) -> bool:
        return not self.external_url and self.out_of_season is None

    @cached_property
    def questions(self) -> list[tuple]:
        """Pairs of a question and its translation."""
        asked = questions_of(self.category)
        if self.words is self.category:
            return [(question, question) for question in asked]
        translated = {question.code: question for question in questions_of(self.words)}
        return [(question, translated.get(question.code, question)) for question in asked]


class Catalogue:
    """The tree of offers of a site."""

    def __init__(self, site):
        rows = Category.objects.offered(site)
        words = _translations(site)
        self._offers = {row.pk: Offer(row, words.get(row.translation_key, row)) for row in rows}
        self.tops: list[Offer] = []
        for offer in self._offers.values():
            above = self._offers.get(offer.category.parent_id)
            if above is None:
                self.tops.append(offer)
            else:
                offer.parent = above
                above.children.append(offer)

    def by_pk(self, pk: int | None) -> Offer | None:
        return self._offers.get(pk)

    def by_code(self, code: str | None) -> Offer | None:
        return next((offer for offer in self._offers.values() if offer.code == code), None)


def _translations(site) -> dict:
    active, default = Locale.get_active(), Locale.get_default()
    if active == default:
        return {}
    rows = Category.objects.filter(site=site, locale=active).select_related("parent")
    return {row.translation_key: row for row in rows}
