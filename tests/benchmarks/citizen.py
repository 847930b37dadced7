"""A citizen who walks the form without scripts: through Django's client or real HTTP."""

import http.client
import io
import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from PIL import Image


FORM = "/melden/"
_FIELDS = re.compile(r'name="(csrfmiddlewaretoken|fingerprint)"[^>]*?value="([^"]+)"')
_REFERENCE = re.compile(r"\b20\d\d-\d{6}\b")


class Walk:
    """All steps of one report. ``client`` is Django's test client or ``Browser``."""

    def __init__(self, client, *, branch: str, category: str, photo: bytes = b"", email: str = ""):
        self.client, self.branch, self.category = client, branch, category
        self.photo, self.email = photo, email

    def steps(self) -> Iterator[str]:
        """Fill in one step after the other; yields the name of the step that comes next."""
        self._post(f"category/{self.branch}/", category=self.category)
        yield "place"
        self._post(
            "place/", address="Straße 7 12", latitude="51.69", longitude="7.83", action="continue"
        )
        yield "details"
        details = {"category": self.category, "description": "Hier liegt etwas.", "action": "next"}
        if self.photo:
            details["photos"] = self._upload()
        self._post("details/", **details)
        yield "contact"
        self._post("contact/", **({"email": self.email} if self.email else {}))
        yield "check"

    def send(self) -> str:
        """The last step; returns the reference on the page behind it."""
        shown = self.client.get(f"{FORM}check/").content.decode()
        fields = dict(_FIELDS.findall(shown))
        if "fingerprint" in fields:  # otherwise it was sent already, and this leads to the thanks
            self.client.post(f"{FORM}check/", {"fingerprint": fields["fingerprint"]})
        thanks = self.client.get(f"{FORM}sent/").content.decode()
        found = _REFERENCE.search(thanks)
        if not found:
            raise NotTaken(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", thanks))[:200])
        return found.group()

    def _post(self, step: str, **values) -> None:
        response = self.client.post(f"{FORM}{step}", values)
        if response.status_code != 302:
            raise NotTaken(f"{step}: {response.status_code}")

    def _upload(self):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile("photo.jpg", self.photo, content_type="image/jpeg")


class NotTaken(Exception):
    """The step was not accepted; trying again may help."""


def phone_photo(seed: int = 0, size=(1600, 1200)) -> bytes:
    """What a telephone sends after the page shrank it: some hundred kilobytes."""
    from random import Random

    dice, out = Random(seed), io.BytesIO()
    coarse = Image.frombytes(
        "RGB", (64, 48), bytes(dice.randrange(256) for _ in range(64 * 48 * 3))
    )
    coarse.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


class Answer:
    def __init__(self, status: int, content: bytes, location: str):
        self.status_code, self.content, self.location = status, content, location


class Browser:
    """Speaks HTTP, keeps cookies, and sends Django's token with each form."""

    def __init__(self, host: str, port: int, timeout: float = 30):
        self.host, self.port, self.timeout = host, port, timeout
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, values: dict) -> Answer:
        if "csrftoken" not in self.cookies:
            self.get(f"{FORM}category/")
        values = {**values, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        if any(hasattr(value, "read") for value in values.values()):
            body, kind = _multipart(values)
        else:
            body, kind = urlencode(values).encode(), "application/x-www-form-urlencoded"
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes | None = None, headers=None) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"Cookie": cookies, "Host": "localhost", **(headers or {})}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, content, response.getheader("Location", ""))
        finally:
            connection.close()


def _multipart(values: dict) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = []
    for name, value in values.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"'
        if hasattr(value, "read"):
            head += '; filename="photo.jpg"\r\nContent-Type: image/jpeg'
            value = value.read()
        else:
            value = str(value).encode()
        parts += [head.encode(), b"\r\n\r\n", value, b"\r\n"]
    parts.append(f"--{border}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={border}"
