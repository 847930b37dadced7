"""Takes the pictures of the documentation from the demo town: ``make screenshots``.

Works on a copy of the demo town, so that the reports it sends leave no trace. Names of pictures may
be given to take only those: ``make screenshots ARGS="inbox case"``.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright


ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
DEMO = Path(os.environ.get("EXAMPLE_VAR", ROOT / "example_site/var"))
DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 860}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
CLERK, DISPATCHER, EDITOR = "petra.lohbusch", "annika.brandhorst", "lea.wortmannsen"
sys.path.insert(0, str(ROOT))


class Camera:
    """Takes pictures of one device and says which."""

    def __init__(self, context: BrowserContext, device: str, wanted: list[str]):
        self.context, self.device, self.wanted = context, device, wanted

    def take(self, page: Page, name: str, *, whole: bool = False) -> None:
        if self.wanted and name not in self.wanted:
            return
        page.wait_for_load_state("networkidle")
        # In a picture of the whole page, what sticks to the window would lie upon the text.
        page.add_style_tag(content=".anliegen-actions--sticky { position: static !important }")
        page.wait_for_timeout(400)
        file = IMAGES / f"{name}-{self.device}.png"
        picture = Image.open(io.BytesIO(page.screenshot(full_page=whole)))
        picture.convert("RGB").save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")


# --- a citizen ------------------------------------------------------------


def report_something(camera: Camera, base: str) -> None:
    """The form from its first page to the status page; every screen is taken once."""
    page = camera.context.new_page()
    page.goto(f"{base}/")
    camera.take(page, "home")
    page.goto(f"{base}/melden/")
    camera.take(page, "form-start", whole=True)
    page.locator("a.anliegen-button--large").click()
    page.wait_for_url("**/category/**")
    for _turn in range(12):
        path = urlsplit(page.url).path.strip("/").split("/")[1:]
        if path == ["sent"]:
            break
        name, act = SCREENS[path[0] if len(path) < 2 else "subcategory"]
        act(page)
        camera.take(page, name, whole=name != "form-place")
        here = page.url
        page.locator(".anliegen-actions button.anliegen-button").last.click()
        page.wait_for_url(lambda url, here=here: url != here)
    camera.take(page, "form-sent", whole=True)
    page.locator(".anliegen-secret a.anliegen-button").click()
    camera.take(page, "status", whole=True)
    page.goto(f"{page.url.split('?')[0]}data/")
    camera.take(page, "status-data", whole=True)
    page.close()


def _choose(code: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"input[value={code}]").check(force=True)


def _set_pin(page: Page) -> None:
    page.locator("[name=address]").fill("Nachtwächtergasse")
    page.locator("[data-part=search]").click()
    page.locator("[data-part=status]", has_text="Nachtwächtergasse").wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")


def _describe(page: Page) -> None:
    from example_site.town.photos import draw_photo

    page.locator("textarea").first.fill(
        "Ein tiefes Schlagloch, direkt vor dem Zebrastreifen. Gestern ist ein Kind mit dem Rad "
        "hineingefahren."
    )
    for radio in page.locator("fieldset:has(input[type=radio])").all():
        radio.locator("input[type=radio]").first.check(force=True)
    photo = io.BytesIO()
    draw_photo("pothole", 7).save(photo, "JPEG", quality=90)
    page.locator("input[type=file]").set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    page.wait_for_timeout(2500)


def _leave_an_address(page: Page) -> None:
    page.locator("input[type=email]").fill("marie.muster@example.org")


SCREENS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "category": ("form-category", _choose("strassen")),
    "subcategory": ("form-subcategory", _choose("schlagloch")),
    "place": ("form-place", _set_pin),
    "details": ("form-details", _describe),
    "contact": ("form-contact", _leave_an_address),
    "check": ("form-check", lambda page: page.wait_for_timeout(4500)),
}


def look_around(camera: Camera, base: str) -> None:
    """What everybody sees."""
    page = camera.context.new_page()
    page.goto(f"{base}/karte/")
    page.wait_for_timeout(2500)
    camera.take(page, "public-map")
    camera.take(page, "public-list", whole=True)
    page.goto(public_report(base))
    camera.take(page, "report", whole=True)
    page.close()


def public_report(base: str) -> str:
    """A finished report with a released photo and an answer."""
    from wagtail_anliegen.models import Report

    report = (
        Report.objects.public()
        .filter(status="resolved", photos__released_at__isnull=False)
        .order_by("-created_at")
        .first()
    )
    return base + report.get_absolute_url()


# --- staff ----------------------------------------------------------------


def log_in(camera: Camera, base: str, username: str) -> Page:
    from example_site.home.loading import PASSWORD

    camera.context.clear_cookies()
    page = camera.context.new_page()
    page.goto(f"{base}/admin/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{base}/admin/")
    return page


def work(camera: Camera, base: str) -> None:
    """A clerk's morning."""
    from django.urls import reverse

    page = log_in(camera, base, CLERK)
    camera.take(page, "dashboard")
    page.goto(base + reverse("wagtail_anliegen_reports:list"))
    camera.take(page, "inbox")
    page.goto(base + reverse("wagtail_anliegen_reports:edit", args=[waiting_report().pk]))
    make_tall(page)
    page.wait_for_timeout(1500)
    camera.take(page, "case")
    page.close()


