"""The demo page's own small web server: ``python -m switchboard.local.demo_site PORT``.

It stands for a customer's web site, which is another site than the gateway. Only the address of
the gateway is filled in, where the page says ``__GATEWAY_URL__``. The user guide, which the AI's
answers link to, is under ``/guide/``.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from switchboard.local.guide import read_guide
from switchboard.local.state import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

PLACEHOLDER = "__GATEWAY_URL__"
GUIDE = "/guide/"
HEALTH = ("/livez", "/readyz")


class DemoPage(SimpleHTTPRequestHandler):
    """Serves the folder of the built demo page."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self, *arguments: object, gateway: str, guide: Mapping[str, str], directory: str
    ) -> None:
        self._gateway = gateway
        self._guide = guide
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer health here, all else from the folder."""
        if self.path in HEALTH:
            self._send(b"ready\n", "text/plain")
        elif self.path.startswith(GUIDE) and self.path[len(GUIDE) :] in self._guide:
            page = self._guide[self.path[len(GUIDE) :]]
            self._send(page.encode(), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Fill in the gateway's address where a page names it."""
        page = Path(self.translate_path(self.path))
        page = page / "index.html" if page.is_dir() else page
        if page.suffix != ".html" or not page.is_file():
            return super().send_head()
        text = page.read_text(encoding="utf-8").replace(PLACEHOLDER, self._gateway)
        return self._head(text.encode(), "text/html; charset=utf-8")

    def log_message(self, *_: object) -> None:
        """Say nothing about every request."""

    def _send(self, body: bytes, content_type: str) -> None:
        self.wfile.write(self._head(body, content_type).getvalue())

    def _head(self, body: bytes, content_type: str) -> BytesIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        return BytesIO(body)


def server(port: int, folder: Path, gateway: str) -> ThreadingHTTPServer:
    """The server on loopback, ready to serve."""
    guide = {article.slug: article.page() for article in read_guide(PROJECT / "docs" / "guide")}
    handler = partial(DemoPage, gateway=gateway, guide=guide, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def main() -> None:
    """Serve until told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = Path(os.environ["SWITCHBOARD_WEB_ROOT"]) / "demo"
    with server(int(sys.argv[1]), folder, os.environ["SWITCHBOARD_PUBLIC_URL"]) as site:
        site.serve_forever()


if __name__ == "__main__":
    main()
