"""Which site a thing belongs to; with one site nobody sees the field."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.models import Site

from .renderers import LeanRenderer


SITE_COLUMN = Column("site", label=_("Site"), accessor="site")


def only_site() -> Site | None:
    """The site when there is just one, so that it goes without saying."""
    sites = list(Site.objects.all()[:2])
    return sites[0] if len(sites) == 1 else None


def name_sites(fields: Iterable[forms.Field]) -> None:
    """Where there are several sites, say behind each choice which one it belongs to."""
    choices = [field for field in fields if isinstance(field, forms.ModelChoiceField)]
    bound = [field for field in choices if hasattr(field.queryset.model, "site_id")]
    if not bound:
        return
    names = {site.pk: site.site_name or site.hostname for site in Site.objects.all()}
    if len(names) < 2:
        return
    for field in bound:
        field.label_from_instance = lambda row: f"{row} ({names[row.site_id]})"


class SiteBoundForm(WagtailAdminModelForm):
    """Fills in the site where there is one; where there are several, asks once and for all."""

    #: Foreign keys whose choices must belong to the same site.
    same_site: tuple[str, ...] = ()
    #: Fields that together must be unique in a site; see ``twin_error``.
    unique_in_site: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only = only_site()
        if only and not self.instance.site_id:
            self.instance.site = only
        if only:
            self.fields.pop("site", None)
        elif self.instance.pk and "site" in self.fields:
            self.fields["site"].disabled = True
        bound = [self.fields[name] for name in self.same_site if name in self.fields]
        if not self.instance.site_id:
            name_sites(bound)
            return
        for field in bound:
            field.queryset = field.queryset.filter(site=self.instance.site_id)

    def clean(self):
        data = super().clean()
        self._site = data.get("site") or getattr(self.instance, "site", None)
        for name in self.same_site:
            if (other := data.get(name)) and self._site and other.site_id != self._site.pk:
                self.add_error(name, _("This belongs to another site."))
        self._check_unique(data)
        return data

    def _check_unique(self, data):
        # Django leaves constraints out that name a field which the form does not show.
        if not self.unique_in_site or not all(name in data for name in self.unique_in_site):
            return
        values = {name: data[name] for name in self.unique_in_site}
        twins = self._meta.model._default_manager.filter(site=self._site, **values)
        if self._site and self.twins(twins).exclude(pk=self.instance.pk).exists():
            self.add_error(*self.twin_error(data))

    def twins(self, queryset):
        """Rows with the same values; narrows further what counts as the same."""
        return queryset

    def twin_error(self, data) -> tuple[str | None, ValidationError]:
        """The field at which it stands that there is a twin, None for the form, and the words."""
        message = _("There is another one with this value already.")
        return self.unique_in_site[0], ValidationError(message, code="unique")


class SiteBoundFilterSet(WagtailFilterSet):
    """Offers the filter “site” only where there is a choice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "site" in self.filters and only_site():
            del self.filters["site"]

    def get_form_class(self):
        form_class = super().get_form_class()
        form_class.default_renderer = LeanRenderer
        name_sites(form_class.base_fields.values())
        return form_class


class SiteColumnView:
    """For index views: adds the column “Site” only where there is a choice."""

    table_classname = "listing anliegen-listing"

    @cached_property
    def columns(self):
        columns = list(super().columns)
        return columns if only_site() else [*columns, SITE_COLUMN]
