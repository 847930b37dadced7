"""Walks the form with Django's client, which has no scripts: a citizen on an old phone."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale, Page

from tests.factories import central_inbox, default_site
from wagtail_anliegen.contrib.pages.models import ReportFormPage
from wagtail_anliegen.editor_settings import AnliegenSettings


BASE = "/en/melden/"
#: Of a visitor from outside; those of our own machines are not counted.
ADDRESS = "203.0.113.7"


def form_page(**values) -> ReportFormPage:
    """A published form in English on a German site: the tests read the words of the code."""
    site = default_site()
    central_inbox(site)
    AnliegenSettings.for_site(site)
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = Page(
        title="Home",
        slug="home-en",
        locale=english,
        translation_key=site.root_page.translation_key,
    )
    site.root_page.get_parent().add_child(instance=home)
    page = ReportFormPage(title="Report something", slug="melden", locale=english, **values)
    return home.add_child(instance=page)


def jpeg(name: str = "photo.jpg", colour: str = "green", size=(60, 40)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


class Citizen:
    """Fills in one step after the other."""

    def __init__(self, client, base=BASE):
        self.client, self.base = client, base
        client.defaults["REMOTE_ADDR"] = ADDRESS

    def get(self, step=""):
        return self.client.get(f"{self.base}{step}")

    def post(self, step, **values):
        return self.client.post(f"{self.base}{step}", values)

    def choose(self, category, above=None):
        path = f"category/{above.code}/" if above else "category/"
        return self.post(path, category=category.code)

    def place(self, **values):
        return self.post("place/", **{"address": "Lindenweg 1", "action": "continue", **values})

    def details(self, category, **values):
        values.setdefault("description", "Hier liegt etwas.")
        return self.post("details/", category=category.code, action="continue", **values)

    def contact(self, **values):
        return self.post("contact/", **values)

    def send(self, **values):
        shown = self.get("check/").content.decode()
        fingerprint = re.search(r'name="fingerprint" value="(\w+)"', shown).group(1)
        return self.post("check/", **{"fingerprint": fingerprint, **values})

    def walk(self, category, **contact):
        """All steps but the last one."""
        self.choose(category)
        self.place()
        self.details(category)
        return self.contact(**contact)


def text(response) -> str:
    """What the page says, without tags and runs of blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def leads_to(response, step: str) -> bool:
    return response.status_code == 302 and response.url.split("?")[0] == f"{BASE}{step}"
