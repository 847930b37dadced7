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
        page.wait_for_timeout(400)
        picture = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
        file = IMAGES / f"{name}-{self.device}.png"
        picture.quantize(255, dither=Image.Dither.NONE).save(file, optimize=True)
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
    for _turn in range(12):
        path = urlsplit(page.url).path.strip("/").split("/")[1:]
        if path == ["sent"]:
            break
        name, act = SCREENS[path[0] if len(path) < 2 else "subcategory"]
        act(page)
        camera.take(page, name, whole=name != "form-place")
        page.locator(".anliegen-actions button.anliegen-button").last.click()
        page.wait_for_url(lambda url, before=page.url: url != before)
    camera.take(page, "form-sent", whole=True)
    page.locator(".anliegen-secret a.anliegen-button").click()
    camera.take(page, "status", whole=True)
    page.close()


def _choose(code: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"input[value={code}]").check(force=True)


def _set_pin(page: Page) -> None:
    page.locator("[data-part=middle]").click()
    page.wait_for_timeout(1200)


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
    page.wait_for_timeout(1500)
    camera.take(page, "case", whole=True)
    page.close()


def waiting_report():
    """The newest report with a photo that waits for the clerk's review."""
    from django.contrib.auth import get_user_model

    from wagtail_anliegen.models import Report

    clerk = get_user_model().objects.get(username=CLERK)
    waiting = Report.objects.visible_to(clerk).waiting_for_review()
    with_photo = waiting.filter(photos__isnull=False).order_by("-created_at")
    return with_photo.first() or waiting.order_by("-created_at").first()


def maintain(camera: Camera, base: str) -> None:
    """An editor's screens."""
    from django.urls import reverse

    page = log_in(camera, base, EDITOR)
    for name, url in EDITOR_SCREENS.items():
        page.goto(base + reverse(url))
        page.wait_for_timeout(800)
        camera.take(page, name)
    page.close()


#: Picture → name of the address.
EDITOR_SCREENS: dict[str, str] = {}


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
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
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
            for story in (look_around, report_something, work, maintain):
                context = browser.new_context(locale="de-DE", **options)
                context.set_default_timeout(20_000)
                story(Camera(context, device, wanted), base)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
