"""Who may work on a report: what ``permissions`` says of one person, said of all."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When

from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


def who_may_handle(report: Report) -> QuerySet:
    """The active people of the departments that watch this report who may work on it.

    Superusers are left out unless they work in one of these departments.
    """
    users = who_may_work_for(report.department)
    return _permitted(users, "view_confidential_report") if report.confidential else users


def who_may_work_for(department: Department) -> QuerySet:
    """The same for any report of the department that is not confidential."""
    watching = Department.objects.watching(department)
    users = get_user_model()._default_manager.filter(
        is_active=True, pk__in=_members(Q(pk__in=watching.values("group")))
    )
    return _permitted(users, "view_report", "handle_report")


def by_workload(users: QuerySet, *, first=None) -> QuerySet:
    """With ``open_count``, the number of open reports each has; ``first`` stands on top."""
    theirs = Report.objects.open().filter(handler=OuterRef("pk")).order_by()
    counts = theirs.values("handler").annotate(number=Count("pk")).values("number")
    name = users.model.USERNAME_FIELD
    has_names = "last_name" in {field.name for field in users.model._meta.fields}
    mine_first = Case(When(pk=getattr(first, "pk", None) or 0, then=Value(0)), default=Value(1))
    return users.annotate(open_count=Subquery(counts), place=mine_first).order_by(
        "place", *(["last_name", "first_name"] if has_names else []), name
    )


def _permitted(users: QuerySet, *codenames: str) -> QuerySet:
    for codename in codenames:
        granted = Permission.objects.filter(
            content_type__app_label="wagtail_anliegen", codename=codename
        )
        users = users.filter(
            Q(is_superuser=True)
            | Q(pk__in=_members(Q(permissions__in=granted)))
            | Q(pk__in=_holders(granted))
        )
    return users


def _members(groups: Q) -> QuerySet:
    """Keys of the people in the groups that fit; on their own, so that joins do not multiply."""
    users = get_user_model()._default_manager.filter(groups__in=Group.objects.filter(groups))
    return users.order_by().values("pk")


def _holders(permissions: QuerySet) -> QuerySet:
    users = get_user_model()._default_manager.filter(user_permissions__in=permissions)
    return users.order_by().values("pk")
