"""What journeys of editors share: somebody signed in, and a look for barriers."""

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.factories import UserFactory
from wagtail_anliegen.management.commands.setup_anliegen import ROLES


#: Its header stays in place while buttons of ours pass underneath: axe takes them for neighbours
#: of the narrow links in it.
NOT_WAGTAILS = {"exclude": [["[data-w-breadcrumbs]"]]}
IN_CONTENT = "target => Boolean(document.querySelector(target)?.closest('main'))"
CALM = """Promise.all(document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime < 2000)
    .map(animation => animation.finished.catch(() => {})))"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def editor_page(browser_context, **options):
    """A page in which an editor of categories, departments, districts and rules is signed in."""
    return page_of(
        UserFactory(permissions=["access_admin", *ROLES["editor"]]), browser_context, **options
    )


def page_of(user, browser_context, **options):
    """A page in which this user is signed in."""
    client = Client()
    client.force_login(user)
    options.setdefault("viewport", {"width": 1280, "height": 1000})
    page = browser_context(**options).new_page()
    page.goto("/admin/login/")
    origin = page.evaluate("location.origin")  # an address with a path would limit the cookie to it
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}]
    )
    return page


def faults(page) -> list[str]:
    """What axe finds in the content of the page; the furniture around it is Wagtail's."""
    page.evaluate(CALM)  # a message that is still fading in has too little contrast
    found = Axe().run(page, context=NOT_WAGTAILS, options=RULES)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
        if page.evaluate(IN_CONTENT, node["target"][0])
    ]
