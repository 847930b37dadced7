"""Filters that somebody keeps, for one person or for a department, with their counts."""

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.routing.models import Department

from .counting import counts_of
from .folders import FIRST, FOLDERS, Folder, in_order


#: More stand on the page that lists them all; each one here costs a count.
SHOWN = 10


class SavedFilterQuerySet(models.QuerySet):
    def of(self, user):
        """The user's own and those of the departments that the user is in."""
        mine = models.Q(user=user)
        ours = models.Q(department__in=Department.objects.of_user(user))
        return self.filter(mine | ours).select_related("department")


class SavedFilter(models.Model):
    """A question, never an answer: whoever opens it sees what he or she may see anyway."""

    name = models.CharField(_("name"), max_length=60)
    folder = models.CharField(_("folder"), max_length=20)
    query = models.CharField(max_length=1000, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="+",
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(department=None),
                name="anliegen_filter_owner",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def place(self) -> Folder:
        return FOLDERS.get(self.folder, FOLDERS[FIRST])

    @property
    def url(self) -> str:
        return f"{self.place.url}?{self.query}" if self.query else self.place.url

    def reports(self, request):
        """What fits, among what this person may see."""
        from .filters import ReportFilterSet
        from .searching import searched

        data = QueryDict(self.query)
        reports, filters = self.place.reports(request.user), ReportFilterSet(data, request=request)
        # Whom it asks for may be gone: then it finds nothing, and not everything.
        reports = filters.filter_queryset(reports) if filters.is_valid() else reports.none()
        if words := data.get("q", "").strip():
            reports, _is_cut = searched(reports, words, user=request.user)
        return reports


def known(data: QueryDict) -> str:
    """The part of an address that this inbox understands, in a fixed order."""
    from .filters import ReportFilterSet

    names = {"q", "ordering"}
    for name, item in ReportFilterSet.base_filters.items():
        names |= {f"{name}_{end}" for end in getattr(item.field_class.widget, "suffixes", ())}
        names.add(name)
    kept = QueryDict(mutable=True)
    for name in sorted(names & set(data)):
        # No field takes a NUL, and PostgreSQL refuses the whole statement.
        kept.setlist(name, [value for value in data.getlist(name) if value and "\0" not in value])
    return kept.urlencode()


def counted(request, query: str, folder: Folder) -> list[dict]:
    """The first saved filters of this person with their counts, as the inbox shows them."""
    kept = list(SavedFilter.objects.of(request.user)[:SHOWN])
    lists = [in_order(saved.reports(request), saved.place.order) for saved in kept]
    return [
        {
            "filter": saved,
            "count": count,
            "active": saved.place == folder and saved.query == query,
        }
        for saved, count in zip(kept, counts_of(lists), strict=True)
    ]
