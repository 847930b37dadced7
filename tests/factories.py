"""One factory per model, valid by default."""

from datetime import timedelta

import factory
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Site

from wagtail_anliegen.casework.delegation.models import DelegationRule
from wagtail_anliegen.casework.escalation.models import EscalationLevel
from wagtail_anliegen.casework.response_templates import ResponseTemplate
from wagtail_anliegen.categories.models import Category, CategoryQuestion
from wagtail_anliegen.geo.models import District, Street
from wagtail_anliegen.intake.submit import Submission, submit_report
from wagtail_anliegen.privacy.models import RetentionRule
from wagtail_anliegen.reports.deadlines import Deadline
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.wording import StatusWording
from wagtail_anliegen.routing.models import Department, RoutingRule


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


def square(latitude: float, longitude: float, size: float = 0.1) -> dict:
    """A GeoJSON square whose south-western corner is given, ``size`` degrees a side."""
    west, south, east, north = longitude, latitude, longitude + size, latitude + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Gruppe {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    @factory.post_generation
    def permissions(self, create, codenames):
        for codename in codenames or []:
            self.user_permissions.add(Permission.objects.get(codename=codename))


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Amt {n}")
    group = factory.SubFactory(GroupFactory)
    email = factory.Sequence(lambda n: f"amt{n}@example.org")


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    site = factory.LazyFunction(default_site)
    locale = factory.LazyFunction(Locale.get_default)
    name = factory.Sequence(lambda n: f"Kategorie {n}")
    code = factory.Sequence(lambda n: f"kategorie-{n}")


class CategoryQuestionFactory(DjangoModelFactory):
    class Meta:
        model = CategoryQuestion

    category = factory.SubFactory(CategoryFactory)
    label = factory.Sequence(lambda n: f"Frage {n}")
    field_type = "singleline"
    required = False


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Bezirk {n}")
    geometry = factory.LazyFunction(lambda: square(51.6, 7.8))


class StreetFactory(DjangoModelFactory):
    class Meta:
        model = Street

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Straße {n}")
    latitude = 51.65
    longitude = 7.85


class StatusWordingFactory(DjangoModelFactory):
    class Meta:
        model = StatusWording

    site = factory.LazyFunction(default_site)
    status = "resolved"
    language = "de"
    words = "Wieder gut"


class RoutingRuleFactory(DjangoModelFactory):
    class Meta:
        model = RoutingRule

    site = factory.LazyFunction(default_site)
    department = factory.SubFactory(DepartmentFactory)


class RetentionRuleFactory(DjangoModelFactory):
    class Meta:
        model = RetentionRule

    site = factory.LazyFunction(default_site)
    what = "report"
    days = 365


class ResponseTemplateFactory(DjangoModelFactory):
    class Meta:
        model = ResponseTemplate

    site = factory.LazyAttribute(
        lambda made: made.department.site if made.department else default_site()
    )
    department = None
    name = factory.Sequence(lambda n: f"Textvorlage {n}")
    text = "Danke für Ihren Hinweis {reference}."


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    site = factory.LazyFunction(default_site)
    first_days = 5


class EscalationLevelFactory(DjangoModelFactory):
    class Meta:
        model = EscalationLevel

    site = factory.LazyFunction(default_site)


class DelegationRuleFactory(DjangoModelFactory):
    class Meta:
        model = DelegationRule

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Regel {n}")


def central_inbox(site=None) -> Department:
    """The site's central inbox, made when it is missing."""
    site = site or default_site()
    found = Department.objects.filter(site=site, is_central=True).first()
    return found or DepartmentFactory(site=site, is_central=True)


_sent = iter(range(1, 10**9))


def make_report(**values) -> Report:
    """A report that came in through the front door; ``values`` are those of a ``Submission``."""
    site = values.setdefault("site", default_site())
    central_inbox(site)
    if "category" not in values:
        values["category"] = CategoryFactory(site=site)
    values.setdefault("key", f"test-{next(_sent)}")
    values.setdefault("language", "de")
    values.setdefault("description", "Hier liegt etwas.")
    return submit_report(Submission(**values))


def make_public_report(**values) -> Report:
    """A report that somebody released."""
    report = make_report(**values)
    report.get_latest_revision().publish()
    return Report.objects.get(pk=report.pk)


def member_of(department: Department, *, role: str = "clerk") -> User:
    """A user who works for the department; roles are those of ``setup_anliegen``."""
    from wagtail_anliegen.management.commands.setup_anliegen import ROLES

    user = UserFactory(permissions=["access_admin", *ROLES[role]])
    user.groups.add(department.group)
    return user


def days_ago(days: float):
    return timezone.now() - timedelta(days=days)


def days_ahead(days: int):
    """A day to come, as a date."""
    return timezone.localdate() + timedelta(days=days)
