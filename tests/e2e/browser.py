"""Finding a browser: a setting, an installed one, Playwright's own, or apt as root; never none."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

from playwright.async_api import Browser, Playwright

INSTALLED = ("google-chrome", "chromium", "chromium-browser", "microsoft-edge")
MACS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
HELP = (
    "No browser for the browser tests: install Chrome or Chromium, name one with"
    " SWITCHBOARD_BROWSER=/path/to/it, or run: uv run playwright install chromium"
)


def installed_browser() -> str | None:
    """The path of a browser that is here, if one is."""
    given = os.environ.get("SWITCHBOARD_BROWSER")
    if given:
        return given
    found = (shutil.which(name) for name in INSTALLED)
    return next((p for p in (*found, *MACS) if p is not None and Path(p).exists()), None)


def _from_debian() -> str | None:
    """Install Debian's Chromium, where we may."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *step], env=environment, check=False)
    return shutil.which("chromium")


def find_browser(own: str) -> str:
    """The path of a browser; `own` is where Playwright keeps the one it fetches."""
    path = installed_browser() or (own if Path(own).exists() else None) or _from_debian()
    assert path is not None, HELP
    return path


async def launch(playwright: Playwright) -> Browser:
    """Start a browser in which third-party cookies are blocked."""
    path = await asyncio.to_thread(find_browser, playwright.chromium.executable_path)
    arguments = ["--test-third-party-cookie-phaseout"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return await playwright.chromium.launch(executable_path=path, args=arguments)
