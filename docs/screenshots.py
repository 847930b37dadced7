"""Takes the pictures of the documentation: every page and step, on a desktop and on a phone.

Run it with ``make screenshots``. It starts the demo town on a free port of the loopback
interface, walks it in headless Chromium and writes ``docs/images/<name>-<device>.png``.
"""

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright


ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT))

DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 860}},
    "phone": {
        "viewport": {"width": 390, "height": 800},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "example_site" / "manage.py"), *arguments]


@contextmanager
def running_town():
    """The address of a demo town that runs as long as the context."""
    subprocess.run(manage("migrate", "--verbosity", "0"), check=True)
    subprocess.run(manage("setup_anliegen"), check=True, stdout=subprocess.DEVNULL)
    subprocess.run(manage("anliegen_demo"), check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        manage("runserver", "--noreload", address), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://{address}/")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, seconds: int = 60) -> None:
    for _second in range(seconds):
        try:
            urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def save(page, name: str, device: str, *, full_page: bool = True) -> None:
    """Write a small picture: 256 colours, at most 2,400 pixels high."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    content = page.screenshot(full_page=full_page, animations="disabled")
    image = Image.open(io.BytesIO(content)).convert("RGB")
    if device == "phone":
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS)
    image = image.crop((0, 0, image.width, min(image.height, 2400)))
    image.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}-{device}.png", optimize=True)
    print(f"{name}-{device}.png")


def main() -> None:
    from walks import WALKS  # beside this file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="walks whose name contains this")
    parser.add_argument("--device", choices=DEVICES, help="one device instead of all")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    os.environ.setdefault("EXAMPLE_VAR", str(ROOT / "example_site" / "var"))
    IMAGES.mkdir(exist_ok=True)
    with running_town() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        for device in [options.device] if options.device else DEVICES:
            for walk in WALKS:
                if options.only in walk.__name__:
                    context = browser.new_context(
                        base_url=address, locale="de-DE", **DEVICES[device]
                    )
                    context.set_default_timeout(15_000)
                    page = context.new_page()
                    walk(page, lambda name, p=page, d=device, **k: save(p, name, d, **k))
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
