"""The town's menu and its languages."""

from django import template
from django.utils.translation import get_language, get_language_info
from wagtail.models import Locale, Site


register = template.Library()


@register.simple_tag(takes_context=True)
def town_menu(context):
    """The pages of the menu in the active language."""
    home = _home(context)
    return home.get_children().live().in_menu() if home else []


@register.simple_tag(takes_context=True)
def town_languages(context):
    """The same page, or else the home page, in the other languages."""
    page = context.get("page") or _home(context)
    if page is None or not hasattr(page, "get_translations"):
        return []
    return [
        {
            "code": other.locale.language_code,
            "name": get_language_info(other.locale.language_code)["name_local"],
            "url": other.get_url(context.get("request")),
        }
        for other in page.get_translations().live().select_related("locale")
    ]


def _home(context):
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    locale = Locale.objects.filter(language_code=get_language()).first()
    return site.root_page.get_translation_or_none(locale) or site.root_page