def do_casework(camera: Camera, base: str) -> None:
    """What lies around the single case: many at once, the road, people outside."""
    from django.urls import reverse

    from wagtail_anliegen.reports.external import ExternalLink

    page = log_in(camera, base, CLERK)
    for name, url in casework_screens().items():
        page.goto(base + url)
        page.wait_for_timeout(800)
        camera.take(page, name)
    camera.context.clear_cookies()
    page.close()
    page = log_in(camera, base, DISPATCHER)
    page.goto(base + reverse("wagtail_anliegen_reports:edit", args=[doubled_report().pk]))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("m")
    page.get_by_text("Vielleicht dasselbe").last.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    camera.take(page, "merge")
    camera.context.clear_cookies()
    page.goto(base + ExternalLink.objects.alive().first().path)
    camera.take(page, "external", whole=True)
    page.close()


def casework_screens() -> dict[str, str]:
    """Picture → address."""
    from django.urls import reverse

    from wagtail_anliegen.models import Report

    chosen = "&".join(f"id={report.pk}" for report in alike_reports(Report)[:5])
    bulk = reverse("wagtail_anliegen_reports:bulk", args=["department", "status"])
    return {
        "bulk": f"{bulk}?{chosen}",
        "enter": reverse("wagtail_anliegen_entry:enter"),
        "day": reverse("wagtail_anliegen_reports:day"),
        "photo": covered_photo(),
    }


def covered_photo() -> str:
    """The page of a photo of the clerk's, on which one place is covered."""
    from django.urls import reverse

    from wagtail_anliegen.casework.photo_actions import redact_photo
    from wagtail_anliegen.photos.redaction import Region

    report = waiting_report()
    photo = report.photos.first()
    house = Region(x=30, y=120, width=110, height=160)
    redact_photo(report, photo=photo, regions=[house], turned=0, user=None)
    return reverse("wagtail_anliegen_reports:check_photo", args=[report.pk, photo.pk])


def alike_reports(reports):
    """What the clerk may answer with the same words."""
    from django.contrib.auth import get_user_model

    clerk = get_user_model().objects.get(username=CLERK)
    return reports.objects.workable_by(clerk).open().filter(live=True).order_by("-created_at")


def doubled_report():
    """What somebody else had reported before."""
    from wagtail_anliegen.models import Report

    return Report.objects.open().filter(description__startswith="Das sehe ich auch").first()


def waiting_report():
    """The newest report with a photo that waits for the clerk's review."""
    from django.contrib.auth import get_user_model

    from wagtail_anliegen.models import Report

    clerk = get_user_model().objects.get(username=CLERK)
    waiting = Report.objects.visible_to(clerk).waiting_for_review()
    with_photo = waiting.filter(photos__isnull=False).order_by("-created_at")
    return with_photo.first() or waiting.order_by("-created_at").first()


