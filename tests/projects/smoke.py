"""Installs one variant from nothing and takes a report with it; run by ``tests/test_variants.py``.

DJANGO_SETTINGS_MODULE=tests.projects.core_only python -m tests.projects.smoke
"""

import django
from django.core.management import call_command


def install() -> None:
    call_command("check", fail_level="WARNING")
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("setup_anliegen", verbosity=0)
    call_command("setup_anliegen", verbosity=0)


def take_a_report() -> None:
    from wagtail.models import Site

    from wagtail_anliegen.intake.submit import Submission, submit_report
    from wagtail_anliegen.models import Category

    site = Site.objects.get(is_default_site=True)
    category = Category.objects.canonical(site).first()
    report = submit_report(Submission(key="smoke", site=site, category=category, language="de"))
    print(f"report: {report.reference} for {report.department}")


def work_on_it() -> None:
    """Somebody of the department finds the report in the inbox and gives it away."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from wagtail_anliegen.casework.actions import forward
    from wagtail_anliegen.models import Department, Report

    model = get_user_model()
    clerk = model(is_superuser=True, **{model.USERNAME_FIELD: "4711"})
    clerk.save()
    report = Report.objects.get()
    clerk.groups.add(report.department.group)
    other = Department.objects.create(site=report.site, name="B", group=report.department.group)
    forward(report, department=other, reason="", user=clerk)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(clerk)
    for name, args in (("list", []), ("edit", [report.pk])):
        page = browser.get(reverse(f"wagtail_anliegen_reports:{name}", args=args))
        print(f"admin: {name} {page.status_code} {'4711' in page.content.decode()}")


def show_the_pages() -> None:
    """Every page type that comes from our mixins answers a visitor."""
    from django.apps import apps
    from django.test import Client
    from wagtail.models import Site

    from wagtail_anliegen.intake.pages import ReportFormMixin
    from wagtail_anliegen.publicmap.pages import ReportMapMixin

    root = Site.objects.get(is_default_site=True).root_page
    for model in apps.get_models():
        if issubclass(model, (ReportFormMixin, ReportMapMixin)):
            page = root.add_child(instance=model(title=model.__name__, slug=model.__name__.lower()))
            response = Client(HTTP_HOST="localhost").get(page.url, follow=True)
            print(f"page: {model.__name__} {response.status_code}")


if __name__ == "__main__":
    django.setup()
    install()
    take_a_report()
    work_on_it()
    show_the_pages()
