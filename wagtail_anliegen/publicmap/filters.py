"""Narrows the public reports: the same choices for the list, the map and its tiles."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import CLOSED, LOOKS, OPEN, Status
from wagtail_anliegen.reports.wording import look_of

from .category_tree import CategoryTree
from .districts import district_choices, districts_inside


GROUPS = {"open": OPEN, "closed": CLOSED - {Status.REJECTED}}
PERIODS = {
    "week": (7, _("The last 7 days")),
    "month": (30, _("The last 30 days")),
    "quarter": (90, _("The last 3 months")),
    "year": (365, _("The last 12 months")),
}


def status_choices(site) -> list:
    """Open or closed, or exactly one state in the words of the site."""
    return [
        ("open", _("Open")),
        ("closed", _("Closed")),
        (
            _("Exactly this step"),
            [(code, look_of(code, site.pk).words) for code in LOOKS if code != Status.REJECTED],
        ),
    ]


@dataclass(frozen=True)
class Chip:
    """One choice in words, and the query string without it."""

    words: str
    query: str


class PublicReportFilter(FilterSet):
    """Give it the GET parameters and a site; it starts from what is public there."""

    category = ChoiceFilter(
        label=_("Category"), empty_label=_("All categories"), method="in_branch"
    )
    district = ChoiceFilter(
        label=_("District"), empty_label=_("The whole city"), method="in_district"
    )
    status = ChoiceFilter(
        label=_("Status"),
        empty_label=_("Open and closed"),
        method="in_status",
    )
    period = ChoiceFilter(
        label=_("Received"),
        empty_label=_("At any time"),
        choices=[(code, words) for code, (_days, words) in PERIODS.items()],
        method="in_period",
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, data, *, site):
        super().__init__(data, queryset=Report.objects.public(site))
        self.site = site
        self.tree = CategoryTree(site)
        districts = district_choices(site)
        self.filters["status"].extra["choices"] = partial(status_choices, site)
        self.filters["category"].extra["choices"] = self.tree.choices()
        self.filters["district"].extra["choices"] = districts
        if not districts:
            del self.filters["district"]
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "anliegen-input"

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The valid choices, in the order of the form."""
        if not self.is_bound:
            return {}
        self.is_valid()
        cleaned = self.form.cleaned_data
        return {name: cleaned[name] for name in self.filters if cleaned.get(name)}

    @property
    def query(self) -> str:
        """The valid choices as a query string: the same address for the same choices."""
        return urlencode(self.chosen)

    @property
    def chips(self) -> list[Chip]:
        """The choices, each with the way to take it back."""
        return [
            Chip(
                words=_words_of(self.form.fields[name].choices, value),
                query=urlencode({key: kept for key, kept in self.chosen.items() if key != name}),
            )
            for name, value in self.chosen.items()
        ]

    @property
    def chosen_district(self) -> int | None:
        """Primary key of the district that was chosen."""
        return int(self.chosen["district"]) if "district" in self.chosen else None

    def in_branch(self, reports, name, code):
        return reports.filter(category__in=self.tree.branch(code))

    def in_district(self, reports, name, pk):
        return reports.filter(district__in=districts_inside(self.site, int(pk)))

    def in_status(self, reports, name, code):
        return reports.filter(status__in=sorted(GROUPS.get(code, {code})))

    def in_period(self, reports, name, code):
        days, _words = PERIODS[code]
        return reports.filter(created_at__gte=timezone.now() - timedelta(days=days))


def _words_of(choices, value: str) -> str:
    for code, words in choices:
        if isinstance(words, list | tuple):
            if found := _words_of(words, value):
                return found
        elif str(code) == value:
            return str(words).strip()
    return ""