def make_tall(page: Page) -> None:
    """Wagtail scrolls inside of its page, so a picture of the whole needs a tall window."""
    height = page.locator("#main").evaluate("element => element.scrollHeight")
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": max(860, min(height + 40, 2400))})


def maintain(camera: Camera, base: str) -> None:
    """The screens of whoever keeps categories, departments, rules and districts."""
    page = log_in(camera, base, EDITOR)
    for name, url in editor_screens().items():
        page.goto(base + url)
        page.wait_for_timeout(800)
        camera.take(page, name)
    camera.context.clear_cookies()
    page = log_in(camera, base, "admin")
    for name, url in administrator_screens().items():
        page.goto(base + url)
        page.wait_for_timeout(800)
        camera.take(page, name)
    page.close()


def editor_screens() -> dict[str, str]:
    """Picture → address."""
    from django.urls import reverse

    from wagtail_anliegen.models import Category, District

    category = Category.objects.get(code="schlagloch", locale__language_code="de")
    district = District.objects.order_by("pk").first()
    street = Category.objects.get(code="strassen", locale__language_code="de")
    dry_run = reverse("wagtail_anliegen_rules:dry_run")
    return {
        "categories": reverse("wagtail_anliegen_categories:list"),
        "category": reverse("wagtail_anliegen_categories:edit", args=[street.pk]),
        "departments": reverse("wagtail_anliegen_departments:index"),
        "rules": reverse("wagtail_anliegen_rules:index"),
        "dry-run": f"{dry_run}?category={category.pk}&address=Nachtwächtergasse&place=",
        "coverage": reverse("wagtail_anliegen_rules:coverage"),
        "districts": reverse("wagtail_anliegen_districts:index"),
        "district": reverse("wagtail_anliegen_districts:edit", args=[district.pk]),
        "district-upload": reverse("wagtail_anliegen_districts:upload"),
    }


def administrator_screens() -> dict[str, str]:
    """Picture → address."""
    from django.urls import reverse
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    text = {"site": site.pk, "letter": "receipt", "language": "de"}
    return {
        "delivery-log": reverse("anliegen_mails_modeladmin_index"),
        "delegation": reverse("wagtail_anliegen_delegation:index"),
        "delegation-dry-run": f"{reverse('wagtail_anliegen_delegation:dry_run')}?days=365",
        "escalation": reverse("wagtail_anliegen_escalation:index"),
        "response-templates": reverse("wagtail_anliegen_templates:index"),
        "mail-text": reverse("wagtail_anliegen_mail_texts:edit", kwargs=text),
        "process": reverse("wagtail_anliegen_reports:process"),
        "periods": reverse("wagtail_anliegen_retention:dry_run"),
        "report-data": reverse("wagtail_anliegen_privacy:report", args=[waiting_report().pk]),
        "privacy-documents": reverse("wagtail_anliegen_documents:index"),
    }


# --- the town -------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    for _turn in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise SystemExit("the demo town does not answer")


def main(wanted: list[str]) -> None:
    if not (DEMO / ".loaded").exists():
        raise SystemExit("There is no demo town yet: run `make demo` once.")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="anliegen-pictures-") as scratch:
        town = Path(scratch) / "var"
        shutil.copytree(DEMO, town)
        os.environ |= {
            "EXAMPLE_VAR": str(town),
            "DJANGO_SETTINGS_MODULE": "example_site.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        port = free_port()
        command = ["example_site/manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            take_all(f"http://127.0.0.1:{port}", wanted)
        finally:
            server.terminate()
            server.wait()


def take_all(base: str, wanted: list[str]) -> None:
    import django

    django.setup()
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        raise SystemExit("Chromium is missing (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for device, options in DEVICES.items():
            for story in (look_around, report_something, work, do_casework, maintain):
                context = browser.new_context(locale="de-DE", bypass_csp=True, **options)
                context.set_default_timeout(60_000)
                story(Camera(context, device, wanted), base)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
