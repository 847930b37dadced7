"""People of the departments, as choices of a form."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.admin.utils import get_user_display_name

from wagtail_anliegen.sites import only_site

from .models import Department


class PersonField(forms.ModelChoiceField):
    """A person, called by name."""

    def label_from_instance(self, obj):
        return get_user_display_name(obj)


def departments_near(user) -> QuerySet[Department]:
    """Those of the cities in which this member of staff works; with one city, all of them."""
    departments = Department.objects.all()
    if user.is_superuser or only_site():
        return departments
    return departments.filter(site__in=Department.objects.of_user(user).values("site"))


def staff_of(departments: QuerySet[Department]) -> QuerySet:
    """The active people of these departments, each once."""
    users = get_user_model()._default_manager.filter(is_active=True)
    # Asked for by key, so that a person of two departments is there once.
    keys = users.filter(groups__in=departments.order_by().values("group")).order_by().values("pk")
    return users.filter(pk__in=keys).order_by("pk")


def staff_near(user, *, site: int | None = None, chosen: Iterable[int | None] = ()) -> QuerySet:
    """Whom this member of staff may choose: people of the own cities, or of one site of these.

    Those ``chosen`` before (primary keys) stay on offer, or saving a form would drop them.
    """
    departments = departments_near(user)
    people = staff_of(departments.filter(site=site) if site else departments)
    kept = [key for key in chosen if key]
    if not kept:
        return people
    offered = Q(pk__in=people.order_by().values("pk")) | Q(pk__in=kept)
    return people.model._default_manager.filter(offered).order_by("pk")
