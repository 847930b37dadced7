"""What the form answers when the database cannot take anything: say so, and lose nothing."""

import logging

from django.shortcuts import render

from wagtail_anliegen.reports.trouble import mark


logger = logging.getLogger(__name__)


def unavailable(request, error: BaseException):
    """A page that asks the database nothing and carries along what was typed."""
    logger.error("The form cannot store anything at the moment: %s", error)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return mark(render(request, "wagtail_anliegen/intake/unavailable.html", {"typed": typed}))
