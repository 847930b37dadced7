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
    show_the_pages()
