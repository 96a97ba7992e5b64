"""The demo page is served with the address of the gateway filled in."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from switchboard.local.demo_site import server
from switchboard.local.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GATEWAY = "http://localhost:8800"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "demo").mkdir()
    page = '<script src="__GATEWAY_URL__/loader.js"></script>'
    (tmp_path / "demo" / "index.html").write_text(page)
    (tmp_path / "demo" / "style.css").write_text("__GATEWAY_URL__")
    (tmp_path / "secret").write_text("not for visitors")
    port = free_port()
    with server(port, tmp_path / "demo", GATEWAY) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        site.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/", "/index.html", "/?question=1"])
def test_pages_name_the_gateway(address: str, path: str) -> None:
    answer = httpx.get(address + path)
    assert answer.text == f'<script src="{GATEWAY}/loader.js"></script>'
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_other_files_are_served_as_they_are(address: str) -> None:
    assert httpx.get(f"{address}/style.css").text == "__GATEWAY_URL__"


def test_health_is_answered(address: str) -> None:
    assert httpx.get(f"{address}/readyz").status_code == httpx.codes.OK


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/nothing"])
def test_nothing_outside_its_folder_is_served(address: str, path: str) -> None:
    assert httpx.get(address + path).status_code == httpx.codes.NOT_FOUND
