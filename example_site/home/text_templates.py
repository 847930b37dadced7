"""Puts the town's text templates into the database."""

from wagtail.models import Locale

from example_site.town.response_templates import RESPONSE_TEMPLATES
from wagtail_anliegen.casework.response_templates import ResponseTemplate, ResponseTemplateVariant
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.routing.models import Department


def load_text_templates(
    site, *, categories: dict[str, Category], departments: dict[str, Department]
) -> None:
    english = Locale.objects.get(language_code="en")
    for order, entry in enumerate(RESPONSE_TEMPLATES):
        template = ResponseTemplate.objects.create(
            site=site,
            name=entry.name,
            text=entry.text,
            department=departments.get(entry.department),
            category=categories.get(entry.category),
            status=entry.status,
            sort_order=order,
        )
        if entry.text_en:
            ResponseTemplateVariant.objects.create(
                template=template, locale=english, text=entry.text_en
            )
