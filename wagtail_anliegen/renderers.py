"""Draws choices with many options: Django includes three templates for each of them."""

from django.forms.renderers import BaseRenderer, get_default_renderer


LEAN = {
    "django/forms/widgets/select.html": "wagtail_anliegen/widgets/select.html",
    "django/forms/widgets/checkbox_select.html": "wagtail_anliegen/widgets/options.html",
    "django/forms/widgets/radio.html": "wagtail_anliegen/widgets/options.html",
}


class LeanRenderer(BaseRenderer):
    """The site's own renderer, but each select, radio and checkbox group is one template.

    What comes out is the same, see ``tests/test_renderers.py``.
    """

    def get_template(self, template_name):
        return get_default_renderer().get_template(LEAN.get(template_name, template_name))
