"""One whole system and one browser for all browser tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.e2e.browser import launch

PATIENCE_MILLISECONDS = 30_000
"""Browser tests wait generously; times are shown by `make bench`."""

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    folder = tmp_path_factory.mktemp("switchboard")
    # Presence is believed soon, so that a test may find nobody online (rule P1).
    with a_whole_system(folder, presence_grace_seconds="5") as running:
        yield running


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest.fixture
async def a_context(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator["Contexts"]:
    contexts = Contexts(browser)
    yield contexts
    await contexts.close(tmp_path / request.node.name)


class Contexts:
    """Browsers of people who know nothing of each other."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: list[BrowserContext] = []

    async def new(self) -> BrowserContext:
        """A browser of one more person."""
        context = await self._browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self._open.append(context)
        return context

    async def close(self, pictures: Path) -> None:
        """Take a last picture of each page, for whoever reads a failure, and close all."""
        pages = [page for context in self._open for page in context.pages]
        for number, page in enumerate(pages):
            await page.screenshot(path=pictures.with_name(f"{pictures.name}-{number}.png"))
        await asyncio.gather(*(context.close() for context in self._open))
