"""Follows everything that an anonymous visitor is shown, and keeps what came back."""

import html
import re
from urllib.parse import urldefrag, urljoin, urlsplit


#: Whatever looks like an address of ours, in HTML, JSON, feeds or style sheets.
_ADDRESS = re.compile(r"""["'(\s,]((?:https?://testserver)?/[^"'\s)<>\\]*)""")
MOST = 1_500


class Crawl:
    """``pages`` are the answers with words in them, ``images`` those with pictures."""

    def __init__(self, client):
        self.client = client
        self.pages: dict[str, str] = {}
        self.images: dict[str, bytes] = {}
        self.codes: dict[str, int] = {}

    def follow(self, *starts: str) -> None:
        waiting = list(starts)
        while waiting:
            address = waiting.pop()
            if address in self.codes:
                continue
            assert len(self.codes) < MOST, "the crawl does not end"
            waiting += self.visit(address)

    def visit(self, address: str) -> list[str]:
        response = self.client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.codes[address] = response.status_code
        if location := response.headers.get("Location"):
            return self._ours(address, [location])
        if response.headers.get("Content-Type", "").startswith("image/"):
            self.images[address] = content
            return []
        text = self.pages[address] = content.decode(errors="replace")
        return self._ours(address, _ADDRESS.findall(html.unescape(text)))

    def _ours(self, base: str, found: list[str]) -> list[str]:
        addresses = [urldefrag(urljoin(f"http://testserver{base}", each))[0] for each in found]
        return [
            address.removeprefix("http://testserver")
            for address in addresses
            if urlsplit(address).netloc == "testserver"
            and "{" not in address
            and not address.startswith("http://testserver/static/")
        ]
